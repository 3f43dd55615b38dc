### Programmes: who promised what measurable thing, where, by when; how far it has come, with evidence; who verified it; what it adds up to.

nav-programmes = Programmes
nav-my-tasks = My tasks
programmes-title = Programmes and commitments
programme-beside = See also
programme-make = Make a programme
programme-mine = My tasks
programme-mine-none = No task yet
programme-mine-none-text = What the level above gives to your unit appears here, what is due first on top.
programme-promised = What the unit promised
programme-promised-none = Nothing promised yet
programme-promised-none-text = What the unit commits itself to in programmes appears here, with what has come of it by today.
programme-verify = Waiting to be verified
programme-verify-none = No report waits
programme-verify-none-text = Reports of the units below appear here to be looked at and verified.
programme-waiting =
    { $n ->
        [0] No report waits to be verified
        [one] One report waits to be verified
       *[other] { $n } reports wait to be verified
    }
programme-present = Running
programme-past = Past ones as well
programme-none = No programme yet
programme-none-text = Directives, plans, covenants, coordination programmes and campaigns are all made here.
programme-is-closed = closed
programme-closed-why = The programme is closed: { $reason }
programme-closed = The programme is closed and takes nothing more.
programme-board = Board
programme-paper = Paper and versions
programme-day-hint = For example 01/01/2026
programme-link-hint = An address that begins with https://
programme-parties-hint = Those who take part, a line each.
programme-parent-hint = Which programme this one carries out.
programme-scans = Pictures of the paper
programme-scans-hint = If there are any.
programme-scan = Page { $n } of the paper
programme-following = Programmes that follow from it
programme-versions = Versions
programme-change-it = Review, adjust or supplement
programme-change-save = Save this version
programme-close-it = Close the programme
programme-changed-meanwhile = Somebody else has just changed the programme. Please open the page again and go on from there.
programme-nothing = Nothing promised yet
programme-nothing-text = Add the first commitment: what, measured how, by when.
programme-firsts = Commitments
programme-promise = Add a commitment
programme-promise-save = Save the commitment
programme-unit-hint = The unit that answers for it. It can be shared out below later.
programme-measure-hint = The last ones danvan knows by itself; nobody types them.
programme-counted-hint = For example sessions, households, kilometres
programme-adds-up-hint = How it adds up when several units have a part.
programme-term-hint = Empty means the programme's own term.
programme-needs-evidence = Nothing is accepted without evidence
programme-weight-hint = From 1 to 100
programme-checker-hint = Sign-in name of whoever verifies it beside the level above.
programme-share = Share out
programme-share-save = Share out
programme-left = Not shared out: { $left } left
programme-portion-hint = Empty means all that is left.
programme-targets-hint = The number fields only count when sharing by hand.
programme-target-of = Target of { $unit }
programme-nobody-left = Every unit below has its part.
programme-whole = The whole
programme-nowhere = Cannot be told of one unit
programme-periods = Other periods
programme-earlier = Earlier periods
programme-later = Later periods
programme-legend = Signs
programme-structure = As the map was on
programme-carried = Some figures were carried from former units; the total is unchanged.
programme-commitment-over = This commitment is over and takes nothing more.
programme-fills-itself = danvan fills this number in from what it knows; a typed report is not taken.
programme-shared-out = This commitment was shared out; please report on its parts.
programme-reported-already = Something was reported on this commitment already, so it cannot be shared out any more.
programme-own-report = Nobody verifies their own report.
programme-judged-already = This report has its verdict already.
programme-note-link = The address must begin with https:// or http://.
programme-note-term = The longest term is eleven years.
programme-note-cycle = A programme cannot follow from itself, not even through others.
programme-note-deep = At most { $most } levels stand above one another.
programme-note-cuts = Something promised would lie outside these days. Please mend that first.
programme-note-outside = This day lies outside the programme's term.
programme-note-weight = Write a number from 1 to 100.
programme-note-adds-up = This way of adding up does not fit the measure.
programme-note-reversed = The target must be at least as good as where it stood before.
programme-note-value = Write a number from 0 to { $most }.
programme-note-number = Write a number; a share may have two decimals.
programme-note-period = This period has not begun.
programme-note-links = Paste addresses or ids of cases or observations; at most { $most }.
programme-note-link-unknown = There is no such case or observation, or you may not read it.
programme-note-checker = Nobody has this sign-in name.
programme-note-not-below = This unit is not below the one that leads.
programme-note-nobody = Please choose at least one unit.
programme-note-no-base = The people or teams of some unit are not known, so it cannot be shared out this way.
programme-note-over = Only { $left } is left to share out.
programme-note-targets = To share by hand, fill in the target of each chosen unit.
programme-note-cannot-add-up = Even if every part were kept, the whole would not be. Please change the targets.
programme-note-given = Some unit has its part already.
programme-note-no-evidence = This commitment needs evidence; nothing shows this report, so it cannot be accepted.
label-sort = Kind of programme
label-title = Title
label-aims = Aims
label-number = Number of the paper
label-issued_on = Day of issue
label-issued_by = Issued by
label-link = Where the paper can be read
label-starts_on = From
label-ends_on = Until
label-parties = Parties
label-parent = Follows from
label-change = This is
label-measure = Measured by
label-counted = Unit of measure
label-baseline = Where it stood before
label-target = Target
label-direction = What counts as kept
label-adds_up = How it adds up
label-rhythm = Falls due
label-first_on = From
label-last_on = Until
label-weight = Weight
label-checker = Named checker
label-sharing = Share out by
label-portion = How much
label-units = To whom
label-targets = Targets
label-period = Period
label-value = How far it has come
label-told = In words
label-links = Cases and observations
label-verdict = Verdict
programme-kind-directive = Directive
programme-kind-resolution_programme = Work programme
programme-kind-plan = Plan
programme-kind-covenant = Covenant
programme-kind-coordination = Coordination programme
programme-kind-campaign = Campaign
programme-kind-remedies = Remedies after an inspection
programme-kind-tasks = Tasks of a year
programme-tasks-of-year = Tasks given in { $year }
programme-change-made = Made
programme-change-reviewed = Reviewed
programme-change-adjusted = Adjusted
programme-change-supplemented = Supplemented
programme-sharing-equal = Equally
programme-sharing-population = By population
programme-sharing-teams = By number of teams
programme-sharing-by_hand = By hand
progress-measure-count = Count
progress-measure-share = Per cent
progress-measure-yes_no = Done or not
progress-measure-milestone = Steps passed
progress-source-reception_days = By itself: reception days held by the head
progress-source-reception_visits = By itself: visits at receptions
progress-source-letters_on_time = By itself: letters and matters settled on time
progress-source-cases_on_time = By itself: cases answered on time
progress-source-observations = By itself: what teams noted
progress-source-teams_formed = By itself: teams formed in the campaign
progress-source-households_covered = By itself: households with a team of the campaign
progress-source-members_enrolled = By itself: members of the campaign’s teams
progress-direction-at_least = At least the target
progress-direction-at_most = At most the target
progress-adds-up-sum = Parts are summed
progress-adds-up-mean = Mean of the parts, each by its size
progress-adds-up-minimum = The worst part counts
progress-adds-up-last = What was told last counts
progress-rhythm-once = Once, on the last day
progress-rhythm-monthly = Every month
progress-rhythm-quarterly = Every quarter
progress-each-monthly = a month
progress-each-quarterly = a quarter
progress-state-kept = kept
progress-state-on_track = on track
progress-state-waiting = not begun
progress-state-unproven = unproven
progress-state-behind = behind
progress-state-late = late
progress-link-case = Case
progress-link-observation = Observation
progress-at-least = at least { $value }
progress-at-most = at most { $value }
progress-done = done
progress-steps =
    { $n ->
        [one] one step
       *[other] { $n } steps
    }
