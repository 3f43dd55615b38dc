### Sealed denunciations.

## Reasons for opening

seal-reason-verify_author = To check the author's name and address
seal-reason-reach_author = To reach or inform the author
seal-reason-write_extract = To write the extract to work with
seal-reason-examine_original = To examine the original for a conclusion
seal-reason-protect_author = To protect the author or those near them
seal-reason-asked_by_law = A court, procuracy, inspection or investigator asks by law
seal-reason-change_handlers = Handlers of seals change
seal-reason-hand_over = To hand it over to the office that has the matter

## Notes and refusals

note-seal-name = Write the author's name. A letter without one is not handled as a denunciation (Law on Denunciations, Article 25).
note-seal-text = Copy what the letter says, or attach its scans.
note-seal-scan-kind = Only JPEG, PNG and WebP pictures and PDF files are taken.
note-seal-scans-many = At most { $most } pages, { $megabytes } MB together.
note-seal-extract-tells = The extract still tells who the author is (name, phone number, e-mail or address). Please rewrite it.
note-seal-handler-unknown = Nobody signs in with this name.
note-seal-handler-role = A handler of seals is an officer or leader of the unit.
note-passphrase-short = Write at least { $limit } characters. A long sentence that only you know is best.
note-passphrase-simple = This repeats too few letters. Choose another sentence.
note-passphrase-differs = The two are not the same.
note-passphrase-wrong = The passphrase is wrong.
note-recovery-count = Between 2 and { $most } people keep shares.
note-recovery-needed = Between 2 and { $count } shares are enough.
note-recovery-witness = The witness is a handler of this unit's seals who has made a key.
note-recovery-witness-self = The witness is somebody else.
note-recovery-share = Share { $number } is mistyped, or belongs to another key.
note-recovery-few = Too few shares: { $needed } different ones of this key are needed.
note-recovery-none = These shares open no letter. See below when each set was made, and use the one that fits.
refusal-not-handler = You are no handler of this unit's seals. Its leader names them.
refusal-opening-own = Whoever asks cannot agree. Another handler must.
refusal-opening-others = This opening is for two others.
refusal-opening-removed = Whoever is to be removed takes no part in this.
refusal-opening-waits = No second handler has agreed yet.
refusal-opening-over = This opening is over. Ask again if you need to.
refusal-opening-already = A request to open has not ended yet.
refusal-seal-damaged = It does not open: what is sealed was changed or damaged on the server. Tell the unit's leader and the operator at once; a back-up may be whole.
refusal-seal-no-key = You have no key yet. Make one with a passphrase of your own first.
refusal-seal-no-share = You were named after this was sealed and hold no share of its key. Two other handlers must close it anew.
refusal-seal-not-ready = The unit needs at least two handlers who have made keys, and a recovery key. Until then keep the letter on paper, locked away.
refusal-seal-busy = Somebody sealed something at the same moment. Send it again.
refusal-seal-renewed = It was sealed anew meanwhile, so nothing was kept. Send it once more; where a letter was open, ask to open it again.
refusal-change-stale = Something was sealed or written after this was asked. Refuse this request and ask to seal anew once more.
refusal-measures-reason = Measures of protection are written while it is open to protect the author. End this opening and ask with that reason.
refusal-seal-stays = This is handled where its letter is: there is nobody to hand it over to.
refusal-seal-receiver = The receiving office has no two handlers with keys and a recovery key, so nobody there could open it. Send the letter on paper, in a closed envelope.
note-seal-key-replace = You have a key already. Tick this box to make a new one.
note-seal-key-old = Write the passphrase of the key you have. If you forgot it, ask your leader to end the old key.

## List

nav-sealed = Sealed
seal-title = Sealed denunciations
seal-lead = The author's name, the letter and its scans are locked by cipher. Two handlers open them together; nobody can alone.
seal-ready-handlers = { $n } handlers have made keys.
seal-ready-recovery = There is a recovery key.
seal-ready-no-recovery = There is no recovery key.
seal-new = Take in a denunciation
seal-none-title = Nothing is sealed
seal-none-text = Denunciations that come to this unit will stand here, by number and state only.
seal-number = Number
seal-when = Sealed at
seal-state = State
seal-one = Sealed letter { $n }
seal-standing-closed = closed
seal-standing-asked = somebody asks to open it
seal-standing-open = open
seal-handed = Handed over. From now on only the handlers of the receiving office open it.

