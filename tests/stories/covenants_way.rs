//! A covenant's way: drafted, objected to, changed, agreed article by article, signed by heads who prove who they are,
//! sealed, verified, and signed anew when it changes.

use crate::{
    desk::{Browser, somebody},
    letters_way::ward,
    programmes_way::{WARDS, form_id, id_after, promised, reported, verdict},
    registers_counts::city,
};
use danvan_actions::{
    programmes::{self, TypedAnswer, answer_article, covenant, write_article},
    verify::{Difference, verify},
};
use danvan_domain::{
    ids::{ArticleId, CommitmentId, PartyId, ProgrammeId, UnitId},
    people::Role,
    programmes::covenants::{Article, TypedArticle},
    rights::Asker,
};
use danvan_store::{events, programmes as store};
use danvan_testkit::{House, for_each_engine};
use sha2::{Digest, Sha256};

const PASSWORD: &str = "mat-khau-cua-chuyen";

/// A covenant of the city, made over its form.
async fn made(lead: &mut Browser) -> ProgrammeId {
    lead.open("/programmes/new").await;
    let id = form_id(lead);
    let fields = [
        ("id", id.as_str()),
        ("sort", "covenant"),
        ("title", "Giao ước giải phóng mặt bằng Vành đai 4"),
        ("starts_on", "01/10/2026"),
        ("ends_on", "31/12/2026"),
    ];
    lead.send("/programmes/new", &fields).await;
    assert_eq!(lead.status, 200, "{}", lead.html);
    id_after(&lead.path, "/programmes/").parse().expect("an id")
}

/// A unit joins over the form.
async fn joins(lead: &mut Browser, of: ProgrammeId, unit: UnitId) {
    let form = format!("/programmes/{of}/parties");
    lead.open(&form).await;
    let (id, unit) = (form_id(lead), unit.to_string());
    let version = between(&lead.html, "name=\"version\" value=\"", "\"");
    let fields = [
        ("id", id.as_str()),
        ("version", version.as_str()),
        ("party_sort", "unit"),
        ("party_unit", unit.as_str()),
        ("place", "joins"),
        ("duty", "Vận động các hộ trong phường"),
    ];
    lead.send(&form, &fields).await;
    assert_eq!(lead.status, 200, "{}", lead.html);
}

fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text.split(before).nth(1).unwrap_or_else(|| panic!("{before} in {text}"));
    rest.split(after).next().unwrap_or_default().to_owned()
}

/// Writes a new article over the form, or the next revision of one.
async fn writes(lead: &mut Browser, address: &str, title: &str, body: &str) -> u16 {
    lead.open(address).await;
    assert_eq!(lead.status, 200, "{}", lead.html);
    let revision = between(&lead.html, "name=\"revision\" value=\"", "\"");
    let fields = [("revision", revision.as_str()), ("title", title), ("body", body)];
    lead.send(address, &fields).await.status
}

/// The address of the form of a new article.
async fn new_article(lead: &mut Browser, of: ProgrammeId) -> String {
    lead.open(&format!("/programmes/{of}/covenant")).await;
    let before = format!("/programmes/{of}/articles/");
    format!("{before}{}", id_after(&lead.html, &before))
}

/// Says something of every article that the page asks about, in the order of the page; gives the last status.
async fn says(browser: &mut Browser, of: ProgrammeId, answers: &[(&str, &str)]) -> u16 {
    let page = format!("/programmes/{of}/covenant");
    browser.open(&page).await;
    let forms: Vec<(String, String, String)> = browser
        .html
        .split("<form ")
        .filter(|form| form.contains("/answer\""))
        .map(|form| {
            let party = between(form, "name=\"party\" value=\"", "\"");
            let revision = between(form, "name=\"revision\" value=\"", "\"");
            (between(form, "action=\"", "\""), party, revision)
        })
        .collect();
    assert_eq!(forms.len(), answers.len(), "{}", browser.html);
    let mut status = 0;
    for ((address, party, revision), (answer, reason)) in forms.iter().zip(answers) {
        let fields =
            [("party", party.as_str()), ("revision", revision), ("answer", answer), ("reason", reason)];
        status = browser.send(address, &fields).await.status;
    }
    status
}

