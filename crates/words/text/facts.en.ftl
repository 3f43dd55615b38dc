### Facts read from files: calendar, office hours, procedures, topics, answer templates.

fact-malformed = This line cannot be read: { $reason }.
fact-rung = The rung of “{ $procedure }” is wrong: more than { $farthest } working days away, without a source, or there twice.
fact-weekday = { $weekday } is no day of the week; write 1 (Monday) to 7 (Sunday).
fact-no-working-day = All seven days are rest days; at least one must be worked.
fact-no-working-days = From { $first } to { $last } no day would be worked; at most { $most } days in a row may be days of rest, or no clock could be kept.
fact-day-far = { $day } lies outside the calendar; only days of { $first_code } to { $last_code } can be written.
fact-swap-not-rest = { $day } is worked anyway, so it cannot be a swapped working day.
fact-day-twice = { $day } stands on a line above already.
fact-opening-backwards = Offices must close after they open.
fact-openings-overlap = These hours overlap others of the same day.
fact-no-opening = From { $day } on there are no office hours.
fact-amount = { $amount } is no valid amount; write 1 to 3650.
fact-days-backwards = The last day must come after the first.
fact-rule-twice = Two rules for the step { $step } are in force on the same day.
fact-word = “{ $code }” is not known here; write one of: { $allowed }.
fact-day = “{ $code }” is no day; write it as 2026-07-01.
fact-name = “{ $code }” needs a Vietnamese and an English name.
fact-no-source = “{ $code }” names no source; write the article that says so.
fact-nobody = Nobody may do “{ $code }”; name at least one party.
fact-rule-torn = Step { $step }: a case that is { $conditions } has no rule of its own; add one.
fact-act-twice = The act “{ $code }” has two rows in force in the same stage on the same day.
fact-stage-unreached = No act leads to the stage “{ $code }”.
fact-stage-stuck = Nothing leads on from the stage “{ $code }”, and it is not the last.
fact-stage-permanent = The stage “{ $code }” stays public, and is not public: add public = true.
fact-step-no-rule = The step “{ $code }” has no rule.
fact-step-unreached = Nothing ever starts the clock of the step “{ $code }”.
fact-step-missing = The step “{ $code }” is missing; cases cannot be received without it.
fact-amends-nothing = There is no procedure “{ $code }” that could be amended.
fact-condition-unset = No act records the condition “{ $code }”.
fact-code-twice = The word “{ $code }” stands in this file already.
fact-rule-start = The rule of the step “{ $code }” needs either start (an act) or start_lapse (a step), not both.

topic-code = The topic code “{ $code }” may only have small letters, digits, underscores and dots.
topic-promise = Topic “{ $code }”: the answer must be promised within 1 to 3650 days.
topic-name = Topic “{ $code }” needs a Vietnamese and an English name.
topic-twice = The topic code “{ $code }” stands on a line above already.
topic-parent = Topic “{ $code }” is under “{ $parent }”, but there is no such topic.
topic-cycle = Topic “{ $code }” is under itself.

answer-twice = The answer template “{ $code }” stands on a line above already.
answer-topic = The answer template “{ $code }” belongs to an unknown topic.
answer-blanks = Answer template “{ $code }”: both languages must ask for the same things.
reason-twice = The reason “{ $code }” stands on a line above already.
