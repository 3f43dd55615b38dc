### People, positions, signing in.

## Signing in

sign-in-title = Sign in
sign-in-lead = For officers and neighbourhood teams. Residents need no account to report.
sign-in-name = Sign-in name
sign-in-password = Password
sign-in-forgot = Forgotten password: ask your unit's operator.

## Roles

role-team_member = Team member
role-commune_officer = Commune officer
role-commune_leader = Commune leader
role-city_analyst = City analyst
role-city_leader = City leader
role-operator = Operator
role-auditor = Auditor

## Sessions

sessions-title = Signed-in devices
sessions-this = This device
sessions-last-seen = Last used { $when }
sessions-end = Sign this device out

## People

people-title = People
people-add = Add a person
person-name = Name
person-role = Role
person-unit = Unit
person-inactive = inactive
person-password-new = New password
person-password-hint = At least 10 characters. A long sentence you remember is best.

## Notes of people

note-weak-password = This password is easy to guess. Avoid common words, names of people and places, dates and rows of keys; some words that have nothing to do with each other are best.
note-given-password = This is the password you were given. Choose another that only you know.
note-password-ended = The password you were given has ended. Ask the operator for a new one.
note-short-password = A password needs at least { $limit } characters.
note-sign-in-name = A sign-in name has no spaces.
note-sign-in-taken = This sign-in name is in use.
note-wrong-sign-in = The name or the password is not right.
sessions-text = If you do not know a device, sign it out and change your password.
sessions-signed-in = Signed in { $when }

## The list of people

people-added = { $name } was added.
people-find = Find by name
people-none-title = Nobody has this name
people-none-text = Try a part of the name, or add somebody below.
people-more = There are more; please search by name.
people-unit-hint = Code or name of the unit, for example 00008 or Ngọc Hà
sign-in-held = Your session has ended, so nothing was sent. What you wrote is kept: it comes back once you have signed in.
sign-in-ended = Your session has ended because it was not used for a while, so that nobody goes on at an open desk. Please sign in again; what you wrote on this device is still there.
sign-in-again = The sign-in page was open too long. Please type the password again.
sessions-new = New device
sessions-close-others = Sign out everywhere else

## Proving again, second factor

note-wrong-password = The password is wrong.
note-wrong-code = The code is wrong, used, or too old.
prove-title = Please type your password again
prove-lead = This is a weighty act, so your password is asked for once more. What you typed is kept and comes back to be sent.
prove-button = Go on
code-title = Code
code-lead = Open your authenticator app and type its six digits, or use a passkey. Without your phone, type one of your codes on paper.
security-title = Second factor
security-lead = Besides your password, something is asked for that only you have. Whoever learns the password still cannot get in.
security-required = Your role needs a second factor. Add a passkey or an authenticator app to begin to work.
security-has-app = On: authenticator app.
security-paper-left = { $n ->
    [one] { $n } code on paper is left.
   *[other] { $n } codes on paper are left.
}
security-paper-renew = Make new codes on paper
security-remove = Remove the authenticator app
security-add = Add an authenticator app
security-scan = Scan this picture with the authenticator app of your phone.
security-picture = QR code for the authenticator app
security-secret = If it cannot be scanned, type this key into the app:
security-code = Code
security-code-hint = The six digits the app shows now
security-confirm = Confirm
paper-title = Codes on paper
paper-text = Copy or print these codes and keep them safe. Each is good once, when you do not have your phone. This page is shown only once.
paper-kept = I have kept the codes
refusal-has-app = There is an authenticator app already. Turn it off before you add another.

## Positions, standing in

positions-title = My positions
positions-none-title = No position yet
positions-none-text = The operator gives positions on the page People.
positions-from = from { $from }
positions-from-to = { $from } – { $to }
positions-lend-open = Let somebody stand in
positions-person = Sign-in name of whoever stands in
positions-person-hint = They hold every right of this position on the days below.
positions-first-day = From
positions-day-hint = For example 06/10/2026
positions-last-day = To the end of
positions-lend = Let them stand in
positions-end-open = Leave this position
positions-end-text = The rights of the position end at once, also those of whoever stands in.
positions-end = Leave the position
positions-lent = Standing in
positions-stands-in = { $stand_in } for { $holder }, decided by { $given_by }
positions-take-back = Take back
positions-is-back = Taken back
note-delegate-oneself = This person holds that very position.
note-day-past = This day is over.
note-ends-before = The last day is before the first.
note-delegate-long = At most { $days } days at a time.
note-delegate-position-ends = The position does not last for all of these days.
note-unknown-person = Nobody signs in with this name.
refusal-taken-back = This was taken back already.
refusal-position-ended = This position has ended.
refusal-last-operator = This is the last operator. Add another operator first.
security-changed = The password was changed. Every other device was signed out.
security-password-title = Change the password
security-password-text = After that, every other device must sign in again.
security-password-now = Present password
security-password-change = Change the password
label-new_password = New password
label-first_day = From
label-last_day = To the end of