/// The fields of the form of signing on the page that is shown.
fn signing(browser: &Browser) -> [(&'static str, String); 3] {
    let form = browser.html.split("<form ").find(|form| form.contains("/sign\"")).expect("a form");
    ["party", "version", "hash"].map(|name| (name, between(form, &format!("name=\"{name}\" value=\""), "\"")))
}

async fn signs(browser: &mut Browser, of: ProgrammeId) -> u16 {
    browser.open(&format!("/programmes/{of}/covenant")).await;
    let fields = signing(browser);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.send(&format!("/programmes/{of}/sign"), &fields).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_covenant_is_agreed_article_by_article_signed_and_sealed() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let wards = WARDS.map(|name| ward(&house, name));
        let city = city(&house, wards[0]);
        somebody(&house, "thanh.pho", Role::CityLeader, city).await;
        somebody(&house, "can.bo", Role::CommuneOfficer, wards[0]).await;
        for (name, unit) in ["an", "binh", "chi"].into_iter().zip(wards) {
            somebody(&house, name, Role::CommuneLeader, unit).await;
        }
        let mut lead = Browser::of(&house, "thanh.pho").await;
        let of = made(&mut lead).await;
        let page = format!("/programmes/{of}/covenant");
        lead.open(&page).await;
        assert!(lead.says("Giao ước cần ít nhất hai bên."), "{}", lead.html);
        for unit in &wards[..2] {
            joins(&mut lead, of, *unit).await;
        }
        let first = new_article(&mut lead, of).await;
        assert_eq!(writes(&mut lead, &first, "Đến từng hộ", "").await, 422, "an article says something");
        assert!(lead.says("Đến từng hộ"), "nothing typed is lost: {}", lead.html);
        assert_eq!(writes(&mut lead, &first, "Đến từng hộ", "Mỗi tổ đến từng hộ một lần.").await, 200);
        let second = new_article(&mut lead, of).await;
        assert_eq!(writes(&mut lead, &second, "Thời hạn", "Xong trước ngày 30/11/2026.").await, 200);
        let whole = promised(&mut lead, of, &[("what", "Hộ bàn giao mặt bằng"), ("counted", "hộ")]).await;
        let units = [wards[0].to_string(), wards[1].to_string()];
        let shared = [("sharing", "equal"), ("unit", units[0].as_str()), ("unit", units[1].as_str())];
        lead.send(&format!("/programmes/commitments/{whole}/share"), &shared).await;
        assert_eq!(lead.status, 200, "{}", lead.html);

        // The officer speaks for the ward and is not its head; a ward that takes no part says nothing.
        let mut officer = Browser::of(&house, "can.bo").await;
        assert_eq!(says(&mut officer, of, &[("agree", ""), ("agree", "")]).await, 200, "{}", officer.html);
        let mut binh = Browser::of(&house, "binh").await;
        assert_eq!(says(&mut binh, of, &[("agree", ""), ("object", "")]).await, 422, "an objection says why");
        let objects = ("object", "Cần thêm một tháng vì còn tái định cư.");
        assert_eq!(says(&mut binh, of, &[("agree", ""), objects]).await, 200, "{}", binh.html);
        let mut chi = Browser::of(&house, "chi").await;
        assert_eq!(says(&mut chi, of, &[]).await, 0);
        lead.open(&page).await;
        assert!(lead.says(objects.1) && lead.says("còn 1 lượt đồng ý"), "{}", lead.html);
        let mut an = Browser::of(&house, "an").await;
        an.open(&page).await;
        assert!(!an.says("/sign\""), "nobody signs before all agree");

        // The changed article must be agreed to again by everybody.
        assert_eq!(writes(&mut lead, &second, "Thời hạn", "Xong trước ngày 31/12/2026.").await, 200);
        assert!(lead.says("còn 2 lượt đồng ý"), "{}", lead.html);
        assert_eq!(says(&mut binh, of, &[("agree", ""), ("agree", "")]).await, 200);
        assert_eq!(says(&mut officer, of, &[("agree", ""), ("agree", "")]).await, 200);
        officer.open(&page).await;
        assert!(!officer.says("/sign\""), "an officer is no head: {}", officer.html);

        // A head who has not just proved who they are is asked, and then signs.
        an.open(&page).await;
        let fields = signing(&an);
        house.clock.pass_seconds(20 * 60);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(an.send(&format!("/programmes/{of}/sign"), &fields).await.status, 403, "asked to prove");
        assert!(store::covenants::signatures(&house.store, of, 1).await.expect("read").is_empty());
        assert_eq!(officer.send(&format!("/programmes/{of}/sign"), &fields).await.status, 403, "no head");
        assert_eq!(an.alone().post("/prove", &[("password", PASSWORD)]).await.status, 303);
        assert_eq!(signs(&mut an, of).await, 200, "{}", an.html);
        assert!(an.says("an · Lãnh đạo xã, phường"), "{}", an.html);
        assert_eq!(verify(&house).await.expect("a report").difference, None);

        // From here the text stands: neither article, party nor promise changes in this version.
        lead.alone().post("/prove", &[("password", PASSWORD)]).await;
        assert_eq!(
            lead.send(&second, &[("revision", "2"), ("title", "Khác"), ("body", "Khác")]).await.status,
            409
        );
        assert!(lead.says("lập lần mới"), "{}", lead.html);
        let refused = programmes::withdraw(&house, &Asker::house(), whole, "Hết việc").await;
        refused.expect_err("what is signed is not taken back");
        binh.alone().post("/prove", &[("password", PASSWORD)]).await;
        assert_eq!(signs(&mut binh, of).await, 200, "{}", binh.html);
        assert!(binh.says("Mọi bên đã ký"), "{}", binh.html);

        // Sealed: everybody of the house reads it, and anybody can compute its hash.
        chi.open(&page).await;
        assert!(chi.status == 200 && chi.says("Mọi bên đã ký"), "{}", chi.html);
        let text = chi.open(&format!("/programmes/{of}/text")).await.html.clone();
        let hash: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
        lead.open(&page).await;
        assert!(lead.says(&hash), "{hash} in {}", lead.html);
        for said in ["Xong trước ngày 31/12/2026.", "Hộ bàn giao mặt bằng", "Phường Ngọc Hà", "from 0 to 50"]
        {
            assert!(text.contains(said), "{said} in {text}");
        }
        assert_eq!(verify(&house).await.expect("a report").difference, None);

        // A later change is a version of its own: the earlier text stays, and all sign anew.
        let again = [
            ("version", "1"),
            ("change", "adjusted"),
            ("reason", "Theo hội nghị sơ kết"),
            ("sort", "covenant"),
            ("title", "Giao ước giải phóng mặt bằng Vành đai 4"),
            ("aims", "Thêm một xã"),
            ("starts_on", "01/10/2026"),
            ("ends_on", "31/12/2026"),
        ];
        house.clock.pass_seconds(1);
        assert_eq!(
            lead.send(&format!("/programmes/{of}/paper"), &again).await.status,
            200,
            "the next version"
        );
        joins(&mut lead, of, wards[2]).await;
        lead.open(&page).await;
        assert!(
            lead.says("còn 2 lượt đồng ý"),
            "the third agrees to both, what others agreed to stands: {}",
            lead.html
        );
        assert!(lead.says(&hash), "the first text is kept");
        assert_eq!(says(&mut chi, of, &[("agree", ""), ("agree", "")]).await, 200);
        for head in [&mut an, &mut binh, &mut chi] {
            head.alone().post("/prove", &[("password", PASSWORD)]).await;
            assert_eq!(signs(head, of).await, 200, "{}", head.html);
        }
        let deeds = store::covenants::deeds(&house.store, of).await.expect("read");
        assert!(deeds.len() == 2 && deeds.iter().all(|deed| deed.sealed_at.is_some()), "{deeds:?}");
        let all = events::of_thing(&house.store, of.0, 200).await.expect("events");
        let count = |kind: &str| all.iter().filter(|placed| placed.event.kind == kind).count();
        assert_eq!(
            (count("covenant.signed"), count("covenant.sealed"), count("covenant.objected")),
            (5, 2, 1)
        );
        assert_eq!(verify(&house).await.expect("a report").difference, None);

        compared(&house, &mut lead, of, whole).await;

        // Somebody changes an article behind the program's back.
        let articles = store::covenants::articles(&house.store, of).await.expect("read");
        let forged = Article { body: "Không hạn định.".into(), ..articles[1].clone() };
        let mut change = house.store.begin().await.expect("a change");
        store::covenants::renumber(&mut change, &forged).await.expect("written");
        change.commit().await.expect("a commit");
        let found = verify(&house).await.expect("a report").difference;
        assert_eq!(found, Some(Difference::Covenant { programme: of.to_string(), version: 2 }));
    })
    .await;
}

