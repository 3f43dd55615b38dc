### Cases: sending, the queue, handling, answering.

## Counts

cases-count =
    { $n ->
        [0] no cases
        [one] 1 case
       *[other] { $n } cases
    }
cases-supporters =
    { $n ->
        [one] { $n } household reports
       *[other] { $n } households report
    } the same
cases-photos =
    { $n ->
        [one] { $n } photo
       *[other] { $n } photos
    }

## A resident's report

report-title = Report a problem
report-lead = No account needed. You get a receipt to follow what happens.
report-not-here = Formal complaints and denunciations follow their own procedure; please do not send them here.
report-words = What is the matter?
report-words-hint = Briefly: what, where, since when. There is no need to name anybody.
report-photo = Photos
report-photo-hint =
    At most { $n ->
        [one] { $n } photo
       *[other] { $n } photos
    }. Position and device details are removed from them.
report-place = Where?
report-place-hint = Type a commune, village or group. Old names work too.
report-place-detail = Exact spot
report-place-detail-hint = For example: lane 189, in front of number 24
report-place-found = Belongs to { $place }
report-topic = What is it about?
report-contact = Do you want news?
report-contact-hint = Only if you want to be told. Only those handling it can see this, and every look is recorded.
report-contact-name = What to call you
report-contact-phone = Phone
report-contact-email = E-mail
report-urgent = Urgent: people are in danger
report-urgent-hint = Fire, crime or medical emergency: call 114, 113 or 115 now.
report-similar-title = Has somebody reported this nearby?
report-similar-hint = If it is the same, press “Me too” and you will get the answer as well.
report-me-too = Me too
report-none-of-these = No, mine is different
report-distance = { $n } m away
report-check-title = Check before sending
report-send = Send the report
report-masked = Document and phone numbers in your words have been masked.

## Stages

stage-received = Received
stage-accepted = Taken on
stage-answered = Answered
stage-closed = Closed
stage-reopened = Reopened
stage-refused = Refused
stage-merged = Merged

## Queue

queue-title = Queue
queue-new = New
queue-due = Due
queue-late = Late
queue-reopened = Reopened
queue-all = All
queue-mine = Mine
queue-you = You
queue-unassigned = Not assigned
queue-search-hint = Search everything
queue-empty-title = Nothing is waiting here
queue-empty-text = New cases will appear here, the most urgent first.
queue-search-empty = Nothing found for “{ $words }”. Try fewer words.
queue-choose = Choose a case on the left.
queue-take-next = Take the next one
queue-day-end = End of the day: { $done } done, { $tomorrow } fall due tomorrow.

## One case

case-said-by-resident = A resident says
case-said-by-team = A resident says, through the neighbourhood team
case-said-by-desk = A resident says, at the reception desk
case-said-by-import = Brought over from another system
case-internal = Internal
case-answer = Answer to the resident
case-assignee = Handled by
case-place-before = before { $day }: { $name }
case-similar = Similar
case-seen-before = Seen before
case-history = History
case-urgent = Urgent
case-contact = Contact
case-contact-show = Show the contact
case-contact-for = What for? The resident will see this purpose.
case-contact-why = More words
case-restricted = Whoever asked has restricted the use of their data: contact, pictures and location are not shown and not given out.
case-news-by = Agreed to be told news by: { $ways }
case-no-news = Did not agree to be told news by telephone or e-mail; the answer stands on their receipt.
case-no-contact = No contact was left

## What an officer does

act-take = Take on
act-assign = Assign
act-answer = Answer
act-transfer = Transfer
act-merge = Merge
act-unmerge = Take apart again
act-close = Close
act-refuse = Refuse
act-note = Internal note
act-prioritise = Change the priority
act-preview = See it as the resident will
answer-templates = Templates
answer-send =
    Send to { $n ->
        [one] { $n } receipt
       *[other] { $n } receipts
    }
answer-close-after = Close after sending
answer-draft = Save a draft
answer-goes-to =
    This answer will stand on { $n ->
        [one] { $n } receipt
       *[other] { $n } receipts
    }.
assign-to = Assign to
transfer-to = Transfer to
transfer-why = Why it is transferred
transfer-clock = The due day stays; the resident is told.
refuse-why = Why it is refused
merge-hint = Every receipt gets the answer. It can be undone.
close-why-late = Why is it late?

## The officer's desk

