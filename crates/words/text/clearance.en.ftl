### Land clearance: projects, segments, files, boards, what still waits, calls, wishes, the yearly file.

clearance-title = Land clearance
clearance-begin = Begin a project
clearance-none = No projects yet
clearance-none-text = The office that leads a project begins it; communes with land in it see it here.
clearance-more-projects = The next projects
clearance-line = { $cleared } / { $all } ha handed over ({ $share }) · { $waiting } files left
clearance-name = Name of the project
clearance-name-hint = What is built, for example: Ring Road 4
clearance-number = Number of the plan of recovery
clearance-cut-off-day = Cut-off date
clearance-cut-off-hint = What is built or planted after this day gives no claim. Like 8/10/2026.
clearance-segments-hint = A segment a line, as “name: metres” or the name alone.
clearance-plan = Plan of recovery no. { $number } of { $day }
clearance-area = Land to be recovered: { $area } ha
clearance-cut-off = Cut-off date: { $day }
clearance-no-cut-off = not written down
clearance-only = Only what lies in { $unit }
clearance-by-segment = By segment
clearance-by-commune = By commune
clearance-by-district = By old district
clearance-head-segment = Segment
clearance-head-commune = Commune
clearance-head-district = Old district
clearance-head-area = Land, ha (handed over / all)
clearance-head-households = Households
clearance-head-graves = Graves
clearance-head-plots = Resettlement plots (given / due)
clearance-head-waiting = Files left
clearance-head-blocked = Blocked
clearance-total = All
clearance-nowhere = Cannot be said to lie in one unit
clearance-first-area = of the land handed over
clearance-first-waiting = files not handed over
clearance-first-blocked = files blocked
clearance-first-plots = resettlement plots not given yet
clearance-left-to-pay = Left to pay
clearance-views = Ways to see the board
clearance-reasons = What keeps files waiting
clearance-stages = Where files stand
clearance-structure = On the units of
clearance-board-hint = Each cell says how much is handed over of how much. The rows add up to the row “All”.
clearance-carried = A row with a note was carried over a reorganisation of units, not counted there.
clearance-cut = Only the first rows
clearance-worklist = What still waits
clearance-worklist-of = What still waits: { $name }
clearance-worklist-hint = Files whose land is not handed over, the longest waiting first, with the next step of the law.
clearance-only-blocked = Only blocked files
clearance-nothing-waits = Nothing waits
clearance-nothing-waits-text = Ask for less to see other files, or all land is handed over.
clearance-waits = { $n ->
    [one] waits { $n } day
   *[other] waits { $n } days
}
clearance-more = The next files
clearance-kind-household = Household
clearance-kind-organisation = Organisation
clearance-kind-graves = Graves
clearance-kind-works = Public works
clearance-land-residential = Residential land
clearance-land-agricultural = Farmland
clearance-land-other = Other land
clearance-ha = { $area } ha
clearance-dong = { $amount } đồng
clearance-parcel = Parcel { $parcel }
clearance-households = { $n ->
    [one] { $n } household
   *[other] { $n } households
}
clearance-graves = { $n ->
    [one] { $n } grave
   *[other] { $n } graves
}
clearance-plots = { $n ->
    [one] { $n } resettlement plot due
   *[other] { $n } resettlement plots due
}
clearance-cleared-on = Handed over on { $day }
clearance-of-files = { $n ->
    [one] { $n } file
   *[other] { $n } files
}
clearance-file = File { $number }
clearance-file-title = File { $number }: { $project }
clearance-file-new = Open a file
clearance-file-number = Number of the file
clearance-file-back = Back to the file
clearance-area-hint = A whole number of m²
clearance-farmed = Farmland by the cadastre
clearance-since = since { $day }
clearance-next = Next step:
clearance-steps = Steps of the law
clearance-block = Choose what keeps it waiting, or leave empty once it is solved
clearance-not-blocked = Nothing keeps this file waiting.
clearance-calls = Calls
clearance-no-calls = None written down yet.
clearance-call-new = Write down a call
clearance-call-keep = Keep the call
clearance-call-hint = Write down the matter and what was promised; nothing about what somebody is like.
clearance-who = Who went
clearance-who-hint = A team, an office or a position, for example: working team 2
clearance-words-hint = About the matter; name nobody.
clearance-promised = Promised, by { $day }
clearance-promised-hint = A promise with a day goes into the commune's list of what falls due.
clearance-answer = What came of it
clearance-answer-new = Say what came of the promise
clearance-answer-hint = What was done; if it could not be, why, and how the household was told.
clearance-next-step = Next:
clearance-account = Compensation, support, resettlement
clearance-money = { $due } đồng due · { $paid } đồng paid · { $left } đồng left
clearance-entry-new = Write an entry
clearance-entry-land = Compensation for land
clearance-entry-house = Compensation for house and buildings
clearance-entry-crops = Compensation for crops and animals
clearance-entry-support = Support for living and work
clearance-entry-moving = Moving of people, graves, works
clearance-entry-other = Other
clearance-entry-paid = Paid
clearance-entry-plot = Resettlement plot given
clearance-amount-hint = Whole đồng; of plots, how many
clearance-strike = Strike out
clearance-is-struck = struck out
clearance-links = Letters and reports that belong to it
clearance-no-links = None yet.
clearance-link = Add to the file
clearance-link-hint = Paste the address of the page of the report or letter.
clearance-unlink = Take off
clearance-linked-case = Report
clearance-linked-letter = Letter
clearance-holder = Who speaks for it, and needs of support
clearance-holder-hint = Only the commune that keeps the file may read this; each reading is noted with its purpose.
clearance-holder-read = Read who speaks for it
clearance-needs = What support is needed
clearance-needs-hint = Write down what is needed so that it can be arranged, never what somebody is.
clearance-need-new = Note a need
clearance-need-met = met for { $met } of { $files } files
clearance-met = It is met
clearance-is-met = met
clearance-need-of = { $n ->
    [one] needed by { $n } file; how many are met is not told
   *[other] needed by { $n } files; how many are met is not told
}
clearance-few = fewer than 5
clearance-kept-back = not told
clearance-erased = The time of keeping is over and who spoke for the file was erased, so nothing can be added.
clearance-acts = A step for many files
clearance-acts-hint = One step of the law for all files of the commune that stand in the same place: a meeting, a notice, a posting. Files in which the law does not allow it yet are told with the reason.
clearance-act-choice = { $act } · from “{ $stage }” · { $n ->
    [one] { $n } file
   *[other] { $n } files
}
clearance-acted = { $n ->
    [one] Done in { $n } file.
   *[other] Done in { $n } files.
}
clearance-not-acted = { $n ->
    [one] Not done in { $n } file
   *[other] Not done in { $n } files
}
clearance-no-acts = No files to act in
clearance-no-acts-text = Open a file, or bring in the sheet of a field office first.
clearance-meeting = If it is a meeting
clearance-meeting-hint = How many came and what they said is kept with the minutes; no names.
clearance-late-hint = Only when the step is late.
clearance-late-note = Why it is late, in words
clearance-counts = { $present } came, { $women } women, { $agree } agreed, { $disagree } disagreed, { $other } said something else
clearance-sheet = Bring in a sheet
clearance-sheet-hint = At most { $n } files at once, as XLSX. It is read first; nothing is kept before you say so.
clearance-sheet-columns = Columns that must be there: File number, Kind, Segment, Commune or Village, Area (m²). These may: Land use, Parcel, Households, Graves, Plots, Name, Phone, Address.
clearance-rows-hint = Copy them with their headings out of the sheet and paste them here.
clearance-sheet-read = Read the sheet
clearance-sheet-good = { $n ->
    [one] { $n } file is in order, { $area } ha.
   *[other] { $n } files are in order, { $area } ha in all.
}
clearance-sheet-bad = { $n ->
    [one] { $n } row has faults
   *[other] { $n } rows have faults
} ({ $faults }), all listed below.
clearance-sheet-unknown = Columns that are not used: { $columns }
clearance-sheet-keep = { $n ->
    [one] Keep { $n } file
   *[other] Keep { $n } files
}
clearance-sheet-keep-some = Keep the { $n } files in order, leave { $bad } rows out
clearance-sheet-faults = Faults
clearance-sheet-cell = Cell
clearance-sheet-what = Fault
clearance-sheet-none = Choose the XLSX file to bring in.
clearance-sheet-no-book = This file cannot be read as an XLSX sheet. Open it in a spreadsheet program, save it as .xlsx and try again.
clearance-sheet-too-large = The file unpacks to too much. Split the sheet into smaller files.
clearance-sheet-too-long = The sheet has too many rows. Split it into several files.
clearance-sheet-no-heading = No row of headings was found. It needs the columns File number, Kind, Segment, Commune, Area.
clearance-sheet-column = The column { $column ->
    [number] “File number”
    [clearance_kind] “Kind”
    [segment] “Segment”
    [place] “Commune”
    [area] “Area”
   *[other] “{ $heading }”
} is missing.
clearance-sheet-many = The sheet has { $n } files; at most { $most } are brought in at once. Split it into several files.
clearance-sheet-merged = Merged cells { $cells }: each file needs a row of its own with every cell filled in.
clearance-sheet-twice = File number { $number } stands in row { $row } already.
clearance-sheet-known = File number { $number } is in the project already.
clearance-sheet-meanwhile = File { $number } was just opened elsewhere. Nothing was kept; read the sheet again and keep it.
clearance-wishes = Wishes
clearance-wishes-hint = Surveys are counted by topic and hold no names. From 1 to 4 households, and what could tell that number, are not told outside the commune.
clearance-no-wishes = No surveys yet
clearance-no-wishes-text = Write down the first: how many households were asked, and how many named each wish.
clearance-asked = { $asked } households asked, { $answered } answered.
clearance-wish = Wish
clearance-survey = { $unit } · { $day } · { $asked } households asked, { $answered } answered
clearance-asked-kept = How many were asked and answered is not told: it could give away a small number of one place.
clearance-survey-kept = { $unit } · { $day } · numbers are not told outside the commune
clearance-surveys = Surveys
clearance-surveys-more = { $n ->
    [one] { $n } earlier survey is not listed here.
   *[other] { $n } earlier surveys are not listed here.
}
clearance-survey-new = Write down a survey
clearance-year-file = Yearly file
clearance-year-of = Land clearance in { $year }: { $name }
clearance-year-hint = Answers what the standard on land and resettlement asks; each number that another page shows says which. From 1 to 4 people or households are not told.
clearance-year-nothing = Nothing in this year.
clearance-year-cut_off = Cut-off date
clearance-year-entitlements = Entitlements
clearance-year-payments = Payments and plots
clearance-year-consultation = Consultation
clearance-year-grievances = Grievances that belong to files, so far
clearance-year-support = Needs of support so far
clearance-year-land = Land and resettlement so far
clearance-year-meetings = Meetings
clearance-meetings-more = { $n ->
    [one] { $n } earlier meeting is not listed here.
   *[other] { $n } earlier meetings are not listed here.
}
clearance-year-calls = Calls
clearance-column-files = Files
clearance-column-files_cleared = Files handed over
clearance-column-blocked = Blocked
clearance-column-area = Area, m²
clearance-column-area_cleared = Handed over, m²
clearance-column-households = Households
clearance-column-households_cleared = Households handed over
clearance-column-graves = Graves
clearance-column-graves_cleared = Graves moved
clearance-column-plots = Resettlement plots due
clearance-column-plots_given = Plots given
clearance-column-due = Due, đồng
clearance-column-paid = Paid, đồng
clearance-column-quality = How surely
clearance-column-number = File number
clearance-column-kind = Kind
clearance-column-place = Where
clearance-column-segment = Segment
clearance-column-stage = Stage
clearance-column-reason = Blocked by
clearance-column-since = Since
clearance-column-next = Next step
clearance-column-due_on = Due
clearance-column-question = Question
clearance-column-what = What
clearance-column-much = How much
clearance-column-query = From where
clearance-no-commune = Files of land clearance are kept by communes. Sign in with a position at a commune.
clearance-none-there = No file stands there now. Open the page again and choose another step.
clearance-cleared = The land is handed over, so nothing keeps the file waiting.
clearance-answered = What came of this promise was said already, or it has no day.
clearance-struck = This entry is struck out already.
clearance-paid-already = Without this entry more would be paid than is due. Strike the payment out first.
clearance-note-whole = “{ $said }” is no whole number. Write digits, such as 1250 or 1.250; a comma stands before a fraction.
clearance-note-large = This number is too large; look at its unit again.
clearance-note-amount = Write a number above 0.
clearance-note-kind = Write one of: household, organisation, graves, works.
clearance-note-land = Write one of: residential, agricultural, other.
clearance-note-segment = Line { $line }: write “name: metres”.
clearance-note-segment-twice = The segment “{ $name }” stands there twice.
clearance-note-no-segment = Write at least one segment.
clearance-note-segments = At most { $most } segments.
clearance-note-unknown-segment = The project has no segment “{ $said }”. Write its number or name as in the project.
clearance-note-place = Write a commune, a village or a residential group.
clearance-note-graves = A file of graves needs how many there are.
clearance-note-area = Write how much land is recovered.
clearance-note-future = This day is still to come.
clearance-note-past = This day is over.
clearance-note-far = This day is too far; promise within two years.
clearance-note-promise-what = A day was written: write what was promised too.
clearance-note-promise-when = Something was promised: write by when, so that it is not forgotten.
clearance-note-women = More women than people came.
clearance-note-opinions = More opinions than people who came.
clearance-note-answered = More households answered than were asked.
clearance-note-wish = More households named this than answered.
clearance-note-overpaid = Only { $left } đồng are left to pay. Write what is due first, or mend the amount.
clearance-note-plots = Only { $left } plots are left to give.
clearance-note-link = There is no such report or letter, or you may not read it. Paste the address of its page.
deadlines-call = Promised at a call for land clearance
verify-clearance-file = Clearance file { $file } does not follow from its proceeding and its account.
verify-clearance-sum = The files of project { $project } are kept as { $kept }; there are { $counted }.
label-planned_on = Day of the plan
label-cut_off_on = Cut-off date
label-length = Length, m
label-area = Area, m²
label-segments = Segments
label-blocked = What keeps it waiting
label-segment = Segment
label-stage = Stage
label-clearance_kind = Kind of file
label-land = Use of the land
label-parcel = Sheet and plot
label-graves = Graves
label-plots = Resettlement plots
label-holder = Name of who speaks for it
label-came = People who came
label-women = Women among them
label-agree = Agreed
label-disagree = Disagreed
label-others = Said something else
label-remarks = Remarks
label-attached = What belongs to it
label-on = Day
label-asked = What they ask
label-promised = What was promised
label-next = What comes next
label-next_on = Its day
label-entry_sort = Entry
label-dong = Amount, or how many plots
label-paper_number = Number of the paper
label-need = Need
label-rows = Or paste the rows
label-sheet = Sheet
label-households_asked = Households asked
label-households_answered = Households that answered
