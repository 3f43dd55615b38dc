### Running the installation.

## Operations

operations-title = Operations
operations-well = All is well.
operations-attention =
    { $n ->
        [one] { $n } thing needs
       *[other] { $n } things need
    } attention
operations-jobs = Jobs
operations-jobs-empty = No job is parked.
operations-job-retry = Run again
operations-job-due = Was due { $when }
operations-job-tries = Tried { $n } times
operations-events = Events
operations-chain = Event chain
operations-chain-head = Chain head
operations-engine = Database
operations-version = Version

## Back-up and restore

backup-file-trouble = { $file }: { $reason }
backup-file-there = { $file } is there already. Choose another name; an older back-up is never written over.
backup-not-ours = { $file } is not a back-up of danvan.
backup-cut-short = { $file } was cut short: its end is missing. Use another back-up.
backup-changed = { $file } was changed after it was written. Use another back-up.
backup-line = { $file }, line { $line }: unreadable. Use another back-up.
backup-newer = { $file } was written by danvan { $program }, whose tables are at migration { $theirs }; this danvan { $own } knows them up to { $known }, so nothing was restored. Restore it with danvan { $program }, or with a newer one.
backup-newer-format = { $file } was written by danvan { $program } in format { $theirs }; this danvan { $own } reads format { $known }, so nothing was restored. Restore it with danvan { $program }, or with a newer one.
backup-tables = { $file } was written by danvan { $program }, and its table { $table } is as no migration of this danvan { $own } makes it, so nothing was restored. Restore it with the program that wrote it.
backup-not-empty = This database already holds something (table { $table }), so nothing was restored. Name an empty one, for example --database sqlite:new.db

## Settings

setting-unknown = There is no setting of this name. See: danvan settings list
setting-kept = The program keeps this setting itself.
setting-bad = It must be { $accepts }.

## The doctor

doctor-engine = The database ({ $engine }) answers.
doctor-migrations-well = All { $n } migrations were run.
doctor-migrations-missing = Migrations { $missing } are missing: start again with the program of the right version.
doctor-chain =
    { $n } events in { $chains ->
        [one] { $chains } chain
       *[other] { $chains } chains
    }.
doctor-tallies-follow = The tallies follow; { $n } events wait.
doctor-tallies-behind = The tallies are { $n } events behind. Run: danvan work
doctor-jobs-well = { $n } jobs wait, none is parked.
doctor-jobs-parked = { $n } jobs are parked. See why and run them again at /operations
doctor-disk-well = { $free } MB of disk are free.
doctor-disk-low = Only { $free } MB of disk are free, and { $least } MB are needed. Make room, or move the database.
doctor-disk-elsewhere = The database is on a server: look at the disk there.
doctor-files-well = The place of pictures answers.
doctor-files-lost = The place of pictures does not answer: { $reason }. Look at --files and at the AWS_… settings: danvan settings check
doctor-backup-well = Last backed up on { $at }.
doctor-backup-old = Last backed up on { $at }, more than { $days } days ago. Run: danvan backup FILE
doctor-backup-never = Never backed up. Run: danvan backup FILE
doctor-backup-simulated = The data is simulated; no back-up is needed.
doctor-drill-well = Last restore drill on { $at }.
doctor-drill-old = Last restore drill on { $at }, more than { $days } days ago. Run: danvan restore FILE --drill
doctor-drill-never = No restore drill yet. Run: danvan restore FILE --drill
doctor-drill-simulated = The data is simulated; no restore drill is needed.
doctor-settings-well = All settings are good.
doctor-settings-bad = Unknown or bad settings: { $names }. See: danvan settings check
doctor-retention-on = What is past its time is erased every day.
doctor-retention-off = What is past its time is not erased by itself. Preview: danvan data retention --preview; turn on: danvan settings set retention.automatic true
doctor-breaches-well = No data breach is past its time untold.
doctor-breaches-late = { $n } data breaches are past their time and not told. See /data/breaches
doctor-requests-well = No request about personal data is late.
doctor-requests-late = { $n } requests of residents about their data are late. See /data
doctor-units-well = { $n } units stand.
doctor-units-none = There are no units yet. Run: danvan units import --hanoi
doctor-operators-well =
    { $n ->
        [one] { $n } operator
       *[other] { $n } operators
    }.
doctor-operators-none = There is no operator yet. Run: danvan person add SIGN_IN --name NAME --role operator --unit CODE

## Importing another system's file

