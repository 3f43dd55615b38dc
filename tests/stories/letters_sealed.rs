//! A denunciation at the desk: its row and its seal are one act, and a letter that turns out to be one moves into a seal.

use crate::{
    desk::Browser,
    letters_way::{classify, enter, letter_of},
    sealed_pages::{PHRASE, form, ready},
    sealed_proof::data_folder,
    sealed_searcher::{Searcher, write_over_log},
};
use danvan_actions::{
    attachments::{Size, just_kept, keep_picture},
    backup::back_up,
    export::export,
    letters::{self, scrub},
    verify,
};
use danvan_domain::{ids::LetterId, people::Role, rights::Asker};
use danvan_store::sealed;
use danvan_testkit::{House, for_each_engine};

const AUTHOR: &str = "Bùi Thị Lặng Thinh";
const SECOND: &str = "Cao Văn Nép Cửa";
const SAID: &str = "Cán bộ đo đạc nhận quà trong quán nước mái lá cuối đê.";

/// What stands in a field of the page.
fn value(browser: &Browser, name: &str) -> String {
    let input = browser.html.split("<input ").find(|input| input.contains(&format!("name=\"{name}\"")));
    let input = input.unwrap_or_else(|| panic!("no {name}: {}", browser.html));
    input.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

/// How many letters and seals an office has.
async fn counted(house: &House) -> (i64, usize) {
    let unit = house.unit("00004");
    let list = letters::list(house, &Asker::house(), unit, true, (100, 0)).await.expect("a list");
    (list.all, sealed::at_unit(&house.store, unit, 100).await.expect("seals").len())
}

/// How many letters wait at the desk.
async fn waiting(house: &House) -> i64 {
    let list =
        letters::list(house, &Asker::house(), house.unit("00004"), false, (100, 0)).await.expect("a list");
    assert_eq!(list.rows.len(), usize::try_from(list.fresh).expect("few"));
    list.fresh
}

/// Two handlers open a seal; the first reads it.
pub(crate) async fn opened(an: &mut Browser, binh: &mut Browser, page: &str) {
    an.open(page).await;
    an.send(page, &[("reason", "verify_author"), ("passphrase", PHRASE)]).await;
    binh.open(page).await;
    assert!(!binh.says(AUTHOR) && !binh.says(SAID));
    let approve = form(binh, "approve");
    binh.send(&approve, &[("passphrase", PHRASE)]).await;
    an.open(page).await;
    let read = form(an, "read");
    an.send(&read, &[("passphrase", PHRASE)]).await;
    assert_eq!(an.status, 200, "{}", an.html);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denunciation_at_the_desk_is_a_row_and_a_seal_in_one_act() {
    for_each_engine(|house| async move {
        let (mut leader, mut an, mut binh) = ready(&house).await;
        let typed = [
            ("is_denunciation", "yes"),
            ("way", "forwarded"),
            ("forwarded_by", "Mặt trận phường"),
            ("received_on", "3/10/2026"),
            ("written_on", "1/10/2026"),
            ("signers", "2"),
            ("summary", SAID),
            ("person", AUTHOR),
        ];
        enter(&mut an, &typed).await;
        assert!(an.status == 200 && an.says("action=\"/sealed/new\""), "{}", an.html);
        for (name, expected) in [
            ("forwarded_by", "Mặt trận phường"),
            ("received_on", "3/10/2026"),
            ("written_on", "1/10/2026"),
            ("signers", "2"),
        ] {
            assert_eq!(value(&an, name), expected, "{name}");
        }
        assert!(an.says("<option value=\"forwarded\" selected>") && !an.says("data-draft"));
        assert_eq!(counted(&house).await, (0, 0), "nothing is kept yet");

        // Bad input on either half: both are told, all that was typed stays, nothing is kept.
        let id = value(&an, "id");
        let row = [
            ("id", id.as_str()),
            ("way", "forwarded"),
            ("forwarded_by", "Mặt trận phường"),
            ("written_on", "1/10/2026"),
            ("signers", "2"),
            ("letter", SAID),
        ];
        let bad = [&row[..], &[("received_on", "31/2/2026"), ("name", "")]].concat();
        an.send("/sealed/new", &bad).await;
        assert!(an.status == 422 && an.says("31/2/2026") && an.says(SAID), "{}", an.html);
        assert!(an.says("Xin ghi họ tên người tố cáo") && an.says("id=\"error-received_on\""), "{}", an.html);
        assert_eq!(counted(&house).await, (0, 0));

        let good = [&row[..], &[("received_on", "3/10/2026"), ("name", AUTHOR)]].concat();
        an.send("/sealed/new", &good).await;
        assert!(an.status == 200 && an.says("Vụ việc tố cáo") && an.says("Đơn số 1/2026"), "{}", an.html);
        let seal = an.path.trim_end_matches("?sealed=yes").to_owned();
        an.send("/sealed/new", &good).await;
        assert_eq!(
            (an.path.as_str(), counted(&house).await),
            (format!("{seal}?sealed=yes").as_str(), (1, 1))
        );
        assert_eq!(waiting(&house).await, 1, "it waits to be accepted or not");

        // From the seal to the letter and its proceeding; each shows number, stage and clock, no word of it.
        let letter: LetterId = id.parse().expect("an id");
        let found = letters::open(&house, &Asker::house(), letter).await.expect("a letter");
        assert!(found.letter.is_sealed && found.letter.summary.is_empty() && found.named == 0);
        assert_eq!(found.proceedings[0].procedure, "denunciation");
        an.open(&seal).await;
        assert!(an.says(&format!("/proceedings/{}", found.proceedings[0].id)), "{}", an.html);
        for (desk, may_ask) in [(&mut an, true), (&mut leader, false)] {
            desk.open(&format!("/letters/{letter}")).await;
            assert!(desk.says("Đơn niêm phong số 1") && desk.says("hạn "), "{}", desk.html);
            assert_eq!(desk.says("Đề nghị mở niêm phong"), may_ask);
            assert!(!desk.says(AUTHOR) && !desk.says(SAID) && !desk.says("Đơn có thể cùng nội dung"));
            desk.open(&format!("/proceedings/{}", found.proceedings[0].id)).await;
            assert!(desk.status == 200 && !desk.says(AUTHOR) && !desk.says(SAID), "{}", desk.html);
        }
        opened(&mut an, &mut binh, &seal).await;
        assert!(an.says(AUTHOR) && an.says(SAID), "{}", an.html);

        // The chair accepts it, and it waits at the desk no more.
        let page = format!("/proceedings/{}", found.proceedings[0].id);
        leader.open(&page).await;
        leader.send(&format!("{page}/act"), &[("act", "accept"), ("document", "3/QĐ-UBND")]).await;
        assert!(leader.status == 200 && waiting(&house).await == 0, "{}", leader.html);

        // What nobody signed stands in the log alone, and can be sealed from there once somebody is known.
        enter(
            &mut an,
            &[("is_denunciation", "yes"), ("signers", "0"), ("summary", ""), ("place", "Phường Ba Đình")],
        )
        .await;
        assert_eq!(an.status, 200, "{}", an.html);
        let bare = letter_of(&an).to_string();
        assert!(an.says(&format!("/sealed/new?of={bare}")) && an.says("trong tủ khóa"), "{}", an.html);
        assert_eq!(counted(&house).await, (2, 1));
        an.open(&format!("/sealed/new?of={bare}")).await;
        an.send("/sealed/new", &[("of", bare.as_str()), ("name", AUTHOR), ("letter", SAID)]).await;
        assert_eq!((an.status, counted(&house).await), (200, (2, 2)), "{}", an.html);
        an.open(&format!("/letters/{bare}")).await;
        assert!(an.says("Đơn niêm phong số 2"), "{}", an.html);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

/// A small picture.
pub(crate) fn scan() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_fn(40, 30, |x, y| {
        image::Rgb([u8::try_from(x).unwrap_or(0), u8::try_from(y).unwrap_or(0), 90])
    });
    pixels.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_turns_out_to_be_a_denunciation_moves_into_a_seal() {
    for_each_engine(|house| async move {
        let (_, mut an, mut binh) = ready(&house).await;
        let hash = keep_picture(&house, scan().into()).await.expect("kept");
        let two = [("person", AUTHOR), ("address", "đê"), ("phone", "0977 246 135"), ("person", SECOND)];
        let rest =
            [("address", ""), ("phone", ""), ("signers", "2"), ("summary", SAID), ("photo", hash.as_str())];
        enter(&mut an, &[&two[..], &rest[..], &[("place", "Phường Ba Đình")]].concat()).await;
        assert_eq!(an.status, 200, "{}", an.html);
        let letter = letter_of(&an);
        let denounced = [("content", "denunciation"), ("disposal", "open")];
        classify(&mut an, letter, &denounced).await;
        assert_eq!((an.status, counted(&house).await.1), (422, 0), "only with the officer's word");
        classify(&mut an, letter, &[&denounced[..], &[("erase", "yes")]].concat()).await;
        assert!(an.status == 200 && an.says("Đơn niêm phong số 1"), "{}", an.html);

        // Nothing is left in the letter's rows, beside it, or among the pictures.
        let found = letters::open(&house, &Asker::house(), letter).await.expect("a letter");
        assert!(found.letter.summary.is_empty() && found.named == 0 && found.pictures.is_empty());
        for size in [Size::Large, Size::Small] {
            assert!(just_kept(&house, &hash, size).await.is_err(), "the file is gone");
        }
        for it in &found.proceedings {
            assert!(it.is_sealed && it.topic.is_empty() && it.title == "1/2026", "{it:?}");
        }
        scrub(&house).await.expect("written anew");
        let operator = house.somebody(Role::Operator, house.unit("01")).await;
        let kept = tempfile::tempdir().expect("a folder");
        back_up(&house, &operator, &kept.path().join("danvan.backup"), &mut |_| {}).await.expect("a back-up");
        export(&house, &operator, &kept.path().join("export"), true).await.expect("an export");
        let searcher = Searcher::new(&[AUTHOR, SECOND, SAID, "0977 246 135", "0977246135"], &[]);
        let (left, bytes) = searcher.find_in(kept.path());
        assert!(left.is_empty() && bytes > 0, "{left:#?}");
        // SQLite's whole file was written anew. PostgreSQL wrote its tables anew; what its log was told it keeps until it
        // needs the room, or is made to write over it.
        write_over_log(&house).await;
        let (left, bytes) = searcher.find_in(&data_folder(&house));
        assert!(left.is_empty() && bytes > 0, "{}: {left:#?}", house.store.engine());

        // Two handlers find all of it in the seal.
        let seal = format!("/sealed/{}", found.seal.expect("a seal").0);
        opened(&mut an, &mut binh, &seal).await;
        for said in [AUTHOR, SECOND, SAID, "0977 246 135", "data:image/jpeg;base64,"] {
            assert!(an.says(said), "{said}: {}", an.html);
        }
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}
