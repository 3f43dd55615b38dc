### Briefs: drafted from figures, written on, sent under a number, opened by whoever they were sent to.

briefs-title = Briefs
briefs-new = Draft a brief
briefs-drafts = Being written
briefs-received = Sent to me
briefs-sent = Sent by us
briefs-none = No briefs yet
briefs-none-text = Briefs that are sent to you stand here.
brief-unread = Not opened
brief-opened = Opened
brief-kind-quick = Quick
brief-kind-week = Week
brief-kind-month = Month
brief-kind-quarter = Quarter
brief-kind-topic = Topic
brief-kind-project = Land clearance project
brief-kinds = Choose a kind
brief-stage-draft = Being written
brief-stage-sent = Sent
brief-from = From
brief-to = To
brief-days-hint = Left empty, it is the last whole period of the kind.
brief-topic = Topic
brief-topic-hint = Only for a brief about a topic.
brief-project = Project
brief-project-hint = Only for a brief about a project.
brief-on = On the structure of
brief-on-hint = Left empty, today's; choose an older day to compare by the communes of then.
brief-system = Letterhead
brief-system-state = State
brief-system-party = Party
brief-system-front = Front
brief-system-mass = Mass organisation
brief-reach = Who will read it
brief-reach-above = Also those above
brief-reach-inside = Only our own unit
brief-reach-hint = A brief that goes up holds no counts below 5, so that nobody who spoke can be guessed.
brief-begin = Draft it from the figures
brief-begin-hint = Figures fill themselves in the prescribed outline, each with a note of its source. You add your assessment.
brief-draft = Draft
brief-subject = The people and what was done, { $period }
brief-subject-about = { $about }, { $period }
brief-as-of = Figures as of { $when }
brief-edit = Write, and choose sentences
brief-edit-hint = Untick a sentence to leave it out. What you wrote stays when figures are read anew.
brief-sentences = Sentences made of figures
brief-narrative = { $section }: in your words
brief-keep = Save
brief-keep-refresh = Save, and read the newest figures
brief-kept = Saved.
brief-send = Send the brief
brief-send-hint = The brief takes the next number of your unit's register and cannot be changed any more. If it is wrong, send another in its place.
brief-send-to = Send to
brief-send-own = { $unit } (our own leaders)
brief-correct = Draft one in its place
brief-corrects = This brief stands in the place of an earlier one.
brief-corrects-show = See the one it replaces
brief-corrected = Another brief stands in the place of this one.
brief-corrected-show = See the one that replaces it
brief-cancelled = The number of this brief was cancelled in the register.
brief-file = Download for Word
brief-pdf = Download as PDF
brief-sheet = The brief as it prints
brief-opened-by = Who opened it
brief-opened-none = Nobody it was sent to has opened it.
brief-opened-at = { $role }, { $unit }: opened at { $when }
brief-sent-to = Sent to: { $units }
brief-sent-at = Sent at { $when }
brief-first-time = You open this brief for the first time. Whoever sent it will see that it was opened.
brief-note = { $what }; { $days }; on the structure of { $on }
brief-note-show = See the figures
brief-note-future = Choose a day up to { $day }: later days have no figures yet.
brief-note-structure = Your unit is not on the map of that day. Please choose another day or leave it empty.
brief-note-reach = This unit may not read small counts. Please choose "Also those above".
brief-note-sent = This brief was sent and cannot be changed. You can draft one in its place.
brief-note-meanwhile = Somebody has just changed this brief. Look again and save once more; what you wrote is still here.
brief-note-nobody = Please choose at least one to send it to.

## Sentences made of figures. Numbers come with the call of their note.

brief-few = withheld
brief-few-why = “Withheld”: a small number, or one from which a small one would follow.
brief-all-topics = All topics
brief-say-received = { $now } cases came in, { $change ->
    [rise] a rise against
    [fall] a fall against
    [same] about as many as in
   *[unknown] not comparable with
} the period before ({ $before }).
brief-say-heard = Community teams noted { $now } observations, { $change ->
    [rise] a rise against
    [fall] a fall against
    [same] about as many as in
   *[unknown] not comparable with
} the period before ({ $before }).
brief-say-topic = { $topic }: { $now } cases, { $change ->
    [rise] a rise against
   *[fall] a fall against
} the period before ({ $before }).
brief-say-findings = The house found { $many } matters that stand out and are still open.
brief-say-finding = { $topic } at { $places }: { $now } voices, more than usual.
brief-say-on_time = Answered in time: { $now }, { $change ->
    [rise] higher than in
    [fall] lower than in
    [same] about as in
   *[unknown] not comparable with
} the period before ({ $before }).
brief-say-solved = Residents say it was solved: { $now }, { $change ->
    [rise] higher than in
    [fall] lower than in
    [same] about as in
   *[unknown] not comparable with
} the period before ({ $before }).
brief-say-letters = { $now } letters came in; settled or passed on in time: { $on_time }.
brief-say-letters_only = { $now } letters came in.
brief-say-receptions = Citizens were received on { $days } days, { $visits } visits.
brief-say-promises = Commitments due that were kept: { $kept }; not kept: { $late }.
brief-say-range = In this period and the three before, between { $least } and { $most } cases came in; if nothing changes, the next is expected to lie there as well.
brief-say-clearance = { $project }: { $files } files and { $land } hectares were handed over; { $households } households are concerned.
brief-say-waiting = { $now } files are kept waiting.
brief-measure-received = Cases received
brief-measure-heard = Observations
brief-measure-on_time = Cases answered in time, of all that were answered
brief-measure-solved = Residents who say it was solved, of all who said
brief-measure-letters_received = Letters received
brief-measure-letters_on_time = Letters settled or passed on in time
brief-measure-reception_days = Days of citizen reception
brief-measure-reception_visits = Visits
brief-measure-promises_kept = Commitments due that were kept
brief-measure-promises_late = Commitments due that were not kept
brief-measure-findings = Open matters that stand out
brief-measure-finding_seen = Voices of a matter that stands out
brief-measure-files_cleared = Files handed over
brief-measure-land_cleared = Land handed over, hectares
brief-measure-households = Households concerned
brief-measure-files_waiting = Files kept waiting
brief-column-received = Cases
brief-column-on_time = In time
brief-column-files_waiting = Files
brief-column-before = { $what }, period before
brief-column-change = Against before
brief-change-rise = rise
brief-change-fall = fall
brief-change-same = about the same
brief-change-unknown = –
brief-rows-topics = Topic
brief-rows-places = Place
brief-rows-waiting = Reason
brief-table-topics = Cases by topic:
brief-table-places = Places with most cases:
brief-table-waiting = Files kept waiting, by reason:
brief-chart-weeks = New cases by week
brief-chart-on_time = Share answered in time by topic
brief-chart-now = These weeks
brief-chart-before = The weeks before
label-brief_kind = Kind of brief
label-project = Project
label-structure = On the structure of
label-system = Letterhead
label-reach = Who will read it
label-readers = Send to
