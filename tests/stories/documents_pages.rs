//! A document over HTTP: drafted from what the house knows, issued under its number, downloaded, printed, cancelled.

use crate::figures::signed_in;
use crate::letters_way::ward;
use calamine::{Data, Reader, Xlsx};
use danvan_actions::{
    letters::{Classified, Incoming, classify, receive},
    proceedings::of_letter,
    verify::{Difference, verify},
};
use danvan_domain::{
    ids::{LetterId, ProceedingId, UnitId},
    letters::{Axes, Branch, Competence, Content, Decided, Disposal, Eligibility, Signer},
    people::Role,
    rights::Asker,
    text::clean_lines,
};
use danvan_store::{documents as store, letters};
use danvan_testkit::{Browser, House, Page, Site, for_each_engine};
use reqwest::StatusCode;
use std::io::{Cursor, Read};

/// Whoever wrote the letter of these stories.
pub(crate) const WHO: &str = "Nguyễn Thị Vắng Trăng";
pub(crate) const WHERE: &str = "Số 7 ngõ Trăng Khuyết";

/// The words of a DOCX, paragraph by paragraph, as whoever opens it reads them.
pub(crate) fn words_of(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).expect("a DOCX");
    let mut xml = String::new();
    archive.by_name("word/document.xml").expect("a document").read_to_string(&mut xml).expect("text");
    let mut said = String::new();
    for piece in xml.replace("</w:p>", "\n<w:p>").split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        if tag.starts_with("w:t ") || tag == "w:t" || tag == "w:p" {
            said.push_str(text);
        }
    }
    let plain = said.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    clean_lines(&plain, 1_000_000).expect("words")
}

/// Receives a letter of one signer and classifies it; its letter and its proceeding.
pub(crate) async fn letter(
    house: &House,
    unit: UnitId,
    content: Option<Content>,
) -> (LetterId, ProceedingId) {
    let signer = Signer { name: WHO.into(), address: WHERE.into(), ..Signer::default() };
    let incoming = Incoming {
        id: Some(house.new_id()),
        unit: Some(unit),
        way: "handed_in".into(),
        received_on: house.today().to_string(),
        topic: "land.clearance".into(),
        place: unit.to_string(),
        summary: "Không đồng ý quyết định thu hồi đất số 15.".into(),
        signers: "1".into(),
        people: vec![signer],
        ..Incoming::default()
    };
    let received = receive(house, &Asker::house(), incoming).await.expect("a letter").id;
    if let Some(content) = content {
        classify(house, &Asker::house(), received, classified(content, Disposal::Open, false))
            .await
            .expect("classified");
    }
    let all = of_letter(house, received).await.expect("proceedings");
    let last = all.iter().max_by_key(|it| it.parent.is_some()).expect("one");
    (received, last.id)
}

pub(crate) fn classified(content: Content, disposal: Disposal, may_erase: bool) -> Classified {
    Classified {
        axes: Axes {
            content,
            parts: Vec::new(),
            eligibility: Eligibility::Eligible,
            competence: Competence::Own,
            has_originals: false,
            branch: Branch::State,
            is_sharp: false,
            has_facts: false,
        },
        decided: Decided {
            disposal,
            ground: "Theo nội dung đơn".into(),
            document: String::new(),
            office: String::new(),
        },
        late_reason: String::new(),
        may_erase,
    }
}

/// The value of a field of a page.
fn value<'a>(page: &'a Page, name: &str) -> &'a str {
    let from = page
        .text
        .split(&format!("name=\"{name}\""))
        .nth(1)
        .unwrap_or_else(|| panic!("no {name}: {}", page.text));
    from.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

/// Everything a page's form would send, with some fields said otherwise.
pub(crate) fn said<'a>(page: &'a Page, action: &str, fields: &[(&'a str, &'a str)]) -> Vec<(String, String)> {
    let mut all = page.fields(action);
    for (name, text) in fields {
        all.retain(|(known, _)| known != name);
        all.push(((*name).to_owned(), (*text).to_owned()));
    }
    all
}

pub(crate) async fn post(browser: &Browser, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    browser.post(path, &fields).await
}

