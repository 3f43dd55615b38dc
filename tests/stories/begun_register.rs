//! What offices began on their own stands in a register: numbered by the office, counted, and kept by rule.

use crate::{
    begun_by_offices::{SUBJECT, begin, check_verified, office, shown},
    data_rights::found,
    desk::{Browser, somebody},
    letters_way::{act, go_to},
    receptions_register::file,
};
use danvan_actions::{
    data::{certificate, retention},
    letters::scrub,
    operations::settings,
};
use danvan_domain::{ids::ProceedingId, people::Role, rights::Asker};
use danvan_store::{contents::damage, registers::begun};
use danvan_testkit::{House, for_each_engine};

const PERIOD: &str = "from=2026-10-01&to=2026-12-31";

/// Words that stand nowhere else: what it is about, where it hung, why it came down.
const NEEDLES: [&str; 3] = ["Kế hoạch sửa ngõ Zuqêvan", "nhà văn hóa Mithọra", "nghị quyết Vuqêzan thay thế"];

/// The numbers of a line of the counts.
fn numbers<'a>(csv: &'a str, line: &str) -> Vec<&'a str> {
    let found = csv.lines().find(|row| row.contains(line)).unwrap_or_else(|| panic!("no {line}: {csv}"));
    found.trim_end_matches('\r').rsplitn(6, ',').collect::<Vec<_>>().into_iter().take(5).rev().collect()
}

