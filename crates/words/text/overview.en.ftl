### The overview and the leader's page.

## Filters

overview-title = Overview
overview-unit = Unit
overview-period = Period
overview-topic = Topic
overview-structure = On the map of
overview-structure-count =
    { $n ->
        [one] { $n } commune
       *[other] { $n } communes
    }
overview-compare = Compare with
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
figure-refused = Refused
figure-reopened = Reopened
figure-open = Open
figure-late = Late now
figure-observations = Observations
figure-interval = interval { $from }–{ $to }
figure-answers =
    { $n ->
        [one] { $n } rating
       *[other] { $n } ratings
    }
figure-above-usual = { $share } against the usual
figure-source = Source: { $source }

## Map and table

overview-map = Where there is much, per 10,000 people
overview-map-hint = one tile per commune · population of { $year }
overview-map-label = Map of hexagonal tiles
overview-legend-below = below { $n }
overview-legend-above = above { $n }
overview-trend = Week by week
overview-trend-hint = the band is the usual range
overview-places = Places
overview-intervals-hint = Bars are 95% intervals. Places whose bars overlap are not ranked.
overview-per-people = Per 10,000 people
overview-place = Commune
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

## The leader's page

leader-title = What matters
leader-late = Late
leader-satisfied = What residents say
leader-satisfied-text = { $n } of 100 people say their case was solved; { $before } in the period before.
leader-changed = Against last week
leader-ask = Ask about it
leader-nothing = Nothing unusual this week.
leader-opens = Every sentence opens its figures.
