//! The sealed compartment as its handlers use it, by the requests a browser makes.

use crate::desk::{Browser, somebody};
use danvan_domain::people::Role;
use danvan_testkit::{House, Site, for_each_engine};

pub(crate) const PHRASE: &str = "câu mật khẩu riêng mà dài";
const AUTHOR: &str = "Lương Thị Giấu Tên";
const LETTER: &str = "Ông tổ trưởng nhận phong bì.";

/// A leader and two officers at one ward, through the pages, until something can be sealed.
pub(crate) async fn ready(house: &House) -> (Browser, Browser, Browser) {
    let ward = house.unit("00004");
    for (name, role) in
        [("truong", Role::CommuneLeader), ("an", Role::CommuneOfficer), ("binh", Role::CommuneOfficer)]
    {
        somebody(house, name, role, ward).await;
    }
    let mut leader = Browser::of(house, "truong").await;
    leader.open("/sealed").await;
    assert_eq!(leader.status, 200);
    assert!(leader.says("Đang có 0 người") && leader.says("Bạn không phải người giữ"), "{}", leader.html);
    leader.open("/sealed/new").await;
    assert!(leader.says("trong tủ khóa"), "nothing can be sealed yet");
    leader.open("/sealed/handlers").await;
    leader.send("/sealed/handlers", &[("person", "khong-co-ai")]).await;
    assert!(
        leader.status == 422 && leader.says("value=\"khong-co-ai\"") && leader.says("Không có ai đăng nhập")
    );
    leader.send("/sealed/handlers", &[("person", "an")]).await;
    leader.send("/sealed/handlers", &[("person", "binh")]).await;
    assert!(leader.status == 200 && leader.says("chưa tạo khóa"), "{}", leader.html);
    let mut desks = Vec::new();
    for name in ["an", "binh"] {
        let mut desk = Browser::of(house, name).await;
        desk.open("/sealed/key").await;
        desk.send("/sealed/key", &[("passphrase", "ngắn"), ("again", "ngắn")]).await;
        assert!(desk.status == 422 && desk.says("ít nhất 16 ký tự") && !desk.says("value=\"ngắn\""));
        desk.send("/sealed/key", &[("passphrase", PHRASE), ("again", PHRASE)]).await;
        assert_eq!((desk.status, desk.path.as_str()), (200, "/sealed"));
        desk.send("/sealed/key", &[("passphrase", PHRASE), ("again", PHRASE)]).await;
        assert!(desk.status == 422 && desk.says("đánh dấu ô này"), "a key is not lost by a slip");
        desks.push(desk);
    }
    leader.open("/sealed/recovery").await;
    let fields = [("count", "3"), ("needed", "2"), ("witness", "an"), ("passphrase", "sai rồi")];
    leader.send("/sealed/recovery", &fields).await;
    assert!(leader.status == 422 && leader.says("Câu mật khẩu không đúng"));
    leader.send("/sealed/recovery", &[&fields[..3], &[("passphrase", PHRASE)]].concat()).await;
    assert_eq!((leader.status, leader.html.matches("<code>").count()), (200, 3), "{}", leader.html);
    let binh = desks.pop().expect("a desk");
    (leader, desks.pop().expect("a desk"), binh)
}

