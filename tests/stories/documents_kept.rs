//! Issued documents and the rights of whoever they are about: kept by the archive's rule, told with its source, erased when
//! that time is over.

use crate::{
    data_rights::found,
    desk::{Browser, somebody},
    documents_pages::letter,
    figures::signed_in,
    letters_way::ward,
};
use danvan_actions::{
    data::{certificate, retention},
    documents::{self, About, Request},
    operations::settings,
    proceedings::{Doing, act},
    verify::verify,
};
use danvan_domain::{
    documents::{Kind, Signing},
    letters::Content,
    people::Role,
    rights::Asker,
};
use danvan_store::{data::scrub, documents as store};
use danvan_testkit::{House, Site, for_each_engine};
use reqwest::StatusCode;

/// Words that stand nowhere else, in no other story either.
const NEEDLES: [&str; 3] = ["Xuvaqen Thờrông", "0987 210 654", "Ngõ Xuvaqen số 7"];

async fn due(house: &House) -> i64 {
    let due = retention::preview(house, &Asker::house()).await.expect("a preview");
    due.iter().find(|one| one.rule.rule == "document").expect("the rule").things
}

#[tokio::test(flavor = "multi_thread")]
async fn a_documents_words_are_kept_by_rule_and_then_gone_to_the_last_byte() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let site = Site::open(&house).await;
        let officer = signed_in(&house, &site, "lan", Role::CommuneOfficer, own).await;
        let leader = house.somebody(Role::CommuneLeader, own).await;
        let (_, complaint) = letter(&house, own, Some(Content::Complaint)).await;
        let said = [("person", NEEDLES[0]), ("address", NEEDLES[2]), ("reasons", NEEDLES[1])];
        let request = Request {
            kind: Kind::Refusal,
            act: "refuse".into(),
            system: None,
            signing: Signing::OnBehalf,
            signer: String::new(),
            said: said.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        };
        let about = About::Proceeding(complaint);
        let issued =
            documents::issue_of(&house, &leader, house.new_id(), about, request).await.expect("issued");
        assert!(issued.letter.contains(NEEDLES[0]));
        // What is not erased is found, after a rewriting too.
        scrub(&house.store).await.expect("written anew");
        let seen: Vec<&str> = found(&house, &NEEDLES).into_iter().map(|(needle, _)| needle).collect();
        assert!(NEEDLES.iter().all(|needle| seen.contains(needle)), "{seen:?}");

        // While its proceeding is open it is never due; then the days count from its end.
        house.clock.pass_days(6_000);
        assert_eq!(due(&house).await, 0, "its proceeding is open");
        let refuse = Doing {
            act: "refuse".into(),
            ground: "Đã hết thời hiệu".into(),
            document: "01/TB-UBND".into(),
            late_reason: "overload".into(),
            ..Doing::default()
        };
        act(&house, &leader, complaint, refuse).await.expect("refused");
        house.clock.pass_days(5_479);
        assert_eq!(due(&house).await, 0, "the last day still counts");
        house.clock.pass_days(1);
        assert_eq!(due(&house).await, 1);
        settings::set(&house, &Asker::house(), "retention.document", "9000").await.expect("set");
        assert_eq!(due(&house).await, 0, "an installation keeps them longer");
        settings::set(&house, &Asker::house(), "retention.document", "").await.expect("set");
        let made = retention::run(&house, &Asker::house()).await.expect("a run");
        let mut counts = Vec::new();
        for id in made {
            let paper = certificate(&house, &Asker::house(), id).await.expect("a certificate");
            if paper.rule == "document" {
                counts.push((paper.things, paper.counts.get("documents").copied()));
            }
        }
        assert_eq!((counts, due(&house).await), (vec![(1, Some(1))], 0));

        // Words are gone, the number stays without a gap; not one byte is left once the database was written anew.
        let kept = store::one(&house.store, issued.id).await.expect("read").expect("still there");
        assert_eq!((kept.letter.as_str(), kept.about.as_str(), kept.number), ("", "", 1));
        assert!(store::torn_registers(&house.store).await.expect("read").is_empty());
        assert_eq!(verify(&house).await.expect("verified").difference, None);
        scrub(&house.store).await.expect("written anew");
        assert_eq!(found(&house, &NEEDLES), []);
        drop(officer);
        let mut officer = sign_in_again(&house).await;
        officer.open(&format!("/documents/{}", issued.id)).await;
        assert!(officer.status == 200 && officer.says("đã xóa theo thời hạn lưu"), "{}", officer.html);
        officer.open(&format!("/documents/{}/file", issued.id)).await;
        assert_eq!(officer.status, 409);
        officer.open(&format!("/documents/register?unit={own}&year={}", kept.year)).await;
        assert!(officer.says("01/TB-UBND") && officer.says("đã xóa theo thời hạn lưu"), "{}", officer.html);
    })
    .await;
}

