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
sign-in-again = The sign-in page was open too long. Please type the password again.
