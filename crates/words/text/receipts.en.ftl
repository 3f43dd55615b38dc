### Receipts: following what was sent.

## Receipt

receipt-title = Receipt
receipt-made = Your case has been received
receipt-keep = Keep this code. Whoever has it can see the answer.
receipt-save-picture = Save as picture
receipt-qr = QR code
receipt-office = Office
receipt-answer-by = Answer by
receipt-find-title = Follow a receipt
receipt-find-code = Receipt code
receipt-find-hint = The code looks like 7K2M-P9QX-4TDW-81HC. Capitals do not matter.
receipt-unknown = There is no receipt with this code. Please check each letter.
receipt-answered-by = { $unit } answers
receipt-way = Where your case stands
receipt-waiting-answer = Waiting for the answer
receipt-waiting-confirmation = Waiting for your word
receipt-solved = Solved
receipt-not-solved = Not solved
receipt-not-solved-why = What is still wrong?
receipt-thanks-solved = Thank you for telling us.
receipt-reopened = The case is open again and has gone to those who handle it.
receipt-supporters =
    { $n ->
        [one] { $n } household has
       *[other] { $n } households have
    } reported the same. They get the answer as well.
receipt-add = Add something
receipt-add-hint = For example: stronger now, but still weak in the evening.
receipt-added = Added.
receipt-seen-title = Who has seen my details
receipt-seen-nobody = Nobody has looked at your contact details.
receipt-seen-line = { $office } · { $when } · { $why }
receipt-merged = This case is handled together with an identical one.
receipt-slip-title = Appointment for an answer
receipt-slip-follow = Scan the code or open { $address }

receipt-print = Print the slip
receipt-find-lost = A lost code cannot be found here; please ask at the desk of the ward or commune.
receipt-is-it-solved = Has it been solved?
receipt-open-again = Open it again
receipt-rate = How was the answer?
receipt-rated = Thank you. The office that answered will read it.
rating-good = Good
rating-fair = Fair
rating-poor = Poor
receipt-state-received = Received, waiting to be taken on
receipt-state-reopened = Opened again, waiting to be handled
receipt-refused-by = { $unit } refuses, with the reason
receipt-taken-by = { $unit } takes it on
receipt-went-to = It went to { $unit }
receipt-you-joined = You report the same matter.
receipt-received = Received
receipt-letter = Letter { $code }
receipt-letter-number = Letter number
receipt-letter-way = Where the letter stands
receipt-letter-none = Nothing has begun yet.
receipt-letter-due = The office takes its next step by { $day }
receipt-letter-notices = Documents about this letter
receipt-letter-notices-none = No documents yet.
reading-words = More about the purpose

## A lost receipt

receipt-new = Give a new receipt to somebody who lost theirs
receipt-new-hint = Compare the document of whoever stands before you. The old code opens nothing from then on; its holder sees this among who read their data.
receipt-new-order-hint = Only where two who signed are called the same: which of the names on the letter.
receipt-new-give = Give a new receipt
receipt-new-other-name = Nobody of this name holds a receipt. Look at the name on the document and on the letter; who has no receipt yet is handed out a first one.
receipt-new-two = Two of this name signed. Write which of the names on the letter this one is.
label-named = Name on the document
label-order = Place on the letter
label-checked = Compared
