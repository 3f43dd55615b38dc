### Observations: what a team hears.

## Noting

observe-title = Note
observe-topic = What are people talking about?
observe-topic-find = Find another topic
observe-severity = How strongly
observe-people = About how many people?
observe-trend = Rising or easing?
observe-place = Where?
observe-words = What people say
observe-words-hint = Write about the place and the matter; name nobody.
observe-wants-answer = Somebody needs an answer
observe-save = Save
observe-saved = Noted.
observe-edit = Change the note
observe-edited =
    Changed { $n ->
        [one] { $n } time
       *[other] { $n } times
    }; the first version is kept
severity-concern = Interest
severity-worry = Worry
severity-anger = Anger
severity-hotspot = Hot spot
people-one = 1
people-few = a few
people-about_10 = ~10
people-about_50 = ~50
people-over_100 = over 100
trend-rising = Rising
trend-same = Unchanged
trend-easing = Easing

## What was noted

observations-title = Observations
observations-mine = What I noted
observations-count =
    { $n ->
        [one] { $n } note
       *[other] { $n } notes
    }
observations-empty-title = Nothing noted yet
observations-empty-text = What you hear can be noted here in half a minute.
observation-raise = Turn into a case
observation-became = What came of it
outcome-handed_over = with the commune
outcome-in_hand = in hand
outcome-answered = answered

observe-topic-none = No topic matches “{ $words }”. Please choose from the list.
observe-topic-hint = For example: water
observe-whole = All of { $unit }
observe-photos = Photos
observe-photos-kept = 
    { $n ->
        [one] { $n } photo is kept.
       *[other] { $n } photos are kept.
    }
observe-again = Note something else
observe-ask = What needs an answer
observe-ask-hint = Leave empty if it is just what people say above.
observe-ask-name = Who asks
observe-ask-phone = Their phone
observe-ask-kept = Used only to answer; every look at it is recorded.
observations-waiting = My cases
observations-topic = Topic
observations-when = Period
observations-days = last { $n } days
observations-none-title = No observations
observations-none-text = Try fewer filters or a longer period.
observations-cut = Only the 200 newest are shown. Choose a shorter period.
observation-people = people: { $many }
observation-noted = Noted at { $when }
observation-photo = Photo { $n }
observation-withdraw = Take back
observation-withdrawn = Taken back
observation-withdrawn-text = This note was taken back and is no longer counted.
observation-change-until = It can be changed or taken back for 24 hours.
observation-counted = It counts in the figures of what was heard. No case waits for an answer.
observation-receipt = The receipt, for whoever asked:
observation-show-receipt = Open the receipt to show or print
observation-raise-send = Make the case and get the receipt
observation-versions = Every wording
observation-first = first wording
