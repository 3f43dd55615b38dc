### Search.

search-title = Search
search-hint = duong vanh dai 4, an old ward's name, a receipt code
search-lead = Type with or without marks. Only cases and notes of teams that you may read are searched.
search-cases = Cases
search-heard = What teams heard
search-units = Units
search-unit-since = formerly { $name }, until { $day }
search-empty-text = Only cases and notes of teams that you may read are searched; every word must be there.
