### Citizen reception: days, booking, the desk, promises.

nav-receptions = Reception days
nav-reception-desk = Reception
reception-title = Reception days
reception-lead = The days on which heads of communes and wards receive citizens. Book without an account; a receipt lets you follow.
reception-find = Find a commune or ward
reception-none-title = No reception days
reception-none-text = No office has published a day to come, or none has such a name.
reception-when = { $day }, from { $time }
reception-left =
    { $n ->
        [0] No places left
        [one] { $n } place left
       *[other] { $n } places left
    }
reception-full-day = This day is full. Please choose another.
reception-book = Book a meeting
reception-name = Full name
reception-subject-hint = A few lines on what you want to say. No identity number is needed.
reception-online = I ask to be received online
reception-online-hint = The office tells you at least 5 working days before and tests the line 1 working day before (decree 154/2026).
reception-privacy = Your name and phone number only serve to call you in; every time an officer opens them is kept.
reception-send = Book
reception-slip = Reception receipt
reception-booked = You are booked. Keep this code to follow; take a picture of it or print it.
reception-number = Number { $n }
reception-stage = At present: { $stage }
reception-papers = Papers and reasons
reception-promises = What was promised
reception-until = by { $day }
reception-late = overdue
reception-answered = Answered
reception-answer = What became of it
reception-answer-save = Keep the answer
reception-answered-already = This has been answered already.
reception-off = This reception is called off: { $reason }
reception-is-off = called off
reception-off-why = Why it is called off (those who booked can read it)
reception-call-off = Call it off
reception-off-already = This reception is called off already.
reception-closed = This reception is over or called off. Please choose another day.
reception-full = This reception has just filled up. Please choose another day.
reception-desk = Reception desk
reception-desk-none = Publish the first day below.
reception-open-promises = Promised and not answered
reception-publish = Publish a day
reception-cadence = A commune chair receives citizens at least one day a week (Law on Citizen Reception art. 15, 18; grade A-: law 136/2025 may have changed it).
reception-day-hint = For example: 26/11/2026
reception-begins-hint = For example: 08:30
reception-host-hint = An office, for example: chair of the ward
reception-note-begins = Write the time like 08:30.
reception-note-seats = 1 to { $most } people can be received.
reception-note-day = Choose a day from today to a year ahead.
reception-note-until = The last day may not lie before today.
reception-queue-none-title = Nobody has booked
reception-queue-none-text = Numbers and subjects appear here when people book.
reception-column-number = Number
reception-column-stage = At present
reception-online-short = online
reception-contact = See the name to call them in
reception-contact-read = This reading has been kept.
reception-clocks = Steps and clocks
reception-next = What is next
reception-not-before = { $act } (from { $at })
reception-do = Record it
reception-promise = Write a promise down
reception-promise-save = Keep it
reception-who-hint = An office or a position, never a resident's name
reception-not-received = A promise can be written down only after the reception.
label-subject = Subject
label-begins = Begins at
label-seats = People received
label-host = Who receives
label-act = Act
label-who = Who does it
