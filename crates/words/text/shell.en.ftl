### The frame of every page: navigation, common buttons, days and times, common states.

## Frame

brand = danvan
skip-to-content = Skip to the main content
ribbon-simulated = Simulated data
nav-label = Main navigation
footer-text = Hear what people say, act on it, tell them what was done.
footer-source = Open source, Apache-2.0 licence
footer-privacy = No profiles of residents are kept.

## Navigation by role

nav-report = Report a problem
nav-follow = Follow a receipt
nav-posted = Public now
nav-note = Note
nav-queue = Queue
nav-deadlines = Deadlines
nav-observations = Observations
nav-overview = Overview
nav-today = Today
nav-units = Units
nav-people = People
nav-operations = Operations
nav-calendar = Calendar

## Common buttons

button-save = Save
button-send = Send
button-next = Continue
button-back = Back
button-cancel = Cancel
button-change = Change
button-remove = Remove
button-search = Search
button-show = Show
button-show-all = Show all
button-close = Close
button-undo = Undo
button-print = Print
button-sign-in = Sign in
button-sign-out = Sign out
button-apply = Apply
button-use-position = Use my position
button-more = More

## Fields

field-optional = (optional)
field-choose = Choose
field-from = From
field-to = To
error-summary-title = Some things need mending
error-label = Error:
draft-restored = What you were writing has been restored.
draft-discard = Discard the draft
photo-ready = The photo is ready to send.
photo-without-script = Photos are kept once they are sent. If you must sign in again, or the network breaks off, please choose them again.
photo-failed = This photo cannot be read. Choose another one.
position-finding = Finding your position…
position-found = Position found.
position-failed = Your position cannot be found. Choose a place from the list.

## Common states

state-yes = Yes
state-no = No
state-none = None
state-unknown = Not known
state-saved = Saved.
state-as-of = As of { $time }
hidden-why = Small counts are hidden so that nobody can be recognised.

## Pages of a list

pages-label = Pages
pages-previous = Previous page
pages-next = Next page
pages-range = { $from }–{ $to } of { $total }

## How much is left

due-left-working-hours =
    { $n ->
        [one] { $n } working hour
       *[other] { $n } working hours
    } left
due-left-working-days =
    { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    } left
due-left-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    } left
due-late-working-hours =
    { $n ->
        [one] { $n } working hour
       *[other] { $n } working hours
    } late
due-late-working-days =
    { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    } late
due-late-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    } late
due-short-hours = { $n } h left
due-short-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
due-short-late-hours = { $n } h late
due-short-late-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    } late
due-today = today
due-last-day = due today
due-within-hour = less than one working hour left
due-just-late = just past due
due-on = due { $day }
due-at-today = { $time } today
due-at-tomorrow = { $time } tomorrow
due-at-yesterday = { $time } yesterday
due-at-day = { $time } on { $day }
due-early =
    { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    } early
due-on-time = on time
due-paused = paused
due-why = Why this due day

## Days and times

ago-moment = just now
ago-minutes =
    { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    } ago
ago-hours =
    { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    } ago
ago-yesterday = yesterday, { $time }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January{" "}
month-2 = February{" "}
month-3 = March{" "}
month-4 = April{" "}
month-5 = May{" "}
month-6 = June{" "}
month-7 = July{" "}
month-8 = August{" "}
month-9 = September{" "}
month-10 = October{" "}
month-11 = November{" "}
month-12 = December{" "}

## Keys

keys-title = Keyboard shortcuts
keys-next = Next row
keys-previous = Previous row
keys-open = Open
keys-back = Back
keys-search = Search

## Names of fields in the summary of errors

label-text = Words
label-words = Words
label-body = Words
label-urgent = Urgent
label-more = What you add
label-what = What
label-measures = Measures
label-ground = Ground, reason
label-person = Person
label-document = Number of the document
label-how_many = How many
label-note = What people say
label-ask = What needs an answer
label-topic = Topic
label-place = Place
label-severity = How strongly
label-people = How many people
label-trend = Rising or easing
label-photo = Photos
label-photos = Photos
label-contact = Contact
label-phone = Phone
label-email = E-mail
label-name = Name
label-sign_in = Sign-in name
label-passkey = Passkey
label-account = Code at the provider
label-provider = Signing in through another provider
label-password = Password
label-to = To
label-into = Into
label-why = Reason
label-reason = Reason
label-late_reason = Why it is late
label-day = Day
label-from = From
label-until = To
label-unit = Unit
label-role = Role
label-code = Code
## The first page

home-title = What do you need to say?
home-text = Say it in a minute, without an account. You get a receipt, follow it and read the answer.
home-report = Report a problem
home-follow = Follow a receipt
home-beside = See also
home-posted = What communes make public
home-staff = Officers and teams:

## Waiting for a signal

outbox-count = Waiting to be sent ({ $n })
outbox-saved = Kept on this device · it goes out when there is a signal.
outbox-waiting = waiting to be sent
outbox-step = begun, not finished
outbox-sent = Sent
outbox-look = needs another look
outbox-sign-in = sign in again to send it
outbox-go-on = Go on
outbox-open = Open
outbox-clear = Remove
sign-out-unsent = { $n } unsent on this device; signing out loses it. Sign out all the same?
