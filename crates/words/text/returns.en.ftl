### Periodic returns: forms, figures that fill themselves, submitting, accepting, amending, putting together, following.

returns-title = Periodic returns
returns-owed = Still to be written
returns-told = Sent
returns-none = No return yet
returns-none-text = The returns of a period open by themselves when it begins, with their figures.
returns-more = Earlier ones
returns-beside = See also
returns-board = Follow returns
returns-board-none = No return for this period yet
returns-board-none-text = Returns open by themselves when a period begins. Choose another form or period.
returns-newest = Only the { $n } newest quick reports are shown; older ones are left out.
returns-show = Show
returns-quick = Quick report
returns-quick-hint = When something must be told at once: what happened, first assessment, proposals.
return-about = About what
return-about-hint = The matter and the place, naming nobody
return-go-on = Go on writing
return-form = Form
return-period = Period
return-unit = Unit
return-state = State
return-time = Against its day
return-filled = Filled
return-needed = To be filled
return-due = Due
return-sent = Sent on
return-counted = Counted
return-version = Version
return-draft = Draft
return-made = Made at
return-section = Section
return-figure = Figure
return-value = Value
return-whole = Of
return-asked = Counted as
return-on = On the map of units of
return-remark = Remark
return-period-month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
return-period-quarter = quarter { $number } of { $year }
return-period-half_year = { $number ->
    [1] first half of
   *[2] second half of
} { $year }
return-period-year = { $year }
return-stage-draft = Being written
return-stage-submitted = Submitted, waiting
return-stage-returned = Sent back
return-stage-accepted = Accepted
return-stage-amending = Being amended
return-timing-in_time = In time
return-timing-late = Sent late
return-timing-waiting = Not due yet
return-timing-missing = Late, not sent
return-do-submit = Submit
return-do-accept = Accept
return-do-return = Send back
return-do-amend = Amend
return-act-hint-submit = The figures are kept as they are now and never change. After it is accepted, corrections are amendments.
return-act-hint-accept = The return is locked and goes into the draft of the level above.
return-act-hint-return = Say what is to be mended. The unit gets its draft back with the reason.
return-act-hint-amend = What was accepted stays beside it; the amendment must be accepted again.
return-query-typed = written by the unit
return-query-cases_received = cases received
return-query-cases_on_time = cases answered in time, of those answered
return-query-cases_solved = people who said it was solved, of those who said so either way
return-query-observations = observations
return-query-letters_received = letters received
return-query-letters_settled = letters settled or passed on
return-query-letters_on_time = letters of which no clock had lapsed, of those settled
return-query-reception_days = days of citizen reception
return-query-reception_visits = visits received
return-query-commitments_kept = commitments kept, of those that fell due
return-query-inspections = inspections and supervisions concluded
return-query-initiatives = initiatives of the year
return-why = { $query }, from { $from } to { $to }, on the map of units of { $on }.
return-why-merged = { $n ->
    [one] { $query }, from the return of { $n } unit.
   *[other] { $query }, added up from the returns of { $n } units.
}
return-from-where = Where it comes from
return-counted-at = See what it counts
return-live = Now: { $value }
return-figure-kept = kept back (fewer than 5)
return-of = Of: { $unit }
return-kept = Kept.
return-kept-by = Now written by: { $unit }
return-counts = Figures from { $from } to { $to }
return-due-on = Due { $day }
return-sent-at = First sent at { $when }
return-reason = Reason: { $reason }
return-stopping = { $n ->
    [one] { $n } place must be mended or explained before it may be submitted.
   *[other] { $n } places must be mended or explained before it may be submitted.
}
return-missing = No return yet of: { $units }
return-waiting = Added up, but not accepted yet: { $units }
return-unread = It has not been submitted
return-unread-text = A draft is seen by its unit only; once submitted, it stands here.
return-gathered = What the units below wrote ({ $n })
return-paper = Keep as a paper (DOCX)
return-paper-pdf = Keep as a paper (PDF)
return-sheet = Keep as a table (XLSX)
return-versions = Submissions
return-first-version = First submission
return-version-number = Submission { $n }
return-acting = { $who } (for { $holder })
return-was-accepted = Accepted at { $when }.
return-was-returned = Sent back at { $when }: { $reason }
return-amended-because = Amended because: { $reason }
return-write = Write the return
return-write-hint = Figures fill themselves. Write the narrative; keep it whenever you like and go on later.
return-narrative = Narrative: { $section }
return-remark-add = Remark, explanation
return-remark-on = Remark on: { $figure }
return-keep = Keep
return-letter-number = No.        /BC
return-not-now = This cannot be done now: the return has moved on. Open it again to see what comes next.
return-days-left = This return counts to the end of { $day }; it can be submitted from the next day on.
return-not-written-now = Nothing can be written in this return now. When it was submitted, wait; when it was accepted, amend it.
return-changed-meanwhile = Somebody has just changed this return. Please look at it again, then submit it.
return-doubts-left = { $left ->
    [one] { $left } place must still be mended or explained. Open “Write the return”; the place says what it needs.
   *[other] { $left } places must still be mended or explained. Open “Write the return”; each place says what it needs.
}
return-note-meanwhile = Somebody else has just written here: “{ $words }”. Put both together, then keep it again.
return-note-number = Write a whole number from 0 to { $most }.
return-doubt-section = Nothing is written here yet. If there is nothing, write: none.
return-doubt-number = This number is not written yet. If there is none, write 0.
return-doubt-uncounted = This could not be counted; say why in the remark.
return-doubt-unusual = Far from the last { $many } returns ({ $least } to { $most }); say why in the remark.
return-doubt-unusual-share = Far from the last { $many } returns ({ $least } % to { $most } %); say why in the remark.
return-doubt-hidden = Far from the returns before, or not in accord with another figure; say why in the remark. Its numbers are not told here, since a small count among them is kept back.
return-doubt-adds-up = The whole says { $whole }, but the parts come to { $sum } ({ $parts }); mend it or say why in the remark.
return-doubt-at-most = “{ $parts }” is more than the whole of { $whole }; mend it or say why in the remark.
return-fact-unknown = “{ $word }” names no section, figure, topic or form.
return-fact-twice = “{ $word }” is there twice; use each word once.
return-fact-word = “{ $word }” cannot be a word here; use small letters and underscores.
return-fact-day = Day { $day } is no day of a month; write 0 for the last day, or 1 to 31.
return-fact-early = Due day { $day } may fall on or before the last counted day of its period; a return is submitted only after that day. Make it later, or change until.
return-fact-source = A form needs a source and at least one section.
