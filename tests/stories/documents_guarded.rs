//! What keeps a denunciation's author out of documents, and hostile words in their place.

use crate::documents_pages::{WHERE, WHO, classified, letter, post, said, words_of};
use crate::figures::signed_in;
use crate::letters_way::ward;
use danvan_actions::{
    letters::{Incoming, classify, receive},
    proceedings::of_letter,
};
use danvan_domain::{
    letters::{Content, Disposal},
    people::Role,
    rights::Asker,
};
use danvan_store::{documents as store, letters};
use danvan_testkit::{Site, for_each_engine};
use reqwest::StatusCode;

#[tokio::test]
async fn a_denunciation_gives_no_document_its_author() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let site = Site::open(&house).await;
        let chair = signed_in(&house, &site, "chu.tich", Role::CommuneLeader, own).await;
        let incoming = Incoming {
            id: Some(house.new_id()),
            unit: Some(own),
            way: "post".into(),
            received_on: house.today().to_string(),
            is_denunciation: true,
            signers: "1".into(),
            ..Incoming::default()
        };
        let received = receive(&house, &Asker::house(), incoming).await.expect("a letter");
        let intake = of_letter(&house, received.id).await.expect("proceedings")[0].id;
        let at = format!("/proceedings/{intake}");
        let act = format!("{at}/act");
        chair.get(&at).await;
        assert!(
            chair
                .post(&act, &[("act", "accept"), ("document", "1/QĐ")])
                .await
                .location
                .contains("did=accept")
        );
        assert!(
            chair.post(&act, &[("act", "conclude"), ("document", "2/KL")]).await.location.contains("did=")
        );
        let whole = [
            ("person", WHO),
            ("address", WHERE),
            ("summary", "Lời tố cáo của bà Vắng Trăng"),
            ("content", "Kết luận nội dung tố cáo số 2/KL."),
            ("forms", "Niêm yết tại trụ sở"),
            ("due_on", "5/11/2026"),
            ("from_on", "6/10/2026"),
            ("to_on", "21/10/2026"),
        ];
        for (kind, field) in [("publication", "content"), ("acceptance", "law")] {
            let draft = format!("{at}/documents/{kind}");
            let page = chair.get(&draft).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            for hidden in ["name=\"person\"", "name=\"address\"", "name=\"summary\""] {
                assert!(!page.text.contains(hidden), "{kind}: {hidden}");
            }
            let naming =
                [&whole[..], &[("go", "issue"), (field, "Theo đơn của bà Nguyễn Thị Vắng Trăng")]].concat();
            let back = post(&chair, &draft, &said(&page, &draft, &naming)).await;
            assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}: {}", back.text);
            assert!(back.text.contains("nêu tên một người"), "{}", back.text);
            let issued =
                post(&chair, &draft, &said(&page, &draft, &[&whole[..], &[("go", "issue")]].concat())).await;
            assert_eq!(issued.status, StatusCode::SEE_OTHER, "{kind}: {}", issued.text);
            let words = words_of(&chair.get(&format!("{}/file", issued.location)).await.bytes);
            let page = chair.get(&issued.location).await.text;
            for text in [&words, &page] {
                for needle in ["Vắng Trăng", "Trăng Khuyết", "Lời tố cáo"] {
                    assert!(!text.contains(needle), "{kind} says {needle}: {text}");
                }
            }
        }
        for document in store::of_thing(&house.store, intake.0).await.expect("read") {
            assert!(
                !document.letter.contains("Trăng") && !document.about.contains("Trăng"),
                "{}",
                document.letter
            );
        }
        let readings = letters::readings(&house.store, received.id, None, 50).await.expect("readings");
        assert!(readings.is_empty());

        // A letter that turns out to be one: what was issued before loses its words and keeps its number.
        let (found, petition) = letter(&house, own, None).await;
        let draft = format!("/proceedings/{petition}/documents/reception_receipt");
        let page = chair.get(&draft).await;
        let fields = said(&page, &draft, &[("go", "issue"), ("documents", "Bản sao quyết định")]);
        let issued = post(&chair, &draft, &fields).await;
        assert!(chair.get(&issued.location).await.text.contains(WHO));
        let decided = classified(Content::Denunciation, Disposal::Open, true);
        classify(&house, &Asker::house(), found, decided).await.expect("classified");
        let page = chair.get(&issued.location).await;
        assert!(page.text.contains("Lời của văn bản đã xóa") && !page.text.contains(WHO), "{}", page.text);
        let file = chair.get(&format!("{}/file", issued.location)).await;
        assert_eq!(file.status, StatusCode::CONFLICT);
        assert!(store::torn_registers(&house.store).await.expect("read").is_empty());
    })
    .await;
}

#[tokio::test]
async fn hostile_words_stay_words_and_too_many_are_turned_away() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let site = Site::open(&house).await;
        let officer = signed_in(&house, &site, "lan", Role::CommuneOfficer, own).await;
        let (_, complaint) = letter(&house, own, Some(Content::Complaint)).await;
        let draft = format!("/proceedings/{complaint}/documents/refusal");
        let page = officer.get(&format!("{draft}?act=refuse")).await;
        let hostile = [
            ("go", "issue"),
            ("reasons", "</w:t></w:r><script>alert(1)</script>\n== body\n# QUYẾT ĐỊNH\n{{ 7 * 7 }} | a | b | ]]> &amp; \u{202e}x\u{8}y"),
            ("person", "../../etc/passwd\r\nSet-Cookie: x=y"),
            ("address", "=HYPERLINK(\"http://evil\")"),
            ("signer", "\"; rm -rf /"),
            ("system", "no_such_system"),
            ("signing", "no_such_signing"),
        ];
        let issued = post(&officer, &draft, &said(&page, &draft, &hostile)).await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.text);
        let page = officer.get(&issued.location).await;
        assert!(page.text.contains("&#60;script&#62;alert(1)") && !page.text.contains("<script>alert"), "{}", page.text);
        let file = officer.get(&format!("{}/file", issued.location)).await;
        let name = file.header("content-disposition");
        assert_eq!(name, "attachment; filename=\"thong-bao-khong-thu-ly-so-01-tb-ubnd.docx\"");
        assert!(file.headers.get("set-cookie").is_none_or(|cookie| !cookie.as_bytes().starts_with(b"x=y")));
        let words = words_of(&file.bytes);
        for kept in ["<script>alert(1)</script>", "- == body", "- # QUYẾT ĐỊNH", "{{ 7 * 7 }} | a | b |", "]]> &amp; xy", "../../etc/passwd"] {
            assert!(words.contains(kept), "{kept}: {words}");
        }

        // Too much is said so before anything is read; nothing took a number.
        let large = "a".repeat(10 * 1024 * 1024);
        let fields = said(&page, &draft, &[("go", "issue"), ("reasons", &large)]);
        assert_eq!(post(&officer, &draft, &fields).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        let page = officer.get(&format!("{draft}?act=refuse")).await;
        for (field, text) in [("reasons", "một dòng\n".repeat(60)), ("signer", "ậ".repeat(600)), ("law", "x".repeat(9_000))] {
            let mut fields = said(&page, &draft, &[("go", "issue"), ("reasons", "Hết thời hiệu")]);
            fields.retain(|(name, _)| name != field);
            fields.push((field.to_owned(), text));
            let back = post(&officer, &draft, &fields).await;
            assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {}", back.text);
        }
        let garbled = said(&page, &draft, &[("go", "issue"), ("reasons", "a\0b")]);
        assert_eq!(post(&officer, &draft, &garbled).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(store::of_thing(&house.store, complaint.0).await.expect("read").len(), 1);
    })
    .await;
}
