### Findings: what stands out in the counts of the city, told once, explained, acted on and judged.

findings-title = Findings
findings-never = The counts were never looked at.
findings-night = Last looked at on { $day }: { $tests } comparisons, { $stories } stories.
findings-run = Look now
findings-states = By state
findings-topic = Topic
findings-any-topic = Any topic
findings-place = Place
findings-any-place = Anywhere
findings-filter = Filter
findings-none = Nothing stands out
findings-none-text = The counts are as usual. They are looked at again every night.
findings-none-yet = Not looked at yet
findings-none-yet-text = The counts are looked at every night; come back tomorrow morning.
findings-record = How often each method was right
findings-record-hint = Over the last year. Where somebody did something it counts as right; put aside, as a false alarm. The last column: tried on this installation's own past, with rises put in.
findings-method = Method
findings-told = Told
findings-came = What came of it
findings-judged = { $real } right, { $dismissed } put aside
findings-precision = Share that was right
findings-share = { $share } ({ $low } – { $high })
findings-false = False alarms a week
findings-lead = Early or late
findings-days-after = { $n ->
    [1] 1 day after it began
   *[other] { $n } days after it began
}
findings-days-ahead = { $n ->
    [1] 1 day ahead
   *[other] { $n } days ahead
}
findings-tried = Tried on the past
findings-trial = Found { $found } of { $planted } rises put in, after { $delay } days; { $told } stories a look
findings-real = Real
findings-dismissed = Put aside
findings-lead-days = Days ahead (+) or after (−)
findings-planted = Trial: rises put in
findings-found = Trial: found
findings-delay = Trial: days until found
findings-stories-a-week = Trial: stories a pass

finding-kind-warning = Warning
finding-kind-cluster = Cluster
finding-kind-forecast = Forecast
finding-kind-promise_at_risk = Commitment at risk
finding-kind-clock_at_risk = Clocks at risk
finding-kind-silent = Silence
finding-kind-unlike_past = Unlike its past
finding-method-farrington = Against years (Farrington)
finding-method-bayes = Against a short past (Bayes)
finding-method-scan = Clusters on the map
finding-method-forecast = Forecast
finding-method-pace = Pace of work
finding-method-silence = Time of silence
finding-state-open = Open
finding-state-acted = Acted on
finding-state-dismissed = Put aside
finding-state-passed = Passed

finding-told-warning = In { $days } days, reports about “{ $topic }” { $n ->
    [1] in { $place }
   *[other] in { $n } places, { $place } among them,
} were { $times } times the usual: { $observed } against about { $expected }.
finding-told-warning-new = In { $days } days there were { $observed } reports about “{ $topic }” { $n ->
    [1] in { $place }
   *[other] in { $n } places, { $place } among them
}, where there were hardly any before.
finding-told-warning-hidden = In { $days } days, reports about “{ $topic }” { $n ->
    [1] in { $place }
   *[other] in { $n } places, { $place } among them,
} were more than usual.
finding-told-warning-all = In { $days } days, { $topics } topics rose together in { $place }, { $topic } most of all: { $observed } reports, { $times } times the usual of about { $expected }.
finding-told-warning-all-new = In { $days } days, { $topics } topics rose together in { $place }, { $topic } most of all: { $observed } reports, where there were hardly any before.
finding-told-warning-all-hidden = In { $days } days, { $topics } topics rose together in { $place }, { $topic } most of all.
finding-told-forecast = Until { $until }, reports about “{ $topic }” in { $place } may be { $times } times the usual: about { $observed } against { $expected }.
finding-told-forecast-new = Until { $until }, about { $observed } reports about “{ $topic }” may come in { $place }.
finding-told-promise-at-risk = What { $place } promised will hardly be reached by { $until }: at the present pace about { $observed } of { $expected }.
finding-told-clock-at-risk = Until { $until }, at the present pace { $place } may let about { $observed } of { $expected } matters lapse.
finding-told-clock-at-risk-hidden = Until { $until }, at the present pace { $place } may let a few matters lapse.
finding-told-silent = { $n ->
    [1] One team
   *[other] { $n } teams
} in { $place } noted nothing for at least { $days } days, though they always did before.
finding-told-unlike-past = In { $days } days, { $place } had only { $observed } reports, where about { $expected } would have kept pace with the city.
finding-told-unlike-past-hidden = In { $days } days, { $place } had far fewer reports than would have kept pace with the city.

