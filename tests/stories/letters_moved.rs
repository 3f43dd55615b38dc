//! What was written beside a letter before it was found to be a denunciation moves into the seal: grounds of acts, papers,
//! reasons for being late, documents, the visit at which it was told and what was promised there.

use crate::{
    data_rights::found,
    desk::Browser,
    letters_sealed::opened,
    letters_way::{classify, go_to, letter_of, of, stands_alone},
    receptions_days::{DAY, after},
    sealed_pages::ready,
    sealed_searcher::Searcher,
};
use danvan_actions::{
    backup::back_up,
    documents::{self, About, Request},
    export::export,
    letters::{self, scrub},
    proceedings::{Doing, act as do_act},
    receptions::{Promise, Wanted, act as at_visit, answer, promise},
    registers, verify,
};
use danvan_domain::{
    documents::{Kind, Signing},
    people::Role,
    rights::Asker,
};
use danvan_store::{proceedings as store, receptions as visits};
use danvan_testkit::{House, for_each_engine};
use tokio::sync::Mutex;

/// Both stories look for the same words in the folder of one PostgreSQL, so neither is told while the other is.
static ALONE: Mutex<()> = Mutex::const_new(());

/// Words that stand nowhere else: who came, what about, the ground at the visit, the promise, its answer, the letter, who
/// forwarded it, ground and paper of an act, a word of a list, why it was late, and what a document says.
const NEEDLES: [&str; 13] = [
    "Vêzoqar Thụnhim",
    "xulôgan cuối chợ",
    "nghe vêzurin kể rõ",
    "hứa soát ozêvan hộ",
    "đã soát ozêvan xong",
    "cán bộ nhận zưvoqin thóc",
    "Hội zêvaqon chuyển",
    "do qêluvan đưa tới",
    "77/PC-QUZEVAN",
    "bởi ruvêqan nói",
    "vì ozuqênam vắng",
    "gửi bà Zuvanoq Lêmi",
    "cạnh nhà uqêvazin",
];

/// Somebody came, was received, was promised something and answered. Gives the visit.
async fn a_visit(house: &House, an: &mut Browser) -> String {
    an.open("/receptions/desk").await;
    an.send("/receptions/desk", &DAY).await;
    let day = after(&an.html, "/receptions/desk/days/").to_owned();
    let mut resident = Browser::new(house).await;
    resident.open(&format!("/receptions/book/{day}")).await;
    let id = after(&resident.html, "name=\"id\" value=\"").to_owned();
    let fields =
        [("id", id.as_str()), ("name", NEEDLES[0]), ("phone", "0912 345 678"), ("subject", NEEDLES[1])];
    resident.send(&format!("/receptions/book/{day}"), &fields).await;
    go_to(house, "2026-10-15");
    let leader = house.somebody(Role::CommuneLeader, house.unit("00004")).await;
    let visit = id.parse().expect("an id");
    for (act, ground, document) in [("receive", NEEDLES[2], ""), ("conclude", NEEDLES[2], "5/KL-UBND")] {
        let wanted = Wanted { act: act.into(), ground: ground.into(), document: document.into() };
        at_visit(house, &leader, visit, &wanted).await.expect("done");
    }
    let typed = Promise { what: NEEDLES[3], who: "Phòng Kinh tế", until: Some(house.today()) };
    promise(house, &leader, visit, &typed).await.expect("promised");
    let promised = visits::commitments(&house.store, visit).await.expect("read")[0].id;
    answer(house, &leader, promised, NEEDLES[4]).await.expect("answered");
    id
}

