### Clocks: pauses, extensions, reasons.

clock-paused-already = The clock is paused already.
clock-not-paused = The clock is running; there is nothing to resume.
clock-before = This is earlier than what happened last ({ $moment }).
clock-extension-amount = It cannot be extended by { $amount }; write a number above 0, within ten years.
clock-ground-required = Please write down the ground.
reason-required = Please choose a reason from the list.
reason-note-required = This reason needs a few words with it.

## Why it is due then

why-working-hours = { $n } working hours, counted from { $start }.
why-working-days = { $n } working days from { $start }, the first day not counted.
why-calendar-days = { $n } days from { $start }, the first day not counted.
why-skipped = Not counted: { $days }.
why-moved = The last day is a rest day, so it moved over: { $days }.
why-worked = Counted, because worked: { $days }.
why-extended = Extended by { $n }: { $ground }.
why-paused = Paused from { $from } to { $to }: { $ground }.
why-paused-still = Paused since { $from }: { $ground }.
why-provisional = Some rest days are not officially announced yet; the due day may change.
why-beyond = The holidays of that year are not known yet; only Saturdays and Sundays were left out.
why-source = Source: { $source } (certainty { $grade }).
why-source-promise = the promise of the topic (an installation may change it)
