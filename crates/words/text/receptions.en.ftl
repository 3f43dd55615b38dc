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
reception-privacy = Your name and phone number only serve to call you in; every time an officer opens them is kept, and shown on the receipt.
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
reception-people-count = Count who came
reception-people = How many came
reception-people-hint = A number only, nobody’s name.
reception-representatives = How many speak for the others
reception-representatives-hint = A group: from { $group } people on ({ $group_source }, certainty { $group_certainty }). Up to { $small } people name { $least } to { $few }, more people at most { $many } ({ $source }, certainty { $certainty }).
reception-people-save = Keep the count
reception-came = { $n ->
    [one] One person came
   *[other] { $n } people came
}
reception-group = A group: { $n } people, { $spoke } speaking for them
reception-note-people = Write how many, from 1 to { $most }.
reception-note-representatives = This group names from { $least } to { $most } people who speak for it ({ $source }, certainty { $certainty }).
reception-note-no-representatives = Fewer than { $group } people are no group and have nobody who speaks for them ({ $source }, certainty { $certainty }).
reception-clocks = Steps and clocks
reception-next = What is next
reception-not-before = { $act } (from { $at })
reception-do = Record it
reception-promise = Write a promise down
reception-promise-save = Keep it
reception-who-hint = An office or a position, never a resident's name
reception-no-letter = This visit became a letter already, or was refused.
reception-to-letter = Make it a letter
reception-letter = Became letter { $code }
reception-paper = Minutes and papers to print
reception-minutes = Minutes of a reception of citizens
reception-refusal = Notice that a reception is refused
reception-paper-hint = Print it, write by hand who was received, and sign. A refusal goes by form 01/TCD (decree 154/2026), within 3 working days.
reception-paper-office = Office
reception-paper-when = Day of the reception
reception-paper-acts = What was done
reception-paper-signed = Signed by whoever was received: ………………… · by whoever received: …………………
reception-online-record = Online reception: announced at least 5 working days ahead, tested 1 working day ahead, recorded in sound and picture (decree 154/2026, certainty A). The record is kept at: …………………
reception-not-received = A promise can be written down only after the reception.
label-subject = Subject
label-begins = Begins at
label-seats = People received
label-host = Who receives
label-act = Act
label-who = Who does it
reception-subject-gone = What it was about is kept here no longer
