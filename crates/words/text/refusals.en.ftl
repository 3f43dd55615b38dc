### Refusals: what happened and what to do next.

## Common refusals

refusal-invalid = Not saved yet. Please mend what is marked; everything you wrote is still here.
refusal-not-found = Nothing was found. The address may be mistyped, or you may not be allowed to see it.
refusal-sign-in-first = Please sign in to continue.
refusal-not-allowed = You are not allowed to do this.
refusal-not-allowed-who = You are not allowed to do this. Who is: { $who }.
refusal-not-allowed-office = You have no right to this case. Officers and leaders of { $office } have it.
refusal-not-told = Somebody else was told of this; only they can say that they have seen it.
refusal-not-an-office = The queue is for officers and leaders of communes and wards. You hold no such position; operators give positions.
refusal-words-added = They added words after you opened this case. Please read them, then send again.
note-choose-office = Several places bear this name. Please choose one.
note-no-such-receipt = No receipt has this code.
refusal-too-many =
    Too many tries. Please wait { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }, then try again.
refusal-too-large = What was sent is too large. The limit is { $limit }.
refusal-form-expired = The page was open for too long, so nothing was saved. What you wrote is still here; please send it again.
refusal-unreadable = What was sent cannot be read. Please try again.

## Notes under fields

note-required = Please fill this in.
note-choose = Please choose one.
note-too-long =
    Write at most { $limit ->
        [one] { $limit } character
       *[other] { $limit } characters
    }.
note-day = Write the day like 22/11/2026.
note-day-after = Choose { $day } or a later day.
note-day-before = Choose { $day } or an earlier day.
note-list-place = This address does not lead into a list any more. Please open the list from its beginning.
note-days-reversed = The last day must come after the first.
note-number = Write a whole number.
note-id = This code is not of the right form.
note-phone = This phone number is not right. For example 0912 345 678.
note-email = This e-mail address is not right. For example name@example.vn.
note-names-somebody = This names a person: “{ $words }”. Please write about the place and the matter instead, without the name.
note-photo-kind = Only JPEG, PNG or WebP photos are taken.
note-photo-broken = The photo is damaged and cannot be opened.
note-photo-large = The photo is too large. The limit is { $limit }.
note-photos-many =
    Send at most { $limit ->
        [one] { $limit } photo
       *[other] { $limit } photos
    }.

## Error pages

error-title-400 = The request cannot be read
error-title-401 = Please sign in
error-title-403 = Not allowed
error-title-404 = Page not found
error-title-405 = Wrong kind of request
error-title-409 = It has changed meanwhile
error-title-413 = Too large
error-title-415 = Format not taken
error-title-422 = Some things need mending
error-title-429 = Please wait a moment
error-title-500 = Something went wrong
error-title-503 = The system is busy
error-500 = This is our mistake, not yours. Nothing was half-saved. Please try again in a few minutes.
error-503 = The system is overloaded. Please try again in a few minutes; what you wrote is kept.
error-go-home = Go to the home page

## Notes of single acts

note-unreadable = There are unreadable characters. Please remove and retype them.
note-say-why = Please say why.
note-say-why-late = This is late. Please choose why.
note-already-there = The case is already there.
note-other-case = Please choose another case that is open.
note-unknown-colleague = This person does not work at the unit.
note-choose-place = Please choose a place.
note-unknown-place = This place was not found. Please choose from the list.
note-ambiguous-place = Several places have the code { $code }. Please give a day or choose by name.
note-off-the-map = This position is not on the map.
note-place-ended = This place ended with a reorganisation. Please choose what it became.
note-place-too-wide = Please choose a commune or something smaller.
text-required = Please fill this in.
text-has-nul = There are unreadable characters. Please remove and retype them.
text-too-long =
    Write at most { $limit ->
        [one] { $limit } character
       *[other] { $limit } characters
    }; there are { $length }.
refusal-already-said = This has been said already.
refusal-case-not-answered = The case has no answer yet ({ $stage }). Please answer before closing it.
refusal-case-not-open = The case is no longer open ({ $stage }).
refusal-same-id-other-words = This sending code was already used for other words. Please send it as a new case.
refusal-no-rule = No rule gives this a due day. Please tell the operator.
refusal-not-merged = This case is not merged into another.

## Other notes

note-choose-topic = Please choose what it is about.
note-unknown-topic = This topic is not in the list.
note-unknown-kind = There is no such kind of unit.
note-unknown-language = Only vi or en.
refusal-foreign-form = This form was not sent from a danvan page. Please open the page again and send it from there.
note-photo-points = The photo has too many points. The limit is { $limit } million.
note-photo-gone = A photo is no longer here. Please choose it again.

## Observations

note-say-what-is-asked = Please write what is to be answered.
refusal-observation-of-another = Only the person who noted this can change it.
refusal-observation-withdrawn = This note was taken back.
refusal-observation-has-case = A case has already grown from this note, so it can no longer be changed. Please note anything new separately.
refusal-observation-too-old = More than 24 hours have passed, so this can no longer be changed. Please note anything new separately.
note-which-place = Please choose one of the places below, or type more of the name.

## A form that could not be taken keeps what was typed

problem-address = There is no such address in this API.
problem-method = This address does not know this method.
problem-json = The body is not JSON that can be read: line { $line }, column { $column }.
problem-object = Please send one JSON object.
problem-content-type = Please send application/json.
error-title-expired = Please send it once more
error-title-408 = It took too long
error-405 = This address cannot be opened directly. Please begin again from the first page.
error-408 = The connection was too slow, so not everything arrived. Nothing was saved. Please send it again when the signal is better.
error-415 = danvan takes only the forms of its own pages. Please open the page again and send it again.
again-title = What you wrote is still here
again-text = You are signed in again. Nothing has been sent yet: please look it over and press the button.
again-typed = What you wrote
again-copy = What you wrote is still here; you can copy it to use it elsewhere.
again-field = Written
again-files = The photos have not arrived. If you do not see them here, please choose them again, fewer and smaller if they were too large before.
again-password = The password was not kept. Please type it again.
again-send = Send again
note-wrong-kind = This field holds another kind of value than it may.
note-unknown-field = There is no such field.