fn transfer(said: [(&str, &str); 2]) -> Request {
    Request {
        kind: Kind::Transfer,
        act: String::new(),
        system: None,
        signing: Signing::OnBehalf,
        signer: String::new(),
        said: said.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_beside_it_moves_into_the_seal_with_it() {
    let _alone = ALONE.lock().await;
    for_each_engine(|house| async move {
        let (_, mut an, _) = ready(&house).await;
        let visit = a_visit(&house, &mut an).await;
        an = Browser::of(&house, "an").await;
        an.open("/letters/new").await;
        let id = after(&an.html, "name=\"id\" value=\"").to_owned();
        let fields = [
            ("id", id.as_str()),
            ("visit", visit.as_str()),
            ("way", "visit"),
            ("forwarded_by", NEEDLES[6]),
            ("received_on", "15/10/2026"),
            ("topic", "land.clearance"),
            ("place", "Phường Ba Đình"),
            ("summary", NEEDLES[5]),
            ("signers", "1"),
        ];
        an.send("/letters/new", &fields).await;
        assert_eq!(an.status, 200, "{}", an.html);
        let letter = letter_of(&an);
        let intake = of(&house, letter, "petition").await;
        let leader = house.somebody(Role::CommuneLeader, house.unit("00004")).await;
        let forwarded = Doing {
            act: "mark_forwarded".into(),
            ground: NEEDLES[7].into(),
            grounds: vec![NEEDLES[9].into()],
            document: NEEDLES[8].into(),
            ..Doing::default()
        };
        do_act(&house, &leader, intake, forwarded).await.expect("marked");
        let paper = transfer([("to_office", NEEDLES[11]), ("reason", NEEDLES[12])]);
        let about = About::Proceeding(intake);
        let issued = documents::issue_of(&house, &leader, house.new_id(), about, paper).await;
        let issued = issued.expect("issued");

        // It is classified late, and why stands in the register in the officer's words.
        go_to(&house, "2026-12-15");
        an = Browser::of(&house, "an").await;
        stands_alone(&house, intake, "classify", Some(&format!("complex: {}", NEEDLES[10]))).await;
        registers::keep(&house, &[intake]).await.expect("kept");
        scrub(&house).await.expect("written anew");
        let seen: Vec<&str> = found(&house, &NEEDLES).into_iter().map(|(needle, _)| needle).collect();
        for needle in NEEDLES {
            assert!(seen.contains(&needle), "{needle} is not found while it is there");
        }

        let denounced = [("content", "denunciation"), ("disposal", "open"), ("erase", "yes")];
        classify(&mut an, letter, &denounced).await;
        assert!(an.status == 200 && an.says("Đơn niêm phong số 1"), "{}", an.html);
        // The acts still stand, with a mark for their words; the number of the paper stays in the register.
        let acts = store::acts(&house.store, intake).await.expect("acts");
        let forwarded = acts.iter().find(|kept| kept.done.act == "mark_forwarded").expect("an act");
        assert!(
            forwarded.done.ground.contains("đơn tố cáo") && forwarded.done.document.contains("đơn tố cáo")
        );
        let late = acts.iter().find(|kept| kept.done.act == "classify").expect("an act");
        assert_eq!(late.late_reason.as_deref(), Some("complex"));
        an.open(&format!("/proceedings/{intake}")).await;
        assert!(an.status == 200 && an.says("không ghi ở đây"), "{}", an.html);
        assert!(!issued.number_text.is_empty());
        nothing_is_left(&house).await;

        // Two handlers find all of it in the seal.
        let seal =
            letters::open(&house, &Asker::house(), letter).await.expect("a letter").seal.expect("a seal");
        let (mut an, mut binh) = (Browser::of(&house, "an").await, Browser::of(&house, "binh").await);
        opened(&mut an, &mut binh, &format!("/sealed/{}", seal.0)).await;
        for needle in NEEDLES {
            assert!(an.says(needle), "{needle}: {}", an.html);
        }
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

/// Not in the database's files, a back-up or an export.
async fn nothing_is_left(house: &House) {
    house.run_followers().await;
    scrub(house).await.expect("written anew");
    assert_eq!(found(house, &NEEDLES), []);
    let operator = house.somebody(Role::Operator, house.unit("01")).await;
    let kept = tempfile::tempdir().expect("a folder");
    back_up(house, &operator, &kept.path().join("danvan.backup"), &mut |_| {}).await.expect("a back-up");
    export(house, &operator, &kept.path().join("export"), true).await.expect("an export");
    let (left, bytes) = Searcher::new(&NEEDLES, &[]).find_in(kept.path());
    assert!(left.is_empty() && bytes > 0, "{left:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_written_down_as_a_denunciation_leaves_no_word_behind() {
    let _alone = ALONE.lock().await;
    for_each_engine(|house| async move {
        let (_, mut an, _) = ready(&house).await;
        let visit = a_visit(&house, &mut an).await;
        an = Browser::of(&house, "an").await;
        an.open("/sealed/new").await;
        let id = house.new_id().to_string();
        let fields = [
            ("id", id.as_str()),
            ("visit", visit.as_str()),
            ("way", "visit"),
            ("received_on", "15/10/2026"),
            ("signers", "1"),
            ("name", "Người đến nói"),
            ("letter", "Theo lời kể tại buổi tiếp."),
        ];
        an.send("/sealed/new", &fields).await;
        assert_eq!(an.status, 200, "{}", an.html);
        let seal = an.path.trim_end_matches("?sealed=yes").to_owned();
        nothing_is_left(&house).await;
        let mut binh = Browser::of(&house, "binh").await;
        opened(&mut an, &mut binh, &seal).await;
        for needle in &NEEDLES[..5] {
            assert!(an.says(needle), "{needle}: {}", an.html);
        }
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}