## Taking in

seal-new-text = What you write is locked as it is saved. Afterwards you cannot see it alone. This page keeps no draft: save before you leave it.
seal-name-on-paper = (see the signature on the letter)
seal-signers-hint = Only how many; the name goes into the field below.
seal-proceeding = The denunciation's proceeding
seal-letter = Letter { $code } in the log
seal-name = Author's name
seal-contacts = Phone, e-mail
seal-contacts-hint = With commas between them
seal-address = Address
seal-text = The letter
seal-text-hint = Copy its words as they stand, or only attach its scans.
seal-scans = Scans of the letter
seal-scans-hint = Pictures or PDF; at most { $most } pages, { $megabytes } MB together.
seal-measures = How the author is protected
seal-measures-hint = Who needs protection, what was done, since when.
seal-extract = Extract to work with
seal-extract-hint = Write the matter in your own words, so that nothing tells the author. One handler can read this.
seal-send = Seal and save
seal-done = Sealed. From now on the original opens for two handlers together.

## One letter

seal-sealed = Sealed at { $when }
seal-edition = key number { $n }
seal-extract-read = Read the extract
seal-extract-none = There is no extract. Open the original to write one.
seal-extract-write = Write the extract
seal-extract-save = Save the extract
seal-measures-write = Write how the author is protected
seal-measures-write-hint = It takes the place of what stands above; the rest of the letter stays. It is sealed as it is saved and shown nowhere else.
seal-measures-save = Save into the seal
seal-measures-elsewhere = To write measures of protection, open the letter with the reason to protect the author.
seal-typed-copy = What you wrote is all below; copy it before you leave, since this page keeps no draft.
seal-typed-send = Send again
seal-original = Original
seal-original-text = For the screen only. Do not print, photograph or copy it. Every reading is noted.
seal-two = It takes two: you ask with a reason, and another handler agrees.
seal-reason = Reason
seal-passphrase = Your seal passphrase
seal-ask = Ask to open
seal-approve = Agree
seal-decline = Refuse
seal-read = Read the original
seal-end = End this opening
seal-back = Back to the letter's page
seal-opening-asked = { $by } asked at { $when }: { $reason }.
seal-waits-until = It waits for a second handler until { $when }.
seal-open-until = It is open until { $when }.
seal-log = Who opened it
seal-log-none = Nobody has.
seal-log-read = { $by } read the { $part } at { $when }.
seal-log-second = { $by } agreed.
seal-log-asked = It waits.
seal-log-open = It is open.
seal-outcome-declined = It was refused.
seal-outcome-ended = It was ended.
seal-outcome-lapsed = Its time was over.
seal-outcome-changed = It ended because everything was sealed anew.
seal-part-original = original
seal-part-extract = extract
seal-scan = Page { $n } of the letter
seal-scan-pdf = Download page { $n } (PDF); delete the file afterwards
## Handing over

seal-hand-over = Hand the seal over
seal-hand-over-hint = What is sealed does not go by itself: afterwards two handlers hand it over on the sealed letter's page. Where nobody handles seals it goes on paper, in a closed envelope.
seal-hand-over-text = The matter went to { $unit }. Two handlers together seal it for the handlers there; afterwards nobody here opens it any more.
seal-hand-over-paper = The matter went to { $unit }, but there are no two handlers with keys and a recovery key there, so nobody could open it. Send the letter on paper, in a closed envelope; the seal stays here.
seal-hand-over-ask = Ask to hand over

## One's own key

seal-key-title = Make a seal key
seal-key-have = My key
seal-key-text = Your key is locked by a passphrase that only you know, another one than your password. The server does not keep it.
seal-key-lost = If you forget it, nobody can get it back for you. Letters then open only after two other handlers seal them anew, or by the recovery shares on paper.
seal-passphrase-old = Passphrase of the key you have
seal-passphrase-old-hint = Forgotten? Your leader ends the old key on the page of handlers; then make a new one.
seal-passphrase-new = New passphrase
seal-passphrase-hint = At least { $n } characters. Choose a long sentence that you remember.
seal-passphrase-again = Once more
seal-key-replace = Replace the key I have
seal-key-replace-hint = The old key loses its part in every letter at once; two other handlers must seal anew before you open any.
seal-key-make = Make the key

## Handlers

