### The working calendar: days off, days worked instead, and due days that follow.

calendar-title = Working calendar
calendar-lead = The days that depart from the usual week. Everything due in working days is counted by this calendar.
calendar-years = Choose a year
calendar-saved = Saved. What is due and open follows within minutes.
calendar-provisional-text = Some days of this year are provisional: no notice has been published. What is due on them may still move.
calendar-provisional = Provisional, no notice yet
calendar-empty-title = No days for this year
calendar-empty-text = The holidays of this year are not known; only the days of the week count.
calendar-name = Name
calendar-grade = grade { $grade }
calendar-own = Written by this installation, { $when }
calendar-own-by = Written by this installation, { $when }, { $who }
calendar-change = Change the calendar
calendar-day-hint = For example: 5/2/2027
calendar-kind-hint = Choose “Usual day” to take away what was said of the day.
calendar-source-hint = The article or the number of the notice, for example: 12/TB-BNV
calendar-grade-hint = A: read in the text; B: press; C: practice; ?: not known.
calendar-tick-provisional = Provisional: the notice is not published
calendar-see = See what would move
calendar-until = At once 1 to { $most } days in a row; the last may not come before the first.
calendar-preview-title = What would move
calendar-again = Something has changed since you looked. Please look again before you save.
calendar-turns-nothing = No day turns from working to rest or back, so nothing that is due moves.
calendar-moved =
    { $n ->
        [0] No open case is due on another day.
        [one] { $n } open case would be due at another time.
       *[other] { $n } open cases would be due at another time.
    }
calendar-late =
    { $n ->
        [one] { $n } case would be late at once.
       *[other] { $n } cases would be late at once.
    }
calendar-office = Office
calendar-cases = Cases
calendar-from = Due now
calendar-to = Due then
calendar-more = Only the first { $n } lines are shown.
calendar-beyond =
    { $n ->
        [one] { $n } more clock runs to these days or beyond and was not reckoned by itself. If it moves, it follows once you save.
       *[other] { $n } more clocks run to these days or beyond and were not reckoned one by one. Those that move follow once you save.
    }
calendar-save = Save the calendar
calendar-back = Back to the form
label-kind = Kind of day
label-vi = Vietnamese name
label-en = English name
label-source = Source
label-grade = Grade
day-kind-holiday = Holiday
day-kind-compensatory = Day in lieu
day-kind-swap_off = Swapped day off
day-kind-swap_workday = Worked instead
day-kind-usual = Usual day