/// Somebody else of the office, years later.
async fn sign_in_again(house: &House) -> Browser {
    somebody(house, "mai", Role::CommuneOfficer, ward(house, "Ngọc Hà")).await;
    Browser::of(house, "mai").await
}

const DAY: [(&str, &str); 5] = [
    ("day", "15/10/2026"),
    ("begins", "08:30"),
    ("seats", "2"),
    ("place", "Trụ sở UBND phường"),
    ("host", "Chủ tịch UBND phường"),
];

/// What stands after some text, up to a quote.
fn after<'a>(html: &'a str, text: &str) -> &'a str {
    let rest = html.split(text).nth(1).unwrap_or_else(|| panic!("no {text}: {html}"));
    rest.split(['"', '?', '<', '#']).next().unwrap_or_default()
}

#[tokio::test]
async fn a_visitor_reads_on_their_receipt_what_was_issued_and_how_long_it_is_kept() {
    for_each_engine(|house| async move {
        let own = house.unit("00004");
        let site = Site::open(&house).await;
        somebody(&house, "canbo", Role::CommuneOfficer, own).await;
        let mut officer = Browser::of(&house, "canbo").await;
        officer.open("/receptions/desk").await;
        officer.send("/receptions/desk", &DAY).await;
        let day = after(&officer.html, "/receptions/desk/days/").to_owned();
        let mut resident = Browser::new(&house).await;
        resident.open(&format!("/receptions/book/{day}")).await;
        let id = after(&resident.html, "name=\"id\" value=\"").to_owned();
        let fields = [("id", id.as_str()), ("name", "Đỗ Thị Ngõ Sâu"), ("subject", "Hỏi về sổ đỏ")];
        resident.send(&format!("/receptions/book/{day}"), &fields).await;
        let receipt = resident.path.clone();
        assert!(!resident.says("Văn bản đã phát hành"));
        officer.open(&format!("/receptions/desk/days/{day}")).await;
        let visit = format!("/receptions/desk/visits/{}", after(&officer.html, "/receptions/desk/visits/"));
        officer.open(&visit).await;
        assert!(officer.says("documents/reception_refusal?act=refuse"), "{}", officer.html);
        officer.send(&visit, &[("act", "refuse"), ("ground", "Vụ việc đã có quyết định cuối cùng")]).await;
        let draft = format!("{visit}/documents/reception_refusal");
        officer.open(&format!("{draft}?act=refuse")).await;
        assert!(officer.says("Đỗ Thị Ngõ Sâu") && officer.says("quyết định cuối cùng"), "{}", officer.html);
        let id = after(&officer.html, "name=\"id\" value=\"").to_owned();
        let fields = [
            ("id", id.as_str()),
            ("act", "refuse"),
            ("go", "issue"),
            ("person", "Đỗ Thị Ngõ Sâu"),
            ("reasons", "Vụ việc đã có quyết định cuối cùng"),
        ];
        officer.send(&draft, &fields).await;
        assert!(officer.path.starts_with("/documents/") && officer.says("01/TB-UBND"), "{}", officer.html);
        assert!(officer.says("Đỗ Thị Ngõ Sâu") && officer.says(&visit), "{}", officer.html);
        officer.open(&visit).await;
        assert!(officer.says("01/TB-UBND"));

        // The receipt tells number, day and kind, by which rule it is kept and how sure that is; never the letter.
        resident.open(&receipt).await;
        for said in ["Thông báo từ chối tiếp công dân 01/TB-UBND", "Luật Lưu trữ 33/2024", "mức chắc chắn C"]
        {
            assert!(resident.says(said), "{said}: {}", resident.html);
        }
        assert!(!resident.says("Đỗ Thị Ngõ Sâu") && !resident.says("/documents/"), "{}", resident.html);

        // Whoever holds the receipt of a case reads the same rule beside the others.
        let received = house.resident_asks("water.clean", own).await;
        let mine = site.browser().get(&format!("/receipts/{}/mine", received.receipt)).await;
        assert_eq!(mine.status, StatusCode::OK);
        for said in ["Văn bản đã phát hành: cơ quan phải lưu", "Luật Lưu trữ 33/2024", "5.479 ngày"]
        {
            assert!(mine.text.contains(said), "{said}: {}", mine.text);
        }
    })
    .await;
}
