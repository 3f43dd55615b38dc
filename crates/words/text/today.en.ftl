### A leader's two minutes: what is new and matters and who is on it, what was promised and is late, what residents say, what changed.

leader-who = leaders of communes and of the city
leader-title-count = { $n ->
    [0] Today
    [1] One thing that matters
    [2] Two things that matter
   *[other] Three things that matter
}
leader-nothing = Nowhere did cases clearly rise in the last four weeks. Thanks to those who keep the pace.

## Findings and who is on them

leader-on-it = { $n ->
    [0] { $name } is on it
    [one] { $name } and { $n } other place are on it
   *[other] { $name } and { $n } other places are on it
}
leader-on-it-others = { $n ->
    [one] { $n } place is on it
   *[other] { $n } places are on it
}
leader-nobody = Nobody is on it yet
leader-elsewhere-done = Dealt with elsewhere
leader-due = due { $day }
leader-answered = answered
leader-answered-some = { $n } of { $all } answered
leader-kept = done
leader-answer = { $name } answered { $when }: “{ $words }”
leader-answer-bare = { $name } answered { $when }.
leader-ask = Ask again
leader-give = Give the task
leader-see = See

## Where cases rose

leader-rises = { $n ->
    [0] Clearly more than four weeks ago
   *[other] Beside these findings, clearly more than four weeks ago
}
leader-rose = { $n } cases in four weeks, { $before } in the four weeks before.
leader-rose-from-few = { $n } cases in four weeks; very few in the four weeks before.
leader-elsewhere = { $n ->
    [one] They rose in { $n } other place too.
   *[other] They rose in { $n } other places too.
}
leader-office = Who must act: { $name }
leader-open = See the figures

## Promised and late

leader-late = Promised and late
leader-late-count = { $n ->
    [0] Promised and late
    [one] Promised and late: { $n } case
   *[other] Promised and late: { $n } cases
}
leader-late-nothing = Nothing is late.
leader-late-cases = Cases: { $n }
leader-late-duties = Duties: { $n }
leader-late-commitments = Commitments: { $n }
leader-late-at = { $n ->
    [one] { $name }: { $n } case
   *[other] { $name }: { $n } cases
}
leader-late-oldest = longest { $late }
leader-late-rest = { $n ->
    [one] { $n } more is late.
   *[other] { $n } more are late.
}

## Time

leader-spans = Choose the time
leader-span-yesterday = Yesterday
leader-span-week = Seven days
leader-span-month = Four weeks
leader-days = { $from } – { $to }

## What residents say

leader-satisfied = What residents say
leader-satisfied-text = { $n } of 100 who replied say their case was solved ({ $answers } ratings); { $before } before.
leader-solved-alone = { $n } of 100 who replied say their case was solved ({ $answers } ratings).
leader-solved-nothing = Too few replied to tell.

## Since last time

leader-since = Since you looked last: { $when }
leader-since-first = The first time this page is seen on this device: compared with seven days ago.
leader-fresh = New findings
leader-newly = Duties and commitments newly late
leader-answers = New answers
leader-answers-none = No new answers.
leader-changed = { $span ->
    [yesterday] Yesterday, against the same day a week before
    [week] Seven days, against the seven before
   *[month] Four weeks, against the four before
}
leader-from-to = { $now } · { $before } before
leader-heard = Observations by teams
leader-opens = Every sentence opens its figures.
leader-how = Findings: what is hardly chance in the counts looked at every night. Clearly more: cases of the last four weeks lie above those of the four weeks before, the two 95% intervals do not meet, and there are at least 10 cases. The dashed line: the limit, or the usual.
