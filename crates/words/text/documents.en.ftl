# Documents, templates and numbers.
fact-document-number = The form's row lacks the place of the number, {"{n}"}.
fact-document-margin = Margins must be 5 to 60 mm.
fact-document-missing = The row for { $code } is missing.
template-too-long = The template is longer than { $limit } characters.
template-unreadable = The template cannot be read: { $reason }.
template-endless = The template repeats too often ({ $reason }).
template-unknown-name = The template does not know the name “{ $name }”. It may say: { $known }.
template-no-list = “{ $name }” is no list, so nothing can go through it.
template-before-sections = The first line must name a section, such as “== about”.
template-unknown-section = There is no section “{ $name }”. Sections: { $known }.
template-section-twice = The section “{ $name }” stands twice.
template-section-missing = The section “== { $name }” is missing.