finding-rarity-weeks = { $n ->
    [1] Chance alone brings as much every week
   *[other] Chance alone brings as much every { $n } weeks
}
finding-rarity-months = Chance alone brings as much once in { $n } months
finding-rarity-years = Chance alone brings as much once in { $n } years
finding-rarity-century = Chance alone does not bring as much in { $n } years
finding-people = { $n } people live there
finding-new-today = new today
finding-since = since { $day }
finding-last-seen = last seen { $day }
finding-not-now = This cannot be done with this finding now. Please load the page again.

finding-do-ask = Ask the places
finding-do-promise = Have it mended
finding-do-confirm = Real, dealt with elsewhere
finding-do-dismiss = Put aside
finding-do-reopen = Take up again
finding-did-ask = The places were asked
finding-did-promise = It is to be mended
finding-did-confirm = It is real
finding-did-dismiss = Put aside
finding-did-reopen = Taken up again
finding-act-hint-ask = Those who are asked get a task and answer by a day.
finding-act-hint-promise = Those who are to mend it get a task with a day, and evidence is needed.
finding-act-hint-confirm = Please say who deals with it. Name nobody.
finding-act-hint-dismiss = The reason is kept, so that it is known where this method goes wrong. Name nobody.
finding-act-hint-reopen = It goes back to the open ones.
finding-proposal-ask = Find out and report: { $topic }
finding-proposal-promise = Mend: { $topic }
finding-why = Why it is put aside
finding-reason-chance = Probably chance
finding-reason-expected = Known before: a holiday, a campaign, a market day
finding-reason-entry = How it was entered: wrongly, or all at once
finding-reason-small = Real, but too small to do anything about
finding-reason-other = Another reason, given below

finding-promise-at-risk = See this commitment
finding-curve = How it went
finding-curve-hint = A bar is a week. The stepped line: from there on a count stands out.
finding-curve-label = Reports by week and their limit
finding-curve-table = The same as a table
finding-curve-few = Weeks with few reports show no number.
finding-curve-kept = How it went is not shown here, since it counts other places too.
finding-week-from = Week from
finding-counted = Counted
finding-expected = Usual
finding-limit = Limit
finding-few = few
finding-together = Many topics rose together
finding-topics = Topics that rose together
finding-map = On the map
finding-map-outside = not in this finding
finding-map-few = in it, few
finding-map-less = fewer
finding-map-more = more
finding-voices = { $n ->
    [1] 1 report
   *[other] { $n } reports
}
finding-places = Places
finding-place = Place
finding-behind = Behind the number
finding-behind-heard = Observations
finding-behind-cases = Cases
finding-others = { $n ->
    [1] And one other place.
   *[other] And { $n } other places.
}
finding-earlier = Earlier ones
finding-acts = What was done
finding-asked = See the task
finding-how = How it was found
finding-how-farrington = Counts are compared with the same time of three years or more, with season, trend and earlier rises taken into account.
finding-how-bayes = Counts are compared with the weeks just before, and with the same time a year ago where there is one; how much they usually vary is taken into account.
finding-how-scan = Circles of all sizes are moved over the map and up to three weeks back, to find where there is more than chance; chance is asked by mixing the counts anew.
finding-how-forecast = A forecast by week; told only where even its lower end lies above the usual.
finding-how-pace = By the pace of the last weeks; told only where even the better end would not do.
finding-how-silence = By how much was noted before: chance alone hardly leaves such a silence.