seal-handlers = Handlers of seals
seal-handlers-text = The unit's leader names them. Any two of them open a letter together.
seal-compartments = Seals in this office’s care
seal-compartments-text = A unit that has ended left its seals here; each has handlers and a recovery key of its own.
seal-compartment-ended = { $unit } (ended on { $day })
seal-compartment-seals = { $n ->
    [one] One seal.
   *[other] { $n } seals.
}
seal-handlers-none = Nobody is named.
seal-handler-key = has a key
seal-handler-no-key = has no key yet
seal-handler-name = Name a handler
seal-handler-name-hint = The sign-in name of an officer or leader of the unit
seal-forgot = Somebody forgot their passphrase
seal-forgot-text = Once their key is ended they can make a new one without the old passphrase. A key that was ended opens nothing any more; two other handlers must seal anew. This is noted.
seal-forgot-who = Who forgot
seal-forgot-end = End the key
seal-change = Seal anew
seal-change-text = When somebody new comes or a handler leaves, two handlers together seal every letter anew with new keys. Whoever left opens nothing any more.
seal-change-removes = Who leaves
seal-change-nobody = Nobody, only new handlers come
seal-change-ask = Ask to seal anew
seal-change-asked = { $by } asked at { $when } to seal anew.
seal-change-asked-without = { $by } asked at { $when } to seal anew without { $name }.

## Recovery key

seal-recovery = Recovery key
seal-recovery-there = Since { $when }: { $count } shares on paper, of which { $needed } are enough.
seal-recovery-make = Make a recovery key
seal-recovery-text = The recovery key is split into shares on paper that different people keep. With enough of them every letter can be sealed anew for new handlers when passphrases are forgotten.
seal-recovery-once = The shares are shown once and kept nowhere. Have a printer ready and a witness beside you, and hand out each sheet at once.
seal-recovery-replaces = Earlier shares still open what was sealed with them: keep them until two handlers have sealed everything anew.
seal-recovery-count = How many people keep shares
seal-recovery-needed = How many shares are enough
seal-recovery-witness = Witness
seal-recovery-witness-hint = The sign-in name of a handler who sits beside you
seal-recovery-passphrase = The witness's seal passphrase (they type it)
seal-shares = Shares of the recovery key
seal-shares-text = Print them now, one a sheet, and hand out each. Once you leave this page they cannot be seen again.
seal-shares-print = Print
seal-share = Share { $number } · { $unit }
seal-share-text = Keep it in a closed envelope and take no picture of it. { $n } different shares are needed.
seal-share-keeper = Kept by:
seal-recover = Recover by the shares on paper
seal-recover-text = Type the shares, one a line; shares of several keys may be typed together. Every letter that they open is sealed anew for the handlers who have keys today. This is noted.
seal-recover-shares = Shares
seal-recover-hint = Capitals or not, with dashes or without.
seal-recover-done = { $n } letters were sealed anew for the handlers of today. The shares have been on a screen: make a new recovery key, then seal anew.
seal-recover-left = { $n } letters are sealed with another recovery key and stay as they were. Use the shares of that key.
seal-recover-sets = What each set of shares opens
seal-recover-set = Made at { $when }: { $needed } of { $count } shares are needed, and open { $seals } letters.

## Fields

label-contacts = Phone, e-mail
label-address = Address
label-letter = The letter
label-scans = Scans
label-extract = Extract
label-passphrase = Passphrase
label-old = Passphrase of the key you have
label-forgot = Who forgot
label-again = Once more
label-replace = Replace the key
label-removes = Who leaves
label-needed = Shares that are enough
label-count = People who keep shares
label-witness = Witness
label-shares = Shares
seal-unlock-passkey = Use a passkey instead of the passphrase
seal-passkey-title = Open with a passkey
seal-passkey-text = A passkey on your device can stand in for your seal passphrase. The passphrase still works, should the device be lost. When you remove a passkey on the security page, add the others here again.
seal-passkey-locks = { $n ->
    [0] No passkey opens this key yet.
    [one] One passkey opens this key.
   *[other] { $n } passkeys open this key.
 }
seal-passkey-add = Add a passkey
seal-passkey-added = The passkey opens your key now.
seal-passkey-failed = The passkey did not open it. Use the passphrase, or add the passkey on the page of your key; some passkeys cannot do this.
note-seal-many-passkeys = As many passkeys open this key as may. Remove some on the security page and add the others again.