queue-back = Back to the queue
queue-somebody = Somebody else
queue-choose-several = Choose several
case-high = High priority
case-answered = Answered
case-why-due = Why it is due then
case-metres = { $n } m
case-settled-before =
    { $n ->
        [one] This matter, this place: once in the past 12 months, answered on { $day }.
       *[other] This matter, this place: { $n } times in the past 12 months, last answered on { $day }.
    }
case-merged-into = This case is handled together with another about the same matter.
case-merged-here = Merged into this
case-read-only = You can only read this. Officers of { $office } handle it.
case-contact-noted = This reading was noted; whoever asked sees the office and the reason.
act-merge-into-this = Merge into this
entry-assigned-to = Assigned to { $name }
entry-transferred-to = Transferred to { $office }
transfer-hint = Type the name of a commune, ward or department. Old names work too.
transfer-which = Which one?
merge-code = Or the receipt code of the other case
rank-urgent = Urgent: somebody is in danger
rank-high = High priority
note-inside-hint = Only officers see this. Whoever asked does not.
late-words = Say more
refuse-words = What they will read
refuse-words-hint = Say why, and what they can do next.
preview-empty = Nothing written yet.
answer-in-english = They wrote in English.
kept-text = This case is no longer with your office. What you wrote is here to copy.
kept-words = What you wrote
told-kept = What you wrote is still here.
template-fixed = done
template-scheduled = a day is set
template-passed_on = passed on
template-more_needed = more is needed
template-not_competent = not our powers
template-checked_no_fault = looked, nothing found
template-explained = explain the rule
template-complaint_path = complaint procedure
template-waste_collected = rubbish collected
template-water_restored = water is back
template-drained = water went down
template-lamps_mended = lamps work
template-road_mended = road mended
template-pavement_cleared = pavement cleared
done-accept = Taken. They can see that somebody is on it.
done-assign = Assigned.
done-transfer = Transferred. They are told, the due day stays.
done-note = Noted.
done-answer = The answer has been sent.
done-refuse = Refused with its reason.
done-close = Closed.
done-merge = Merged. Every receipt follows.
done-unmerge = On its own again.
done-rank = Priority changed.
done-several =
    { $n ->
        [0] Nothing was changed. Somebody may have been quicker, or nothing was chosen.
        [one] One case done.
       *[other] { $n } cases done.
    }
done-nothing = No new case waits for anybody.
done-unchosen = Please choose whom to assign to.
day-link = End of the day
day-title = End of the day
day-late = { $n } are late.
day-lapsing = Due by the end of { $day }
day-done = Done today
day-nothing-lapses = Nothing is due.
day-nothing-done = Nothing was answered today.

## At the desk

## Ways in, and lines of the history

channel-web = Resident's page
channel-api = Another program
channel-team = Neighbourhood team
channel-desk = Reception desk
channel-import = Imported file
entry-received = Received
entry-accepted = Taken on
entry-assigned = Assigned
entry-transferred = Transferred
entry-note = Internal note
entry-answered = Answered
entry-refused = Refused, with the reason
entry-added = The resident added words
entry-solved = The resident says it is solved
entry-reopened = The resident says it is not solved; opened again
entry-closed = Closed
entry-merged = Merged with an identical case
entry-unmerged = Taken apart again
entry-supported = Somebody else reports the same
entry-ranked = Priority changed
entry-late = Said why it is late
entry-moved = Its due day moved with the calendar
entry-rated = They said how the answer was

## Steps of a report and choices

report-step = Report a problem · step { $n } of { $of }
report-photos-kept = Photos received
report-photo-number = Photo { $n }
report-place-name = Name of the ward or commune, old names too
report-place-list = Choose from the list of wards and communes
report-map = Choose on the map
report-map-hint = Touch the spot. With a keyboard: arrow keys move the map, Enter takes the point in the middle.
report-map-label = Map to choose a place: arrow keys move it, Enter takes the point in the middle
report-map-take = Take the point in the middle
report-map-chosen = You chose a point in { $place }.
report-map-outside = This point lies outside the map. Please choose another.
report-map-opening = Opening the map…
report-map-failed = The map cannot be opened. Type a name or choose from the list.
report-place-since = { $name } belongs to it since { $day }
report-place-part-since = A part of { $name } belongs to it since { $day }
report-topic-search = Look for another topic
report-topic-all = See every topic
report-topic-suggested = From your words, probably
report-topic-often = Often reported
report-topic-found = Topics for “{ $words }”
report-topic-none = There is no topic for “{ $words }”. It may be:
report-question-hint = You may leave this empty. An answer helps it go faster.
report-sent-before = What you sent before has been received. These words differ from it: send them if this is another matter.
