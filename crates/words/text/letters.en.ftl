### Letters: received, numbered, classified.

letters-title = Letters
letters-receive = Receive a letter
letters-fresh = To be classified
letters-all = All
letters-empty-title = No letters
letters-empty-text = Whatever comes by post, is handed in or told at a visit is entered here.
letter-alert = For the head at once
letters-beside = Close by
letter-to-seal = Receive a denunciation under seal
letter-sealed-title = { $code } · Denunciation, sealed
letter-sealed-notice = Words, people and scans are not kept here. Do not write anybody’s name into the fields below.
letter-unclassified = not yet classified
letter-signers = { $n ->
    [0] nobody signed
    [one] one signer
   *[other] { $n } signers
}
letter-is-denunciation = This is a denunciation
letter-is-denunciation-hint = Enter only the day and the number of signers. Words, names and scans are not entered here.
label-way = How it came
label-forwarded_by = Forwarded by
letter-forwarded-hint = When another office or the press sent it on.
label-received_on = Received on
label-written_on = Written on
letter-day-hint = For example 22/11/2026.
label-summary = Summary
letter-summary-hint = What, where, what is asked for. Leave empty for a denunciation.
letter-place-hint = A village, residential group or commune.
label-signers = Signers
letter-signers-hint = Write 0 when nobody signed.
letter-people = Who signed
letter-people-hint = Kept apart from the words; every reading is recorded. From five signers on, tick who speaks for them.
letter-person = Person { $n }
letter-address = Address
letter-speaks = Represents the others
letter-scans = Scans
letter-scans-hint = Up to 12 pictures. Never of a denunciation.
letter-scan = Scan { $n }
letter-enter = Enter in the log
letter-received = Entered in the log. Next: classify it.
letter-proceedings = Proceedings of this letter
letter-same = Letters that say the same
letter-speakers = A group letter: from { $least } to { $most } people speak for it (Law on citizen reception 42/2013, article 29).
letter-signers-show = { $n ->
    [one] Show who signed
   *[other] Show the { $n } who signed
}
letter-signers-why = Why you need it
letter-signers-noted = This reading is recorded with its reason.
letter-readings = Who has read this
letter-classify = Classify the letter
letter-classify-hint = The content decides, not the title.
label-content = Content
letter-content-hint = When there is more than one, choose “Mixed” and tick the parts.
label-parts = Parts
letter-parts-hint = Only for a mixed letter.
label-eligibility = Conditions
label-competence = Competence
label-branch = Branch
label-has_originals = Originals came with it
letter-originals-hint = Originals go back to the sender.
letter-originals-yes = yes
letter-originals-no = no
letter-sharp = The matter is sharp
letter-sharp-hint = The head is told at once. This is about the matter, never about the people.
letter-has-facts = Unsigned, but with concrete facts and evidence
label-disposal = What becomes of it
letter-disposal-hint = A letter is transferred only once for the same content.
letter-ground-hint = Why it is classified so.
label-office = Office
letter-office-hint = For a transfer or guidance.
letter-document-hint = Of the transfer, guidance or splitting.
letter-write-first = No number yet? Write the transfer or guidance slip first
letter-erase = Erase words, names and scans here
letter-erase-hint = Required when it holds a denunciation. The paper is kept under secrecy.
letter-proposed = The form below begins with a proposal, because:
letter-because-words = { $letter-content }: the summary says “{ $words }” ({ $source }, certainty { $certainty }).
letter-because-nothing = The summary has no words of any kind; please read the letter.
letter-because-group = { $signers } signers: a group letter, the head is told.
letter-because-nobody = Nobody signed.
letter-decide = Record the classification
letter-classified = This letter is classified already.
letter-stays-sealed = A sealed denunciation does not change its kind here.
letter-erase-first = It holds a denunciation: agree first that words, names and scans are erased here (Law on denunciations 25/2018, article 56).
letter-sealed-elsewhere = Words, names and scans of a denunciation are not entered here. Please empty this field.
letter-more-named = More people are named than signed ({ $signers }), or more than 50.
letter-representatives = A letter of { $signers } signers has from { $least } to { $most } representatives (Law on citizen reception 42/2013, article 29).
letter-same-office = It is at this office already.
letter-need-parts = A mixed letter has at least two different parts ({ $source }, certainty { $certainty }).
letter-not-eligible = A letter that does not meet the conditions opens nothing; guide its sender or archive it ({ $source }, certainty { $certainty }).
letter-not-ours = What is not ours is transferred or guided ({ $source }, certainty { $certainty }).
letter-split-first = A mixed letter is split first ({ $source }, certainty { $certainty }).
letter-only-mixed = Only a mixed letter is split ({ $source }, certainty { $certainty }).
letter-anonymous = What nobody signed is not handled as a denunciation ({ $source }, certainty { $certainty }).
letter-is-ours = What is ours is not transferred ({ $source }, certainty { $certainty }).
letter-eligible = A letter that meets the conditions is not archived unprocessed ({ $source }, certainty { $certainty }).
letter-inspection = Only an unsigned denunciation with concrete facts and evidence goes to inspection ({ $source }, certainty { $certainty }).
letter-party = Only a denunciation of a party member on party rules goes to the Party body ({ $source }, certainty { $certainty }).

letter-way-post = By post
letter-way-handed_in = Handed in
letter-way-suggestion_box = Suggestion box
letter-way-visit = Told at a visit
letter-way-forwarded = Forwarded
letter-way-leader = Received by a leader
letter-way-online = Online

letter-content-petition = Petition or feedback
letter-content-complaint = Complaint
letter-content-disciplinary_complaint = Complaint about discipline
letter-content-denunciation = Denunciation
letter-content-rule_feedback = Feedback on administrative rules
letter-content-mixed = Mixed

letter-eligibility-eligible = Meets the conditions
letter-eligibility-incomplete = Name, address, signature or needed content is missing
letter-eligibility-sent_many = Sent to many places, the competent one among them
letter-eligibility-guided_before = Guided before about the same content
letter-eligibility-out_of_time = Past its time
letter-eligibility-settled_before = Finally settled, nothing new
letter-eligibility-illegible = Cannot be read

letter-competence-own = This office’s
letter-competence-other = Another office’s

letter-branch-state = State administration
letter-branch-elected = Elected bodies
letter-branch-judicial = Investigation, prosecution, courts, enforcement
letter-branch-political = Political, mass and religious organisations
letter-branch-public_unit = Public service units
letter-branch-enterprise = State-owned enterprises

letter-disposal-open = Handle under the procedure of its content
letter-disposal-split = Split, and guide the sender
letter-disposal-transfer = Transfer to the competent office
letter-disposal-guide = Guide the sender
letter-disposal-archive = Archive for one year
letter-disposal-inspection = Pass to inspection
letter-disposal-party_body = Forward to the Party body
