### Units: city, communes, villages and groups in time.

## Units

units-title = Units
units-on-day = On the map of { $day }
units-count =
    { $n ->
        [one] { $n } unit
       *[other] { $n } units
    }
units-search = Find a unit; old names work too
units-empty-title = There is no unit
units-empty-text = No unit existed on this day, or the name is different.
unit-since = since { $day }
unit-until = until { $day }
unit-now-in = now part of { $name } since { $day }
unit-formerly = formerly { $name }
unit-predecessors = Came from
unit-successors = Became
unit-part = in part
unit-whole = whole
unit-population = Population { $n } ({ $year })
unit-area = { $area } km²
unit-kind-city = City
unit-kind-province = Province
unit-kind-district = District
unit-kind-commune = Commune
unit-kind-ward = Ward
unit-kind-township = Township
unit-kind-village = Village
unit-kind-body = Body
unit-kind-team = Neighbourhood team

## What is wrong with a table or a tree of units

units-problem-same-id = { $unit } is given twice with the same first day.
units-problem-ends-before-it-begins = { $unit } ends before it begins.
units-problem-unknown-parent = { $unit } lies in { $parent }, which is not among the units.
units-problem-cycle = { $unit } lies, through the units above it, in itself.
units-problem-wrong-level = { $unit } cannot lie directly in { $parent }: the levels do not fit.
units-problem-outlives-parent = { $unit } stands on { $day }, but { $parent } above it does not.
units-problem-overlap = { $unit } and { $other } have the same code in the same unit and both stand on { $day }.
units-problem-unknown-linked = A link names { $id }, which is not among the units (other end: { $other }).
units-problem-link-to-itself = { $unit } cannot be its own successor.
units-problem-same-link = { $unit } is linked to { $successor } twice.
units-problem-successor-too-early = { $successor } takes over from { $unit } before { $unit } has ended.
units-problem-whole-and-more = { $unit } goes whole into one unit and yet also into another.
units-problem-shares-over-whole = The shares of { $unit } sum to { $sum } millionths, or one is negative; they may sum to 1,000,000 at most.
units-problem-negative-households = A number of households of { $unit } is negative.
units-row-without-name-or-code = A unit needs a name and a code.
units-row-bad-point = Latitude and longitude must both be given, in degrees.
units-row-negative = Population and area cannot be negative.
units-row-population-without-vintage = A population needs its vintage: which count, as of when.
units-row-unknown-kind = The name “{ $name }” does not begin with a kind of unit.
units-row-two-names = Code { $code } has two different names in this file.
units-unknown-code = No unit has the code { $code } on { $day }.
units-ambiguous-code = Several units have the code { $code } on { $day }; give the unit’s own id.
units-plan-empty = The plan has no line.
units-plan-ends-already = { $unit } already ends on { $day }; a plan changes only what goes on.
units-plan-twice = { $unit } has two lines; only a split may have several.
units-plan-without-target = Say in “to” which unit it goes into.
units-plan-end-with-target = A unit that ends goes into nothing; to merge it, write “merge”.
units-plan-missing = This line needs “{ $field }”.
units-plan-bad-share = A share is a number from 0 to 1, or a percentage.
units-plan-parent-divided = { $unit } above it is divided or ends; say in “parent” where this unit lies.
units-plan-below = { $unit } is divided or ends with { $n } units below it ({ $first } …); each needs a line.

## Other kinds of units

unit-kind-council_district = Council district
unit-kind-special_zone = Special zone
unit-kind-neighbourhood = Neighbourhood
unit-kind-residential_group = Residential group
level-city = City or province
level-district = District
level-commune = Commune
level-village = Village or residential group
level-body = Body
level-team = Neighbourhood team
units-file-not-utf8 = This file is not UTF-8 text; save it as “CSV UTF-8”.
units-undo-again = This reorganisation has been undone already.
units-undo-depends = It cannot be undone: { $what ->
    [position] a position
    [observation] an observation
   *[case] a case
} already depends on { $unit }.

note-unknown-unit-code = No unit has the code { $code } on that day.
## Finding and reading one unit

units-found-whole = holds all of { $name } since { $day }
units-found-part = holds a part of { $name } since { $day }
unit-path = Lies in
unit-code = Code
unit-people = Population
unit-size = Area
unit-source = Source
unit-simulated = simulated
unit-ended = This unit no longer exists. It became:
unit-overview = See its overview
unit-below = { $n ->
    [one] { $n } unit
   *[other] { $n } units
} on the map of { $day }
day-today = Today
