//! A past day is told again as it was told then, whatever became of the rules and the calendar since.

use crate::{
    desk::Browser,
    letters_deadlines::accepted,
    letters_way::{act, go_to},
    rules_followed::{rest, run_recounts, settled_in},
};
use danvan_actions::{
    Facts,
    calendar::{self, as_of},
    proceedings::{self, stood_at},
    rules::follow,
    verify,
};
use danvan_domain::{calendar::Calendar, ids::ProceedingId, procedures::Stand, rights::Asker, time::Moment};
use danvan_testkit::{House, for_each_engine};

/// What is said of a proceeding now.
async fn said_now(house: &House, id: ProceedingId) -> (Moment, Stand) {
    let now = house.now();
    let opened = proceedings::open(house, &Asker::house(), id).await.expect("a proceeding");
    (now, opened.seen.stand)
}

async fn said_then(house: &House, id: ProceedingId, at: Moment) -> Stand {
    stood_at(house, &Asker::house(), id, at).await.expect("as it stood").stand
}

fn due(stand: &Stand) -> String {
    stand.clock("first_settlement").expect("a clock").due.at.day().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_day_is_told_as_it_was_told_then() {
    for_each_engine(|house| async move {
        assert!(follow(&house).await.expect("followed"));
        run_recounts(&house).await;
        let complaint = accepted(&house).await;
        go_to(&house, "2026-10-09");
        let first = said_now(&house, complaint).await;
        assert_eq!(due(&first.1), "2026-11-09");

        // Between two acts a day of the calendar turns, then the rule, then a day that comes with the program.
        go_to(&house, "2026-10-12");
        calendar::set(&house, &Asker::house(), &[rest("2026-11-09")]).await.expect("set");
        run_recounts(&house).await;
        let second = said_now(&house, complaint).await;
        assert_eq!(due(&second.1), "2026-11-10");
        go_to(&house, "2026-10-13");
        let house = house.opened_again(settled_in(40)).await;
        calendar::reload(&house).await.expect("read");
        assert!(follow(&house).await.expect("followed"));
        run_recounts(&house).await;
        let third = said_now(&house, complaint).await;
        assert_eq!(due(&third.1), "2026-11-17");
        go_to(&house, "2026-10-14");
        let days = Calendar::facts().with(&[rest("2026-11-17")]).expect("a calendar");
        let house = house.opened_again(Facts { embedded: days, ..settled_in(40) }).await;
        calendar::reload(&house).await.expect("read");
        assert!(follow(&house).await.expect("followed"));
        run_recounts(&house).await;
        let fourth = said_now(&house, complaint).await;
        assert_eq!(due(&fourth.1), "2026-11-18");
        go_to(&house, "2026-10-15");
        let mut chair = Browser::of(&house, "chu.tich").await;
        assert_eq!(act(&mut chair, complaint, "announce_dialogue", &[("document", "3/TB")]).await, 200);

        // Stage, due day and every sentence of the explanation are what they were.
        for (at, said) in [&first, &second, &third, &fourth] {
            assert_eq!(said_then(&house, complaint, *at).await, *said, "{at}");
        }
        let day = "2026-11-17".parse().expect("a day");
        assert!(as_of(&house, third.0).await.expect("a calendar").is_working_day(day));
        assert!(!as_of(&house, fourth.0).await.expect("a calendar").is_working_day(day));
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
        on_the_page(&house, complaint).await;
    })
    .await;
}

/// The page tells a past day, plainly and for reading only; a day that cannot be told comes back with the reason.
async fn on_the_page(house: &House, complaint: ProceedingId) {
    let mut lan = Browser::of(house, "lan").await;
    let page = format!("/proceedings/{complaint}");
    lan.open(&page).await;
    assert!(lan.says("Xem lại ngày đã qua") && lan.says("18/11/2026"), "{}", lan.html);
    let act = format!("action=\"{page}/act\"");
    assert!(lan.says(&act), "there is something to do now");
    for (day, due, other) in [
        ("9/10/2026", "9/11/2026", "17/11/2026"),
        ("2026-10-12", "10/11/2026", "17/11/2026"),
        ("13/10/2026", "17/11/2026", "18/11/2026"),
        ("15/10/2026", "18/11/2026", "17/11/2026"),
    ] {
        lan.open(&format!("{page}?at={day}")).await;
        assert_eq!(lan.status, 200, "{day}");
        assert!(lan.says("Đang xem lại vụ việc như vào cuối ngày") && lan.says(due), "{day}: {}", lan.html);
        assert!(!lan.says(&act) && !lan.says(&format!("{page}/assign")), "{day}: it is read only");
        assert_eq!(lan.says("3/TB"), day == "15/10/2026", "{day}: what was done later is not there");
        assert!(!lan.says(other), "{day}: {}", lan.html);
    }
    for (day, why) in [
        ("31/2/2026", "id=\"error-as_of\""),
        ("16/10/2026", "chưa qua"),
        ("1/10/2026", "vụ việc chưa mở"),
        ("hom+qua", "id=\"error-as_of\""),
    ] {
        lan.open(&format!("{page}?at={day}")).await;
        assert_eq!((lan.status, lan.says(why)), (422, true), "{day}: {}", lan.html);
        assert!(lan.says(&act), "{day}: the page of now comes back");
    }
}
