-- Every word of the search index, to be looked up by its beginning. A view of the index that keeps nothing itself.
create virtual table case_search_words using fts5vocab (case_search, 'instance');
