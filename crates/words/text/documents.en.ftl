# Documents, templates and numbers.
fact-document-number = The form's row lacks the place of the number, {"{n}"}.
fact-document-margin = Margins must be 5 to 60 mm.
fact-document-missing = The row for { $code } is missing.
document-simulated = Simulated data – of no effect
refusal-template = The template has a fault in line { $line }. Please ask who may edit templates to look at it.
refusal-document-other = This sending id was used for another document. Please open the page again.
refusal-document-cancelled = This document was cancelled before.
note-too-many-entries = At most { $limit } lines.
document-kind-acceptance = Acceptance notice
document-kind-refusal = Refusal notice
document-kind-transfer = Transfer slip
document-kind-guidance = Guidance slip
document-kind-documents_request = Request for documents
document-kind-extension = Extension notice
document-kind-dialogue = Invitation to the dialogue
document-kind-decision = Decision
document-kind-publication = Publication notice
document-kind-reception_refusal = Refusal of reception
document-kind-reception_receipt = Receipt for documents
template-too-long = The template is longer than { $limit } characters.
template-unreadable = The template cannot be read: { $reason }.
template-endless = The template repeats too often ({ $reason }).
template-unknown-name = The template does not know the name “{ $name }”. It may say: { $known }.
template-no-list = “{ $name }” is no list, so nothing can go through it.
template-before-sections = The first line must name a section, such as “== about”.
template-unknown-section = There is no section “{ $name }”. Sections: { $known }.
template-section-twice = The section “{ $name }” stands twice.
template-section-missing = The section “== { $name }” is missing.
