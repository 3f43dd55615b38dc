### Procedures: where a case stands, what may be done, and why not.

## Where a case stands

law-stage = Stage: { $stage }, since “{ $act }” at { $at }.
law-clock-running = { $step }: due { $due } ({ $source }, certainty { $certainty }).
law-clock-paused = { $step }: the clock stands still; as of now it would be due { $due } ({ $source }, certainty { $certainty }).
law-clock-kept = { $step }: done in time; it was due { $due } ({ $source }, certainty { $certainty }).
law-clock-late = { $step }: done late; it was due { $due } ({ $source }, certainty { $certainty }).
law-clock-lapsed = { $step }: lapsed at { $due } ({ $source }, certainty { $certainty }).
law-clock-passed = { $step }: the wait ended at { $due } ({ $source }, certainty { $certainty }).
law-follows = What follows: { $lapse }.
law-transition = The law of { $day } applies to this case: { $source }.

## What follows when a clock lapses

lapse-escalate = the superior is told; the duty stays
lapse-next_level_or_court = a complaint to the next level or to the administrative court is open
lapse-court = the administrative court is open
lapse-right_lost = the right is lost, unless an obstacle is proved
lapse-legal_effect = the decision has legal effect
lapse-superior_asks = the superior asks for the settlement
lapse-go_on = the office goes on without it
lapse-step_open = the next step may be taken
lapse-compulsion = the compulsory measure may be decided
lapse-late_recorded = it is recorded as late, with the reason

## Why an act may not be done

law-future = This is in the future ({ $at }); record what has been done.
law-before = “{ $act }” cannot be before what was done last, at { $at } ({ $source }, certainty { $certainty }).
law-act-unknown = There is no act “{ $code }” in this procedure; there are: { $allowed }.
law-out-of-order = “{ $act }” is not possible in the stage “{ $stage }”, only in: { $from } ({ $source }, certainty { $certainty }).
law-only-first = “{ $act }” only opens a procedure; this one is open already ({ $source }, certainty { $certainty }).
law-not-first = “{ $act }” cannot come first, only in: { $from } ({ $source }, certainty { $certainty }).
law-not-in-force = “{ $act }” does not exist under the law of { $day }, which applies here ({ $source }, certainty { $certainty }).
law-condition = “{ $act }” is only for cases that are recorded as: { $conditions } ({ $source }, certainty { $certainty }).
law-who = “{ $act }” may only be done by: { $party } ({ $source }, certainty { $certainty }).
law-times = “{ $act }” may be done no more than { $times } time(s) for the same content ({ $source }, certainty { $certainty }).
law-after = Before “{ $act }” this must have been done: { $before } ({ $source }, certainty { $certainty }).
law-not-lapsed = “{ $act }” is only possible once this time has run out: { $step } ({ $source }, certainty { $certainty }).
law-too-early = “{ $act }” may be done from { $due } on, not before: { $because } ({ $source }, certainty { $certainty }).
law-need-ground = “{ $act }” needs a written ground ({ $source }, certainty { $certainty }).
law-need-office = “{ $act }” needs the office that it goes to ({ $source }, certainty { $certainty }).
law-need-document = “{ $act }” needs the number of its document ({ $source }, certainty { $certainty }).
law-need-forms = “{ $act }” needs at least one form in which it was made public ({ $source }, certainty { $certainty }).
law-need-parts = “{ $act }” needs at least two parts of different kinds ({ $source }, certainty { $certainty }).
law-grounds = “{ $act }” needs one or more of the grounds that the law lists ({ $allowed }): { $because } ({ $source }, certainty { $certainty }).
law-nothing-to-extend = “{ $act }”: no clock runs that could be extended ({ $source }, certainty { $certainty }).
law-lapsed-already = “{ $act }” comes too late: the time ran out at { $due } ({ $source }, certainty { $certainty }).
law-no-extension = “{ $act }”: this case allows no further extension; so far there were { $times } ({ $source }, certainty { $certainty }).
law-extension-amount = “{ $act }” by { $amount } is not allowed; the most is { $largest } ({ $source }, certainty { $certainty }).

## A deadline

law-deadline = { $procedure }, { $step }: due by { $due }.
law-deadline-wait = { $procedure }, { $step }: the act may be done from { $due } on.
law-extended-by = All that the law allows for this case is counted, with a written decision.
law-practice = Source: practice, not compared with the text.

## Who acts

party-commune_officer = officer of the office
party-commune_leader = commune chair
party-team_member = team member
party-city_analyst = city analyst
party-city_leader = city chair
party-operator = operator
party-auditor = auditor
party-agency_head = head of the agency
party-superior = the superior
party-complainant = complainant
party-denouncer = denouncer
party-petitioner = petitioner
party-evidence_holder = holder of the papers
party-village_head = village head
party-clearance_body = clearance body
party-house = the program
