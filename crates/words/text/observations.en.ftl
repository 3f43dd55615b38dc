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
observation-raised = Became a case
observation-became = What came of it
outcome-handed_over = with the commune
outcome-in_hand = in hand
outcome-answered = answered