async fn number(house: &House, id: ProceedingId) -> Option<(i64, i64)> {
    begun::number_of(&house.store, id).await.expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_office_numbers_what_it_begins_and_the_register_counts_it() {
    for_each_engine(|house| async move {
        let own = office(&house).await;
        let beside = house.unit("00004");
        somebody(&house, "khac", Role::CommuneOfficer, beside).await;
        let mut lan = Browser::of(&house, "lan").await;
        let id = house.new_id().to_string();
        for _ in 0..2 {
            let form = [("id", id.as_str()), ("start", "publication.decide")];
            assert_eq!(begin(&mut lan, own, &form).await, 200, "{}", lan.html);
        }
        let first = shown(&lan);
        assert!(lan.says("1/2026") && lan.says("Số trong sổ"), "{}", lan.html);
        house.clock.pass_seconds(1);
        let fees = [("start", "publication.decide"), ("subject", "=Mức thu phí"), ("document", "16/QĐ-UBND")];
        assert_eq!(begin(&mut lan, own, &fees).await, 200, "{}", lan.html);
        let second = shown(&lan);
        let refused = [("start", "publication.decide"), ("document", "")];
        assert_eq!(begin(&mut lan, own, &refused).await, 422, "what is refused takes no number");
        let mut chair = Browser::of(&house, "chu.tich").await;
        assert_eq!(begin(&mut chair, own, &[("start", "head_election.decide")]).await, 200, "{}", chair.html);
        let third = shown(&chair);
        let mut other = Browser::of(&house, "khac").await;
        assert_eq!(
            begin(&mut other, beside, &[("start", "publication.decide")]).await,
            200,
            "{}",
            other.html
        );
        let theirs = shown(&other);
        for (id, told) in [(first, 1), (second, 2), (third, 3), (theirs, 1)] {
            assert_eq!(number(&house, id).await, Some((2026, told)));
        }

        // The first is posted in time and taken down in November; the second is never posted, which is late.
        assert_eq!(act(&mut lan, first, "post", &[("forms", "nhà văn hóa")]).await, 200, "{}", lan.html);
        go_to(&house, "2026-11-20");
        let mut lan = Browser::of(&house, "lan").await;
        assert_eq!(act(&mut lan, first, "take_down", &[]).await, 200, "{}", lan.html);
        lan.open(&format!("/registers/begun?{PERIOD}&unit={own}")).await;
        for said in ["1/2026", "2/2026", "3/2026", SUBJECT, "15/QĐ-UBND", "mức chắc chắn C", "Bầu"] {
            assert!(lan.says(said), "{said}: {}", lan.html);
        }
        let counts = |name: &'static str, query: String| {
            let house = house.clone();
            async move { file(&house, name, &format!("/registers/begun.csv?{query}")).await.text }
        };
        // Carried in, begun, ended, carried over, of which a clock lapsed.
        let all = counts("lan", format!("{PERIOD}&unit={own}")).await;
        assert_eq!(numbers(&all, "Tất cả"), ["0", "3", "1", "2", "1"], "{all}");
        assert_eq!(numbers(&all, "Công khai ở cơ sở"), ["0", "2", "1", "1", "1"], "{all}");
        let november = counts("lan", format!("from=2026-11-01&to=2026-11-30&unit={own}")).await;
        assert_eq!(numbers(&november, "Tất cả"), ["3", "0", "1", "2", "1"], "{november}");
        let december = counts("lan", format!("from=2026-12-01&to=2026-12-31&unit={own}")).await;
        assert_eq!(numbers(&december, "Tất cả"), ["2", "0", "0", "2", "1"], "{december}");
        let whole = counts("thanh.pho", PERIOD.to_owned()).await;
        assert_eq!(numbers(&whole, "Tất cả"), ["0", "4", "1", "3", "2"], "{whole}");
        let book = file(&house, "lan", &format!("/registers/begun/book.csv?{PERIOD}&unit={own}")).await;
        assert!(book.text.contains("'=Mức thu phí") && book.text.contains("2026-10-08"), "{}", book.text);
        for path in ["/registers/begun.xlsx", "/registers/begun/book.xlsx"] {
            let sheet = file(&house, "lan", &format!("{path}?{PERIOD}")).await;
            assert!(sheet.header("content-type").contains("spreadsheet"), "{path}");
        }
        lan.open(&format!("/registers/begun?unit={beside}")).await;
        assert_eq!(lan.status, 403, "another office's");
        lan.open("/registers/begun?from=2026-13-40").await;
        assert_eq!(lan.status, 422);
        check_verified(&house).await;
        let spoil = "update begun set number = 7 where number = 2";
        assert!(damage(&house.store, spoil).await.expect("spoiled") > 0);
        let told = danvan_actions::verify::verify(&house).await.expect("a report");
        assert!(told.difference.is_some(), "a gap in the register is told");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_register_is_read_page_by_page_without_losing_a_line() {
    for_each_engine(|house| async move {
        let own = office(&house).await;
        let mut lan = Browser::of(&house, "lan").await;
        for number in 1..=53 {
            let subject = format!("Việc công khai {number}.");
            let form = [("start", "publication.decide"), ("subject", subject.as_str())];
            assert_eq!(begin(&mut lan, own, &form).await, 200, "{}", lan.html);
        }
        lan.open(&format!("/registers/begun?{PERIOD}&unit={own}")).await;
        let mut seen: Vec<i64> = Vec::new();
        let mut collect = |html: &str| {
            let told = |number: &i64| html.contains(&format!("Việc công khai {number}.</td>"));
            seen.extend((1..=53).filter(told));
        };
        collect(&lan.html);
        let next = lan.html.split("&amp;after=").nth(1).or_else(|| lan.html.split("&#38;after=").nth(1));
        let next = next.and_then(|rest| rest.split('"').next()).expect("a next page").to_owned();
        lan.open(&format!("/registers/begun?{PERIOD}&unit={own}&after={next}")).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        collect(&lan.html);
        seen.sort_unstable();
        assert_eq!(seen, (1..=53).collect::<Vec<i64>>(), "each once");
        assert!(!lan.says("class=\"button\" href=\"/registers/begun?"), "there is no third: {}", lan.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_is_erased_by_its_rule_and_what_stays_posted_is_not() {
    for_each_engine(|house| async move {
        let own = office(&house).await;
        settings::set(&house, &Asker::house(), "retention.begun", "10").await.expect("set");
        let mut lan = Browser::of(&house, "lan").await;
        let decided = [("start", "publication.decide_permanent"), ("subject", NEEDLES[0])];
        assert_eq!(begin(&mut lan, own, &decided).await, 200, "{}", lan.html);
        let over = shown(&lan);
        assert_eq!(begin(&mut lan, own, &[("start", "publication.decide_permanent")]).await, 200);
        let stays = shown(&lan);
        for id in [over, stays] {
            assert_eq!(
                act(&mut lan, id, "post_permanent", &[("forms", NEEDLES[1])]).await,
                200,
                "{}",
                lan.html
            );
        }
        house.clock.pass_seconds(1);
        assert_eq!(act(&mut lan, over, "retire", &[("ground", NEEDLES[2])]).await, 200, "{}", lan.html);
        scrub(&house).await.expect("written anew");
        let seen: Vec<&str> = found(&house, &NEEDLES).into_iter().map(|(needle, _)| needle).collect();
        for needle in NEEDLES {
            assert!(seen.contains(&needle), "{needle} is not found while it is there");
        }
        let due = || async {
            let due = retention::preview(&house, &Asker::house()).await.expect("a preview");
            due.into_iter().find(|one| one.rule.rule == "begun").expect("the rule")
        };
        house.clock.pass_days(10);
        assert_eq!(due().await.things, 0, "the last day still counts");
        house.clock.pass_days(1);
        let told = due().await;
        assert_eq!((told.things, told.rule.days, told.rule.grade.word()), (1, Some(10), "C"));
        assert!(told.rule.source.contains("Lưu trữ"), "{}", told.rule.source);
        house.clock.pass_days(400);
        assert_eq!(due().await.things, 1, "what stays posted is not due");

        let mut papers = Vec::new();
        for id in retention::run(&house, &Asker::house()).await.expect("a run") {
            papers.push(certificate(&house, &Asker::house(), id).await.expect("a certificate"));
        }
        papers.retain(|paper| paper.rule == "begun");
        assert_eq!((papers.len(), papers[0].things), (1, 1));
        assert_eq!(papers[0].counts.get("proceedings"), Some(&1), "{:?}", papers[0].counts);
        assert_eq!(due().await.things, 0, "once");
        somebody(&house, "vanhanh", Role::Operator, house.unit("01")).await;
        let mut operator = Browser::of(&house, "vanhanh").await;
        operator.open(&format!("/data/erasures/{}", papers[0].id)).await;
        assert!(operator.says("lời của 1 việc cơ quan mở"), "{}", operator.html);

        // Number, day, procedure and steps stay; its words are in no row or byte, and the other's are.
        let mut lan = Browser::of(&house, "lan").await;
        lan.open(&format!("/registers/begun?{PERIOD}&unit={own}")).await;
        assert!(lan.says("1/2026") && lan.says("2/2026") && lan.says(SUBJECT), "{}", lan.html);
        assert!(!lan.says(NEEDLES[0]), "{}", lan.html);
        lan.open(&format!("/proceedings/{over}")).await;
        assert!(lan.status == 200 && lan.says("đã xóa theo thời hạn giữ"), "{}", lan.html);
        house.run_followers().await;
        check_verified(&house).await;
        scrub(&house).await.expect("written anew");
        let left: Vec<&str> = found(&house, &NEEDLES).into_iter().map(|(needle, _)| needle).collect();
        assert!(!left.contains(&NEEDLES[0]) && !left.contains(&NEEDLES[2]), "{left:?}");
        assert!(left.contains(&NEEDLES[1]), "the other still hangs there");
    })
    .await;
}