import-mapping = The mapping: { $reason }
import-unreadable = It cannot be read: { $reason }
import-empty = The file is empty.
import-not-utf8 = This is not UTF-8. Save it as UTF-8, or say encoding = "windows-1258" or "latin-1" in the mapping.
import-columns-missing = Columns are missing: { $missing }. The file has: { $there }
import-cells = The row has { $found } cells, the heading { $expected } columns.
import-cell-empty = Column { $column } is empty.
import-date = Column { $column }: “{ $value }” is no time in the declared formats.
import-status = The mapping does not say what “{ $value }” means.
import-no-words = It says nothing.
import-place = There is no unit “{ $value }”.
import-no-place = It says no place.
import-before-city = { $value } lies before { $from }, the first day of the mapping's city.
import-future = { $value } is still to come.
import-topic = The mapping does not say what “{ $value }” belongs to.
import-no-office = No office answers there on that day.
import-garbled = “{ $value }” was garbled before it came into the file; it was probably “{ $was }”. Export it anew, or say source.mojibake = "repair" or "keep" in the mapping.
import-closed-before = It was closed at { $closed }, before it was opened at { $opened }; it counts as closed when it was opened.
import-point-swapped = Degrees north and east stood the wrong way round and were turned.
import-repeat-unknown = It says that it repeats another request and names none, and no earlier one with the same topic, place and words is in the file; it is kept and closed as a repeat.
import-answer-absent = According to { $source }: “{ $status }”. The source carries no words of an answer.
import-places-under = [places] needs the code of the unit below which “unknown” is made: under = "CODE"; “{ $value }” is none.
setting-meaning-backup-days = After how many days without a back-up the doctor says so.
setting-meaning-backup-drill-days = After how many days without a restore drill the doctor says so.
setting-meaning-backup-keep-days = For how many days each back-up is kept before it is destroyed; certificates of erasure say so.
setting-meaning-city = The code of the unit this installation is for.
setting-meaning-demo-begun = When the simulated city was begun.
setting-meaning-demo-ready = When the simulated city was ready.
setting-meaning-demo-receipts = Some receipts of the simulated city to follow, a line each.
setting-meaning-disk-least-megabytes = How many megabytes must be free on the database's disk.
setting-meaning-facts-version = Changes whenever units, topics or routes do, so that every server reads them anew.
setting-meaning-campaign-week-hours = How many hours of shifts within seven days are the most for one member of a campaign.
setting-meaning-retention-begun = For how many days after its end the words of what an office began are kept; empty for the built-in rule.
setting-meaning-retention-roster = For how many days after a campaign’s end names of members are kept; empty for the built-in rule.
setting-meaning-retention-case = For how many days after its end the words of a case are kept; empty for the built-in rule.
setting-meaning-retention-letter = For how many days after nothing runs on them any more settled letters and their signers are kept; empty for the built-in rule.
setting-meaning-retention-letter-archived = For how many days letters that could not be accepted are kept; empty for the built-in rule.
setting-meaning-retention-document = For how many days after the end of the matter the words of issued documents are kept; empty for the built-in rule.
setting-meaning-retention-contact = For how many days after a case's end contacts are kept; empty for the built-in rule.
setting-meaning-retention-observation = For how many days what teams noted is kept; empty for the built-in rule.
setting-meaning-retention-reading = For how many days purposes of readings are kept; empty for the built-in rule.
setting-meaning-retention-automatic = Whether what is past its time is erased every day.
setting-meaning-simulated = Whether people and cases are made up; every page then says so.
setting-meaning-topics-built-in = Whether the topics the program comes with are offered beside the installation's own.
setting-meaning-units-turn = Changes whenever units do, so that two who reorganise at once do not write over each other.
setting-meaning-sign-in-idle-free-roles = Roles whose sessions do not end for want of use, only after twelve hours.
setting-meaning-sign-in-idle-minutes = After how many minutes without use a session ends.
setting-meaning-sign-in-second-factor-roles = Roles that need a second factor; without one they have no right.
accepts-roles = roles separated by commas, such as operator,city_leader
accepts-idle_minutes = a number of minutes, from 5 to 720
accepts-days = a number of days, 1 to 3650
accepts-week_hours = a number of hours, 1 to 84
accepts-long_days = a number of days, 1 to 36,525; empty for the built-in rule
accepts-code = letters, digits, dots and dashes
accepts-instant = an instant such as 2026-11-22T02:30:00Z
accepts-text = text
accepts-megabytes = a number of megabytes
accepts-id = an id
accepts-listen = an address and a port, such as 127.0.0.1:8080 or [::]:8080
accepts-provider = the https address of a provider of sign-ins, such as https://id.example.vn
accepts-client = what the provider of sign-ins gave, not blank
accepts-meters-key = 24 to 200 letters, digits and signs of - . _ ~ + / =
accepts-public-url = the address residents use, such as https://danvan.example.vn, without a path
accepts-log-levels = levels such as info or warn,danvan_web=debug
accepts-password = a password
accepts-truth = true or false
verify-missing = event { $event } is missing; { $found } comes instead
verify-missing-rest = event { $event } is missing, and all after it
verify-changed = event { $event } was changed
verify-surplus = chain { $lane } should end at { $position } and does not
verify-register = What the registers hold of proceeding { $proceeding } does not follow from what was done in it.
verify-due = What falls due of { $sort } { $thing } does not follow from what was done.
verify-deadline-day = { $kept } deadlines of unit { $unit } are kept as running to { $day }; there are { $counted }.
verify-register-cell = The register's number { $cell } at unit { $unit } is { $kept }; counted anew it is { $counted }.
verify-visit = The stage of visit { $visit } does not follow from what was done at it.
verify-data-request = The due days of the request about data { $request } do not follow from what was done.
verify-rules = This program reads the rules and days { $own }; the house follows { $followed }. Run it with the same folder in DANVAN_PROCEDURES, or start danvan serve so that what is due follows.
verify-search = What was heard in observation { $observation } cannot be found by search.
verify-numbers = The register { $series } of { $year } at unit { $unit } has a gap or a double.
verify-deadline = The deadlines of proceeding { $proceeding } do not follow from what was done in it.
verify-head-lost = the chain ends before { $event }, which was published
verify-head-other = event { $event } is not the one that was published: the log was written anew
verify-tally = the tally of { $measure } at unit { $unit }, topic { $topic }, { $grain } { $start } is { $kept }; raw rows count { $counted }
