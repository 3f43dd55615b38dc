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
unit-predecessors = Came from
unit-successors = Became
unit-part = in part
unit-whole = whole
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
units-changed-meanwhile = Somebody else has just changed the units. Nothing was written; look at the plan once more, then try again.
units-undo-again = This reorganisation has been undone already.
units-case-rehomed = Administrative units were rearranged: { $from } → { $to }
units-undo-depends = It cannot be undone: { $what ->
    [position] a position
    [observation] an observation
    [letter] a letter or proceeding
    [reception_day] a reception day
    [programme_commitment] something promised in a programme
    [programme_party] a programme it takes part in
    [initiative] an initiative
    [inspection] an inspection
    [clearance] work of land clearance
    [contest] a contest
    [finding] a finding
    [return] a periodic return
    [campaign_team] a team or a member of a campaign
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

## Borders

boundary-not-json = This is not GeoJSON: { $reason }
boundary-not-collection = A FeatureCollection is needed; this is { $found }.
boundary-no-feature = The file holds no feature.
boundary-other-system = Its coordinates are in { $system }; only WGS 84 (EPSG:4326, CRS84) is read. Convert them first.
boundary-not-an-area = Its geometry is { $found }; a Polygon or MultiPolygon is needed.
boundary-empty = Its geometry has no ring.
boundary-too-fine = A ring has { $points } points, more than { $most }; simplify it first.
boundary-open-ring = A ring is not closed: its last point must be its first.
boundary-short-ring = A ring has only { $points } points; it needs 4 at least.
boundary-no-coordinate = A point lacks its longitude or latitude.
boundary-out-of-range = Longitude { $longitude }, latitude { $latitude } is out of range; the longitude comes first.
boundary-crossing = Its rings cross or do not hold each other: { $reason }
boundary-unknown-unit = On { $day } no unit is “{ $said }”.
boundary-ambiguous-unit = On { $day } several units are “{ $said }”; give the code.
boundary-no-property = It has no property “{ $property }”.
boundary-code-not-name = Its code means { $code }, its name { $name }; say which property holds the code.
boundary-doubled = { $unit } came before, as feature { $first }.