progress-yes = Done
progress-no = Not yet
progress-nothing = nothing told
progress-claimed-proven = { $claimed } (verified: { $proven })
progress-quarter = Quarter { $quarter } of { $year }
progress-until = due { $day }
progress-missed =
    { $n ->
        [one] one earlier period not kept
       *[other] { $n } earlier periods not kept
    }
progress-report = Report
progress-reports = Reports
progress-send = Send the report
progress-no-reports = Nothing was reported yet.
progress-value-hint = From the beginning of the period until now. To correct it, report again; the earlier number is kept.
progress-is-done = Is it done?
progress-photos-hint = Pictures that show it.
progress-photos-kept =
    { $n ->
        [one] One picture is kept
       *[other] { $n } pictures are kept
    }
progress-photo = Picture { $n }
progress-told-hint = About the work; name nobody.
progress-links-hint = Paste the address of a case or an observation.
progress-evidence =
    { $n ->
        [0] nothing attached
        [one] one piece of evidence
       *[other] { $n } pieces of evidence
    }
progress-needs-evidence = Needs evidence
progress-nothing-shows = Nothing shows it.
progress-not-verified = Not verified
progress-accepted = Accepted by { $by }, { $when }
progress-known = danvan knows it, { $when }
progress-returned = Returned by { $by }, { $when }
progress-verdict-why = Remark (a return needs a reason)
progress-accept = Accept
progress-return = Return
progress-withdraw = Take this commitment back
progress-taken-back = This commitment was taken back: { $reason }
progress-fills-itself = { $source }. Nobody types this number.
progress-promised-by = (promised by { $unit } before the reorganisation)
progress-baseline = Before: { $value }
progress-weighs = Weight { $n }
progress-way = { $share } of the way
progress-parts =
    { $n ->
        [one] See the part shared out
       *[other] See { $n } parts shared out
    }
verify-progress = The progress of commitment { $commitment } is not what its reports add up to.
programme-told = Falls due or is late
programme-seen = Seen
progress-foretold-little = There is too little to foretell by its pace.
progress-foretold-reaches = At this pace it would be about { $likely } on { $day }, nine times in ten from { $low } to { $high }: it will reach { $target }.
progress-foretold-misses = At this pace it would be about { $likely } on { $day }, nine times in ten from { $low } to { $high }: it will not reach { $target }.
progress-foretold-open = At this pace it would be about { $likely } on { $day }, nine times in ten from { $low } to { $high }: whether it reaches { $target } cannot be said yet.
programme-task = Give a task
programme-task-each = How many each
programme-task-each-hint = Leave empty for what is just done or not.
