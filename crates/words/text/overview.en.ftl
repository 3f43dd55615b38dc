### The overview and the leader's page.

## Filters

overview-title = Overview
overview-unit = Unit
overview-topic = Topic
overview-structure = On the map of
overview-structure-count =
    { $n ->
        [one] { $n } commune
       *[other] { $n } communes
    }
overview-weeks =
    { $n ->
        [one] { $n } week
       *[other] { $n } weeks
    } to { $day }
overview-all-topics = All topics

## Main figures

figure-new = New cases
figure-on-time = Answered on time
figure-satisfied = Residents say it is solved
figure-interval = interval { $from }–{ $to }
figure-answers =
    { $n ->
        [one] { $n } rating
       *[other] { $n } ratings
    }

## Map and table

overview-map = Where there is much, per 10,000 people
overview-map-label = Map of hexagonal tiles
overview-legend-below = below { $n }
overview-places = Places
overview-intervals-hint = Bars are 95% intervals. Places whose bars overlap are not ranked.
overview-per-people = Per 10,000 people
overview-quality = Across reorganisations
quality-exact = exact
quality-whole = whole units
quality-estimated = estimated
quality-not_comparable = not comparable
quality-why-exact = Every case carries its village or position.
quality-why-whole = Only whole units were merged.
quality-why-estimated = Some units were split; shares of population are used.
quality-why-not_comparable = Some units were split and the shares are not known.
overview-empty-title = No figures for this choice
overview-empty-text = Try a longer period or a wider topic.

## The bar

overview-bar = Choose unit, period, topic and map
overview-figures = Main figures
overview-topic-is = Topic: { $topic }
overview-structure-why = Figures are arranged by the borders of this day, also those of cases from before or after it.
overview-other-day = Another day
overview-month = 4 weeks
overview-quarter = Quarter (13 weeks)
overview-year = Year (52 weeks)
overview-against-previous = Against the period before
overview-against-year = Against a year before
overview-against-nothing = Not compared
overview-no-units = The list of units is empty. An operator fills it with “danvan units import”.
overview-elsewhere = On { $day } no single unit stood for { $name }. That day the place was:

## Numbers and changes

figure-hidden = hidden
figure-settled = { $n ->
    [one] of { $n } answer or refusal
   *[other] of { $n } answers and refusals
}
figure-no-answers = no answers yet
figure-refused-reopened = Refused · Reopened
overview-before = { $value } in the period compared
overview-change-more = ↗ up { $share } from { $before }
overview-change-less = ↘ down { $share } from { $before }
overview-change-none = no clear change from { $before }

## Map, trend, table

overview-map-counts = Where there is much
overview-map-hint = Choose a commune to open it. Population: { $year }.
overview-map-no-people = Choose a commune to open it. The population within these borders is not known, so cases are only counted.
overview-legend-from = { $n } and more
overview-legend-any = some cases
overview-legend-hidden = small count, hidden
overview-tile-rate = { $rate } per 10,000 people
overview-tile-count = { $n ->
    [one] { $n } case
   *[other] { $n } cases
}
overview-highest = { $n ->
    [one] The highest place per 10,000 people
   *[other] The { $n } highest places per 10,000 people
}
overview-dot = { $rate } per 10,000 people, interval { $from }–{ $to }; cases: { $cases }
overview-whole = all { $rate }
overview-trend = { $what } each week
overview-trend-days = { $what } each day
overview-trend-months = { $what } each month
overview-trend-alone = Each bar is a count; the first and last week may be cut short.
overview-trend-compared = Bars: this period. Line: the period compared, { $from }–{ $to }.
overview-column-name = Place
overview-column-received = New cases
overview-column-rate = Per 10,000 people
overview-column-on_time = On time
overview-column-solved = Solved
overview-column-refused = Refused
overview-column-reopened = Reopened
overview-all-places = { $n ->
    [one] Show { $n } place
   *[other] Show all { $n } places
}
overview-remainder = Belongs to no single place
overview-remainder-why = “Belongs to no single place”: the place given is too wide, or lies in a unit that was split and nobody knows which part went where. With this row the table sums to the total.
overview-total = Total
overview-row-hidden = small count, row hidden
overview-protected = A row with a count below 5 is hidden whole; sometimes another row is hidden too, so that nothing can be computed back.
overview-carried = This period holds figures from before units were reorganised. The last column says how sure each row is.
overview-vintage = Rates are per head of the population of { $vintage }.

## Numbers and lists

overview-trend-choice = Show
counted-received = New cases
counted-answered = Answers
counted-refused = Refusals
counted-settled = Answers and refusals
counted-on_time = On time
counted-late = Late
counted-reopened = Reopened
counted-solved = Said to be solved
counted-said = Said whether it was solved
overview-trend-table = The same in numbers
drawing-keep = Keep the drawing:
drawing-source = Source: danvan’s own figures, made { $at }
overview-trend-when = When
counted-heard = Observations
counted-back = The way back
counted-narrow = Choose another place, time or topic
counted-partial = A unit was divided, so part of the figure is estimated; this list holds only what surely belongs to the place chosen.
counted-empty-title = There is nothing here
counted-elsewhere = Another office handles this case
figure-heard = { $n ->
    [one] { $n } observation
   *[other] { $n } observations
}
figure-late = { $n } late

## The map of borders

overview-drawn = How the map is drawn
overview-drawn-tiles = Tiles
overview-drawn-borders = Borders
overview-borders-label = Map of borders; every place is in the table below as well
overview-borders-simulated = Simulated borders, not the real ones.
overview-borders-unsourced = Borders for reference.
overview-borders-source = Borders: { $source }.
map-nearer = Nearer
map-farther = Farther
map-whole = Show all

# Sheets.
sheet-yes = yes
sheet-no = no
sheet-protected = Small counts hidden
sheet-remainder = (remainder)
sheet-total = (total)
sheet-code = Code
sheet-unit = Unit
sheet-unit-id = The unit's own id
sheet-from = From
sheet-to = To
sheet-topic = Topic
sheet-all-topics = every topic
sheet-structure = As the map was on
sheet-made = Made at
sheet-query = What was asked
sheet-simulated = Simulated data
sheet-received = New cases
sheet-rate = New cases per 10,000 people
sheet-rate-low = Lower 95% bound
sheet-rate-high = Upper 95% bound
sheet-population = Population
sheet-vintage = Vintage of the population
sheet-on-time = In time
sheet-on-time-of = of those answered
sheet-solved = Solved, as residents say
sheet-solved-of = of those who said so
sheet-refused = Refused
sheet-refused-of = of answers and refusals
sheet-reopened = Reopened
sheet-reopened-of = per answers and refusals
sheet-heard = Observations
sheet-quality = Quality
sheet-hidden = Hidden
sheet-what = List
sheet-count = In all
sheet-partial = Some are counted in part only
sheet-cut = Only the newest rows are written
sheet-day = Day
sheet-title = Words
sheet-place = Place
sheet-office = Office that answers or noted
sheet-severity = Severity
sheet-stage = Stage today
sheet-in-time = In time
sheet-id = Own id