#[tokio::test]
async fn a_notice_is_drafted_issued_once_downloaded_and_cancelled_with_its_reason() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Hoàn Kiếm"));
        let site = Site::open(&house).await;
        let officer = signed_in(&house, &site, "lan", Role::CommuneOfficer, own).await;
        let stranger = signed_in(&house, &site, "ngoai", Role::CommuneOfficer, other).await;
        let (received, complaint) = letter(&house, own, Some(Content::Complaint)).await;
        let at = format!("/proceedings/{complaint}");
        let page = officer.get(&at).await;
        for offered in [
            "Lập văn bản",
            "documents/acceptance?act=accept",
            "documents/refusal?act=refuse",
            "documents/transfer",
        ] {
            assert!(page.text.contains(offered), "{offered}: {}", page.text);
        }
        assert!(!page.text.contains("documents/decision"), "nothing is decided before it is accepted");

        // The draft: whoever wrote is read for it, and that is kept.
        let draft = format!("{at}/documents/acceptance");
        let page = officer.get(&format!("{draft}?act=accept")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        for known in [WHO, WHERE, "Không đồng ý quyết định", "PHƯỜNG NGỌC HÀ", "Số: ……/TB-UBND", "Kính gửi:"]
        {
            assert!(page.text.contains(known), "{known}: {}", page.text);
        }
        assert_eq!((value(&page, "person"), value(&page, "address")), (WHO, WHERE));
        assert_eq!(value(&page, "due_on"), "4/11/2026", "thirty days after 5 October");
        assert!(value(&page, "law") == "Luật Khiếu nại 02/2011 Điều 28");
        let readings = letters::readings(&house.store, received, None, 50).await.expect("readings");
        assert_eq!(
            (readings.len(), readings[0].reading.reason.as_str()),
            (1, "Lập văn bản: Thông báo thụ lý")
        );

        // What is missing or cannot be read comes back with what was typed; nothing takes a number.
        let typed = [("go", "issue"), ("due_on", ""), ("signer", "Trần Văn Ký")];
        let back = post(&officer, &draft, &said(&page, &draft, &typed)).await;
        assert_eq!((back.status, value(&back, "signer")), (StatusCode::UNPROCESSABLE_ENTITY, "Trần Văn Ký"));
        assert!(back.text.contains("Hạn cuối") && back.text.contains("Xin điền ô này."), "{}", back.text);
        let back =
            post(&officer, &draft, &said(&page, &draft, &[("go", "look"), ("due_on", "31/2/2026")])).await;
        assert_eq!((back.status, value(&back, "due_on")), (StatusCode::UNPROCESSABLE_ENTITY, "31/2/2026"));
        let full = [("signer", "Trần Văn Ký"), ("signing", "for_head")];
        let file =
            post(&officer, &draft, &said(&page, &draft, &[&full[..], &[("go", "file")]].concat())).await;
        assert_eq!(
            (file.status, file.header("content-type")),
            (StatusCode::OK, danvan_actions::documents::DOCX)
        );
        let words = words_of(&file.bytes);
        assert!(words.contains("Số: ……/TB-UBND") && words.contains(WHO), "{words}");
        let file =
            post(&officer, &draft, &said(&page, &draft, &[&full[..], &[("go", "pdf")]].concat())).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "application/pdf"));
        assert!(file.bytes.starts_with(b"%PDF-"));
        assert!(store::of_thing(&house.store, complaint.0).await.expect("read").is_empty());

        // Issued once, however often it is sent; other words under the same id are refused.
        let send = said(&page, &draft, &[&full[..], &[("go", "issue")]].concat());
        let issued = post(&officer, &draft, &send).await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.text);
        let document = issued.location.clone();
        assert_eq!(post(&officer, &draft, &send).await.location, document);
        let mut others = send.clone();
        others.retain(|(name, _)| name != "due_on");
        others.push(("due_on".into(), "5/11/2026".into()));
        assert_eq!(post(&officer, &draft, &others).await.status, StatusCode::CONFLICT);
        let kept = store::of_thing(&house.store, complaint.0).await.expect("read");
        assert_eq!((kept.len(), kept[0].number, kept[0].act.as_str()), (1, 1, "accept"));

        // The page prints what Word opens: head, number, words, who signs.
        let page = officer.get(&document).await;
        let file = officer.get(&format!("{document}/file")).await;
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename=\"thong-bao-thu-ly-so-01-tb-ubnd.docx\""
        );
        assert!(page.text.contains(&format!("href=\"{document}/file.pdf\"")));
        let paper = officer.get(&format!("{document}/file.pdf")).await;
        assert_eq!(
            paper.header("content-disposition"),
            "attachment; filename=\"thong-bao-thu-ly-so-01-tb-ubnd.pdf\""
        );
        assert!(paper.bytes.starts_with(b"%PDF-"));
        assert_eq!(paper.bytes, officer.get(&format!("{document}/file.pdf")).await.bytes, "always the same");
        let words = words_of(&file.bytes);
        for known in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "ỦY BAN NHÂN DÂN",
            "PHƯỜNG NGỌC HÀ",
            "Số: 01/TB-UBND",
            "Ngọc Hà, ngày 05 tháng 10 năm 2026",
            WHO,
            "đến hết ngày 04 tháng 11 năm 2026",
            "KT. CHỦ TỊCH",
            "Trần Văn Ký",
        ] {
            assert!(words.contains(known), "{known}: {words}");
            assert!(page.text.contains(known), "{known}: {}", page.text);
        }
        assert!(page.text.contains("/documents/paper/state.css"));
        let style = officer.get("/documents/paper/state.css").await;
        assert!(style.text.contains("size: A4; margin: 20mm 20mm 20mm 30mm"), "{}", style.text);
        assert_eq!(officer.get("/documents/paper/other.css").await.status, StatusCode::NOT_FOUND);
        let page = officer.get(&at).await;
        assert!(page.text.contains("01/TB-UBND") && page.text.contains(&document), "{}", page.text);

        // Another commune is kept out of all of it, and nothing that is not there is made up.
        for path in [format!("{draft}?act=accept"), document.clone(), format!("{document}/file")] {
            assert_eq!(stranger.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let cancel = format!("{document}/cancel");
        assert_eq!(stranger.post(&cancel, &[("reason", "Sai")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(post(&stranger, &draft, &send).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.browser().get(&document).await.status, StatusCode::UNAUTHORIZED);
        for (path, status) in [
            (format!("{at}/documents/letter"), StatusCode::NOT_FOUND),
            (format!("{at}/documents/decision"), StatusCode::CONFLICT),
            (format!("/documents/{}", house.new_id()), StatusCode::NOT_FOUND),
            (format!("/proceedings/{}/documents/refusal", house.new_id()), StatusCode::NOT_FOUND),
        ] {
            assert_eq!(officer.get(&path).await.status, status, "{path}");
        }

        // A cancelled number stays in the register with its reason.
        for reason in ["  ", "Ghi nhầm tên bà Nguyễn Thị Hoa"] {
            let back = officer.post(&cancel, &[("reason", reason)]).await;
            assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{reason}");
            assert!(back.text.contains(reason.trim()), "{}", back.text);
        }
        assert_eq!(officer.post(&cancel, &[("reason", "Ghi sai hạn")]).await.status, StatusCode::SEE_OTHER);
        assert!(officer.get(&document).await.text.contains("Ghi sai hạn"));
        let book = officer.get("/documents/register").await;
        assert!(book.text.contains("TB: từ 1 đến 1, không thiếu số nào; 1 số đã hủy."), "{}", book.text);
        assert!(book.text.contains("01/TB-UBND") && book.text.contains("Ghi sai hạn"), "{}", book.text);
        let sheet = officer.get("/documents/register.xlsx").await;
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(sheet.bytes)).expect("a book");
        let name = read.sheet_names()[0].clone();
        let cells = read.worksheet_range(&name).expect("cells");
        let row = cells.rows().find(|row| row[0] == Data::String("Số: 01/TB-UBND".into())).expect("its row");
        assert_eq!(row[5], Data::String("Ghi sai hạn".into()));
        let csv = officer.get("/documents/register.csv?kind=acceptance").await;
        assert!(csv.text.contains("Số: 01/TB-UBND") && csv.header("content-type").starts_with("text/csv"));
        assert!(!officer.get("/documents/register.csv?kind=refusal").await.text.contains("01/TB-UBND"));
        assert_eq!(
            stranger.get(&format!("/documents/register?unit={own}")).await.status,
            StatusCode::FORBIDDEN
        );
        assert!(stranger.get("/documents/register").await.text.contains("Chưa có số nào"));
        assert!(store::torn_registers(&house.store).await.expect("read").is_empty());
        let report = verify(&house).await.expect("verified");
        assert!(report.difference.is_none(), "{:?}", report.difference);
        // A number taken past the program is found.
        let mut change = house.store.begin().await.expect("a change");
        store::next_number(&mut change, own, 2026, "TB").await.expect("a number");
        change.commit().await.expect("a commit");
        let report = verify(&house).await.expect("verified");
        assert!(
            matches!(report.difference, Some(Difference::Numbers { year: 2026, .. })),
            "{:?}",
            report.difference
        );
    })
    .await;
}

#[tokio::test]
async fn an_act_and_its_document_lead_to_each_other() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let site = Site::open(&house).await;
        let officer = signed_in(&house, &site, "lan", Role::CommuneOfficer, own).await;
        let chair = signed_in(&house, &site, "chu.tich", Role::CommuneLeader, own).await;

        // The act first: the page offers the letter that belongs to it.
        let (_, first) = letter(&house, own, Some(Content::Complaint)).await;
        let act = format!("/proceedings/{first}/act");
        chair.get(&format!("/proceedings/{first}")).await;
        let done = chair.post(&act, &[("act", "accept")]).await;
        assert_eq!(done.location, format!("/proceedings/{first}?did=accept"), "{}", done.text);
        let page = chair.get(&done.location).await;
        assert!(page.text.contains("Việc này có văn bản đi kèm"), "{}", page.text);
        assert!(page.text.contains(&format!("/proceedings/{first}/documents/acceptance?act=accept")));

        // The letter first: its number stands in the form of the act, and the act shows its letter.
        let (_, second) = letter(&house, own, Some(Content::Complaint)).await;
        let at = format!("/proceedings/{second}");
        let draft = format!("{at}/documents/refusal");
        let page = officer.get(&format!("{draft}?act=refuse")).await;
        let fields = said(&page, &draft, &[("go", "issue"), ("reasons", "Đã hết thời hiệu")]);
        let issued = post(&officer, &draft, &fields).await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.text);
        let page = chair.get(&at).await;
        let form = page.between("id=\"refuse-document\"", ">").expect("a form");
        assert!(form.contains("01/TB-UBND"), "{form}");
        let refuse = [("act", "refuse"), ("ground", "Đã hết thời hiệu"), ("document", "01/TB-UBND")];
        let done = chair.post(&format!("{at}/act"), &refuse).await;
        let page = chair.get(&done.location).await;
        assert_eq!(
            page.text.matches(&format!("href=\"{}\"", issued.location)).count(),
            2,
            "in the list and beside its act: {}",
            page.text
        );
        assert!(!page.text.contains("Việc này có văn bản đi kèm"), "it was written already");

        // A split letter: its guidance letter is written on the letter's own proceeding, and numbers the split.
        let (mixed, intake) = letter(&house, own, None).await;
        let draft = format!("/proceedings/{intake}/documents/guidance");
        let page = officer.get(&format!("{draft}?act=split")).await;
        let more = [
            ("go", "issue"),
            ("reasons", "Đơn có hai nội dung khác nhau"),
            ("to_office", "UBND phường Ngọc Hà"),
        ];
        let issued = post(&officer, &draft, &said(&page, &draft, &more)).await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.text);
        let page = officer.get(&format!("/letters/{mixed}")).await;
        assert_eq!(value(&page, "document"), "01/HD-UBND", "{}", page.text);
        assert!(page.text.contains(&format!("/proceedings/{intake}#documents")), "{}", page.text);
    })
    .await;
}