/// The address to which the first form of a page posts, by its last word.
pub(crate) fn form(desk: &Browser, last: &str) -> String {
    let ends = format!("/{last}\"");
    let mut actions =
        desk.html.split("action=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default());
    let found = actions.find(|action| format!("{action}\"").ends_with(&ends));
    found.unwrap_or_else(|| panic!("no form to {last}: {}", desk.html)).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_sealed_opened_by_two_and_closed_again() {
    for_each_engine(|house| async move {
        let (_, mut an, mut binh) = ready(&house).await;
        an.open("/sealed/new").await;
        assert!(!an.says("data-draft"), "no draft is kept");
        let id = house.new_id().to_string();
        let row = [("id", id.as_str()), ("way", "post"), ("received_on", "2/10/2026"), ("signers", "1")];
        let letter = [&row[..], &[("name", ""), ("letter", LETTER), ("extract", "Nhận phong bì.")]].concat();
        an.send("/sealed/new", &letter).await;
        assert!(an.status == 422 && an.says(LETTER) && an.says("Xin ghi họ tên"), "what was typed is kept");
        let letter =
            [&row[..], &[("name", AUTHOR), ("letter", LETTER), ("extract", "Nhận phong bì.")]].concat();
        an.send("/sealed/new", &letter).await;
        assert!(an.status == 200 && an.says("Đã niêm phong") && an.says("số 1"), "{}", an.html);
        let page = an.path.trim_end_matches("?sealed=yes").to_owned();
        an.send("/sealed/new", &letter).await;
        assert_eq!(an.path, format!("{page}?sealed=yes"), "sent twice, sealed once");

        an.send(&page, &[("reason", "verify_author"), ("passphrase", "không phải câu này")]).await;
        assert!(an.status == 422 && an.says("value=\"verify_author\" selected"), "{}", an.html);
        an.send(&page, &[("reason", "verify_author"), ("passphrase", PHRASE)]).await;
        assert!(
            an.status == 200 && an.says("Chờ người thứ hai") && !an.says("Đồng ý</button>"),
            "{}",
            an.html
        );
        binh.open("/sealed").await;
        assert!(binh.says("có người đề nghị mở") && !binh.says(AUTHOR));
        binh.open(&page).await;
        let approve = form(&binh, "approve");
        binh.send(&approve, &[("passphrase", PHRASE)]).await;
        assert!(binh.status == 200 && binh.says("Đang mở đến") && !binh.says(AUTHOR), "{}", binh.html);
        for desk in [&mut an, &mut binh] {
            desk.open(&page).await;
            let read = form(desk, "read");
            desk.send(&read, &[("passphrase", PHRASE)]).await;
            assert!(desk.status == 200 && desk.says(AUTHOR) && desk.says(LETTER), "{}", desk.html);
        }
        let write = form(&an, "extract");
        an.send(&write, &[("extract", "Bà luong thi giau ten kể."), ("passphrase", PHRASE)]).await;
        assert!(an.status == 422 && an.says("để lộ người tố cáo") && an.says("giau ten kể"), "{}", an.html);
        an.send(&write, &[("extract", "Tổ trưởng nhận phong bì dịp lễ."), ("passphrase", PHRASE)]).await;
        assert_eq!(an.path, page);
        let end = form(&an, "end");
        an.send(&end, &[]).await;
        assert!(an.says("Đã kết thúc") && an.says("xem bản gốc"), "{}", an.html);
        binh.open(&format!("{page}/extract")).await;
        binh.send(&format!("{page}/extract"), &[("passphrase", PHRASE)]).await;
        assert!(binh.says("nhận phong bì dịp lễ") && !binh.says(AUTHOR), "{}", binh.html);
        let read = write.replace("/extract", "/read");
        binh.send(&read, &[("passphrase", PHRASE)]).await;
        assert!(binh.status == 409 && !binh.says(AUTHOR), "{}", binh.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_error_holds_nothing_that_was_to_be_sealed() {
    for_each_engine(|house| async move {
        ready(&house).await;
        let browser = Site::open(&house).await.browser();
        browser.get("/sign-in").await;
        // The session ended while the letter was typed: other forms come back with the sign-in, this one does not.
        let answer = browser.post("/sealed/new", &[("name", AUTHOR), ("letter", LETTER)]).await;
        assert_eq!(answer.status.as_u16(), 401);
        assert!(!answer.text.contains(AUTHOR) && !answer.text.contains(LETTER), "{}", answer.text);
        assert_eq!(answer.headers.get("cache-control").and_then(|rule| rule.to_str().ok()), Some("no-store"));
        let other = browser.post("/observations/new", &[("note", LETTER)]).await;
        assert!(other.text.contains(LETTER), "other forms do come back");
        for (role, name) in
            [(Role::Operator, "vanhanh"), (Role::CityLeader, "chutich"), (Role::TeamMember, "to")]
        {
            let unit = if role == Role::TeamMember { house.unit("00004") } else { house.unit("01") };
            somebody(&house, name, role, unit).await;
            let mut desk = Browser::of(&house, name).await;
            for page in [
                "/sealed",
                "/sealed/new",
                "/sealed/key",
                "/sealed/handlers",
                "/sealed/recovery",
                "/sealed/recover",
            ] {
                desk.open(page).await;
                assert_eq!(desk.status, 403, "{role} at {page}");
            }
            assert!(!desk.says("href=\"/sealed\""), "{role} finds it in no menu");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn measures_of_protection_go_into_the_seal_and_nothing_typed_is_lost() {
    const DECIDED: &str = "Đổi số điện thoại liên hệ, từ ngày 6/10.";
    for_each_engine(|house| async move {
        let (_, mut an, mut binh) = ready(&house).await;
        an.open("/sealed/new").await;
        let id = house.new_id().to_string();
        let letter = [("id", id.as_str()), ("way", "post"), ("received_on", "2/10/2026"), ("signers", "1")];
        an.send("/sealed/new", &[&letter[..], &[("name", AUTHOR), ("letter", LETTER)]].concat()).await;
        let page = an.path.trim_end_matches("?sealed=yes").to_owned();

        // Opened for something else, the page says how it is done.
        opened(&mut an, &mut binh, &page, "verify_author").await;
        assert!(an.says("xin mở đơn với lý do bảo vệ") && !an.says("/measures\""), "{}", an.html);
        let early = form(&an, "extract").replace("/extract", "/measures");
        an.send(&early, &[("measures", DECIDED), ("passphrase", PHRASE)]).await;
        assert!(an.status == 409 && an.says(DECIDED) && an.says("Xin kết thúc lần mở này"), "{}", an.html);
        an.open(&page).await;
        let end = form(&an, "end");
        an.send(&end, &[]).await;

        opened(&mut an, &mut binh, &page, "protect_author").await;
        let write = form(&an, "measures");
        an.send(&write, &[("measures", DECIDED), ("passphrase", "không phải câu này")]).await;
        assert!(an.status == 422 && an.says(DECIDED) && an.says("Câu mật khẩu không đúng"), "{}", an.html);
        assert!(!an.says(AUTHOR), "without a passphrase nothing is shown");
        an.send(&write, &[("measures", DECIDED), ("passphrase", PHRASE)]).await;
        assert_eq!((an.status, an.path.as_str()), (200, page.as_str()), "{}", an.html);
        assert!(!an.says(DECIDED) && an.says("khóa lần thứ 2"), "{}", an.html);
        binh.open(&page).await;
        let read = form(&binh, "read");
        binh.send(&read, &[("passphrase", PHRASE)]).await;
        assert!(binh.says(DECIDED) && binh.says(AUTHOR) && binh.says(LETTER), "{}", binh.html);

        // The opening ends while somebody writes: what they wrote comes back, to be copied.
        an.open(&page).await;
        let end = form(&an, "end");
        an.send(&end, &[]).await;
        let extract = write.replace("/measures", "/extract");
        for (to, field) in [(&write, "measures"), (&extract, "extract")] {
            binh.send(to, &[(field, "Những lời vừa viết."), ("passphrase", PHRASE)]).await;
            assert!(binh.status == 409 && binh.says("Những lời vừa viết."), "{}", binh.html);
            assert!(binh.says("xin chép lại trước khi rời trang"), "{}", binh.html);
        }
    })
    .await;
}

/// One asks for a reason, the other agrees, and the first reads.
async fn opened(an: &mut Browser, binh: &mut Browser, page: &str, reason: &str) {
    an.open(page).await;
    an.send(page, &[("reason", reason), ("passphrase", PHRASE)]).await;
    let approve = form(binh.open(page).await, "approve");
    binh.send(&approve, &[("passphrase", PHRASE)]).await;
    an.open(page).await;
    let read = form(an, "read");
    an.send(&read, &[("passphrase", PHRASE)]).await;
    assert!(an.status == 200 && an.says(AUTHOR), "{}", an.html);
}