## Passkeys

sign-in-passkey = Sign in with a passkey
prove-passkey = Confirm with a passkey
security-passkeys = Passkeys
security-passkeys-text = Sign in by the fingerprint, face or PIN of your device, without typing a password. A false page cannot use a passkey.
security-passkeys-off = There are no passkeys at this address: the operator must serve danvan under a name with https.
security-passkey-added = Added { $when }
security-passkey-remove = Remove this passkey
security-passkey-new = Add a passkey
security-app = Authenticator app
passkey-new-text = Give it a name you will know, then press the button. The browser asks for the fingerprint, face or PIN of your device.
passkey-name = Name of the passkey
passkey-name-hint = For example: my phone
passkey-make = Make the passkey
passkey-back = Back
passkey-waiting = Waiting for your device…
passkey-failed = Not done: you stopped it, or this device has no passkey that fits. Try again, or use your password.
passkey-without-script = A passkey needs JavaScript. Without it, use an authenticator app.
note-passkey-unreadable = What the browser answered cannot be read. Try again, or another way.
note-passkey-late = This was answered already, or more than five minutes ago. Press the button once more.
note-passkey-foreign = The passkey was asked for by another site. Open the right address; if you typed your password on a strange page, change it.
note-passkey-unverified = Your device did not check who you are (fingerprint, face or PIN). Please try again.
note-passkey-unknown = This passkey belongs to no account here, or was removed. Use your password.
note-passkey-kind = This kind of passkey is not taken any more. Sign in another way and add a new one.
note-passkey-copied = This passkey may have been copied, so it is not taken. Sign in with your password and remove it.
note-passkey-taken = This passkey was added before.
refusal-many-passkeys = At most { $limit } passkeys for one person. Remove an old one first.

## Signing in through another provider (OpenID Connect)

sign-in-provider = Sign in through { $host }
provider-title = Signing in through another provider
provider-leave-title = Leading you on
provider-leave-text = You are led to { $host } to sign in. If that does not happen by itself, press the button.
provider-leave = Go there to sign in
provider-proved = Confirmed. Close this page, go back to the one before and send it.
provider-not-proved = Not confirmed. Go back to the page before and try again, or type your password.
prove-provider-title = Or confirm at { $host }
prove-provider-text = It opens in a window of its own and asks for your password there. Then come back here and send.
prove-provider = Open the page that confirms
note-provider-down = The provider of sign-ins does not answer. Try again in some minutes, or use your name and password.
note-provider-refused = The provider did not let you sign in. Try again, or use your name and password.
note-provider-strange = What the provider answered is not valid, so it is not taken. Please tell the operator; your name and password still work.
note-provider-late = This was used already, began more than ten minutes ago, or in another browser. Press the button once more.
note-provider-stale = The provider did not ask you anew who you are. Try again and sign in there once more.
note-provider-another = Whoever confirmed is not who is signed in here.
note-provider-unlinked = This account is linked to nobody here. Give this code to your operator to link it: { $subject }

## One person, one unit

at-title = Who holds positions at a unit
at-nobody = Nobody holds a position at this unit.
person-positions = Positions
person-no-position = Holds no position.
person-end-text = When a position ends, its rights end today, also those of whoever stands in.
person-end-position = End the position
person-give = Give another position
person-no-factor = No second factor yet.
person-account = Account
person-give-password-text = When this person forgot their password: give one for one use. Every device of theirs is signed out. Meet them, to be sure who they are.
person-give-password = Give a password for one use
person-make-inactive-text = When this person leaves: they can sign in no longer, and every device is signed out. What they did stays.
person-make-inactive = Close the account
person-make-active-text = The account is closed. Opened again, this person signs in as before.
person-make-active = Open the account again
given-title = A password for one use
given-text = Hand this password to { $name }. It is shown here this once.
given-days = { $n ->
    [one] Good for { $n } day. At their first sign-in they choose their own.
   *[other] Good for { $n } days. At their first sign-in they choose their own.
}
given-kept = I have noted it
own-title = Choose your own password
own-lead = The password you typed was given to you by somebody else. Choose one that only you know.
own-go-on = Save and sign in
refusal-oneself = Nobody does this to themself. Ask another operator.
refusal-active-already = The account is so already.
person-lost-text = Remove one only when its owner says it is lost; they then sign in with their password and add another.
person-browsers = { $n ->
    [one] Signed in on { $n } device.
   *[other] Signed in on { $n } devices.
}
person-sign-out = Sign this person out everywhere
person-unlink = Unlink
person-subject = Code at the provider
person-subject-hint = The code they see when they try to sign in through the provider. Meet them, to be sure who it is.
person-link = Link
note-subject-taken = This code is linked to somebody already.