/// Two parts of one promise, side by side.
async fn compared(house: &House, lead: &mut Browser, of: ProgrammeId, whole: CommitmentId) {
    let parts = store::below(&house.store, whole).await.expect("read");
    let part = |name: &str| {
        let unit = ward(house, name);
        parts.iter().find(|part| part.unit == unit).expect("a part").id
    };
    let photo = danvan_actions::attachments::keep_picture(house, crate::telling::photograph(7).into()).await;
    let photo = photo.expect("kept");
    for (who, name, value) in [("an", WARDS[0], "45"), ("binh", WARDS[1], "40")] {
        let mut browser = Browser::of(house, who).await;
        assert_eq!(reported(&mut browser, part(name), value, Some(&photo)).await, 200, "{}", browser.html);
        *lead = Browser::of(house, "thanh.pho").await;
        assert_eq!(verdict(lead, part(name), &[("verdict", "accept")]).await, 200, "{}", lead.html);
    }
    let page = format!("/programmes/{of}/compare");
    lead.open(&page).await;
    assert_eq!(lead.html.matches("Không phân biệt được với đơn vị nào").count(), 2, "{}", lead.html);
    assert!(lead.says("90\u{a0}% (từ"), "{}", lead.html);
    house.clock.pass_seconds(1);
    let mut binh = Browser::of(house, "binh").await;
    assert_eq!(reported(&mut binh, part(WARDS[1]), "8", Some(&photo)).await, 200, "{}", binh.html);
    assert_eq!(verdict(lead, part(WARDS[1]), &[("verdict", "accept")]).await, 200, "{}", lead.html);
    lead.open(&page).await;
    let taken = lead.alone().get(&format!("{page}/compare.csv")).await;
    for said in ["Cao hơn rõ: Phường Ba Đình", "Thấp hơn rõ: Phường Ngọc Hà"] {
        assert!(lead.says(said), "{said}: {}", lead.html);
        assert!(taken.text.contains(said), "{said}: {}", taken.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_write_sign_or_answer_at_once_never_sign_what_they_did_not_read() {
    for_each_engine(|house| async move {
        let wards = WARDS.map(|name| ward(&house, name));
        let lead = house.somebody(Role::CityLeader, city(&house, wards[0])).await;
        let heads = [
            house.somebody(Role::CommuneLeader, wards[0]).await,
            house.somebody(Role::CommuneLeader, wards[1]).await,
        ];
        for _ in 0..6 {
            let (of, article, parties) = drafted(&house, &lead, &wards[..2]).await;
            for (head, party) in heads.iter().zip(&parties) {
                let typed = TypedAnswer { answer: "agree".into(), revision: 1, ..TypedAnswer::default() };
                answer_article(&house, head, (of, article, *party), &typed).await.expect("agreed");
            }
            let read = covenant(&house, &lead, of).await.expect("a covenant");
            assert_eq!(read.missing, None);
            let visitors = heads.each_ref().map(|head| danvan_actions::people::Visitor {
                asker: head.clone(),
                is_proved: true,
                ..danvan_actions::people::Visitor::nobody()
            });
            let other = TypedArticle { title: "Khác".into(), body: "Lời khác hẳn.".into() };
            let (one, two, written) = tokio::join!(
                programmes::sign(&house, &visitors[0], (of, parties[0]), (1, &read.hash)),
                programmes::sign(&house, &visitors[1], (of, parties[1]), (1, &read.hash)),
                write_article(&house, &lead, (of, article, 1), &other),
            );
            let signed = usize::from(one.is_ok()) + usize::from(two.is_ok());
            assert!(signed == 0 || written.is_err(), "signed by {signed} and written");
            assert!(written.is_ok() || signed == 2, "signed by {signed} of two, and not written");
            let signatures = store::covenants::signatures(&house.store, of, 1).await.expect("read");
            assert!(signatures.len() == signed && signatures.iter().all(|one| one.hash == read.hash));
            let deeds = store::covenants::deeds(&house.store, of).await.expect("read");
            assert_eq!(deeds.iter().filter(|deed| deed.sealed_at.is_some()).count(), signed / 2);
        }
        assert_eq!(verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

/// A covenant with one article among some units, without a page.
async fn drafted(house: &House, lead: &Asker, units: &[UnitId]) -> (ProgrammeId, ArticleId, Vec<PartyId>) {
    let day = |text: &str| Some(Ok(text.parse().expect("a day")));
    let typed = danvan_domain::programmes::TypedProgramme {
        kind: "covenant".into(),
        title: "Giao ước thi đua".into(),
        starts_on: day("2026-10-01"),
        ends_on: day("2026-12-31"),
        ..Default::default()
    };
    let of = programmes::make(house, lead, ProgrammeId(house.new_id()), &typed, &[]).await.expect("made");
    let mut parties = Vec::new();
    for unit in units {
        let typed = danvan_domain::programmes::TypedParty {
            sort: "unit".into(),
            unit: unit.to_string(),
            place: "joins".into(),
            ..Default::default()
        };
        let id = PartyId(house.new_id());
        parties.push(programmes::join(house, lead, (of, id, 1), &typed, "").await.expect("joined"));
    }
    let article = ArticleId(house.new_id());
    let typed = TypedArticle { title: "Một".into(), body: "Cùng làm sạch ngõ xóm.".into() };
    write_article(house, lead, (of, article, 0), &typed).await.expect("written");
    (of, article, parties)
}
