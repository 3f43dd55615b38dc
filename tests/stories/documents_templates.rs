//! Templates over HTTP: edited with the names they know, tried, kept version by version, and given back.

use crate::{documents_pages::letter, figures::signed_in, letters_way::ward};
use danvan_domain::{documents::Kind, letters::Content, people::Role};
use danvan_testkit::{Site, for_each_engine};
use reqwest::StatusCode;

const OWN: &str = "== title\nTHÔNG BÁO\n== about\nVề {{ procedure }}\n== body\nLỜI RIÊNG CỦA PHƯỜNG {{ person }}\n\
                   {% for reason in reasons %}\n- {{ reason }}\n{% endfor %}\n";

#[tokio::test]
async fn a_template_is_edited_tried_kept_and_given_back() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let site = Site::open(&house).await;
        let leader = signed_in(&house, &site, "chu.tich", Role::CommuneLeader, own).await;
        let officer = signed_in(&house, &site, "lan", Role::CommuneOfficer, own).await;
        let at = "/documents/templates/refusal";
        let page = leader.get("/documents/templates").await;
        assert_eq!(page.text.matches("Mẫu có sẵn của danvan").count(), Kind::ALL.len(), "{}", page.text);
        for path in ["/documents/templates", at] {
            assert_eq!(officer.get(path).await.status, StatusCode::FORBIDDEN);
            assert_eq!(site.browser().get(path).await.status, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(officer.post(at, &[("go", "save"), ("body", OWN)]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(leader.get("/documents/templates/poem").await.status, StatusCode::NOT_FOUND);

        // The names it knows, in both languages, and how it looks.
        let page = leader.get(at).await;
        for known in ["<code>reasons</code>", "Các lý do", "The reasons", "Nguyễn Văn Ví Dụ", "Bản xem thử"]
        {
            assert!(page.text.contains(known), "{known}: {}", page.text);
        }
        assert!(!page.text.contains("<code>content</code>"), "that is a publication's");
        let publication = leader.get("/documents/templates/publication").await;
        assert!(!publication.text.contains("<code>person</code>"), "a publication names nobody");

        // Faults come back with their line, the known names and everything typed.
        for (body, line, said) in [
            (OWN.replace("person", "nguoi_gui"), 6, "nguoi_gui"),
            (OWN.replace("{% endfor %}", ""), 0, "Không đọc được mẫu"),
            (OWN.replace("in reasons", "in person"), 7, "không phải danh sách"),
            (OWN.replace("== about\nVề", "Về"), 0, "== about"),
            ("== about\nx\n== body\n".to_owned() + &"x".repeat(25_000), 1, "20"),
            ("== about\nx\n== body\n{% for a in range(100000000) %}x{% endfor %}".to_owned(), 0, "range"),
        ] {
            for what in ["save", "look"] {
                let back = leader.post(at, &[("go", what), ("body", &body)]).await;
                assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
                assert!(back.text.contains(said), "{said}: {}", back.text);
                assert!(line == 0 || back.text.contains(&format!("Dòng {line}:")), "{line}: {}", back.text);
                assert!(back.text.contains("== about") || body.len() > 20_000, "typed is kept");
            }
        }
        let large = leader.post(at, &[("go", "save"), ("body", &"x".repeat(10 * 1024 * 1024))]).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(!leader.get(at).await.text.contains("Các lần sửa"), "nothing was kept");

        // Tried, kept, kept again, an earlier one opened; what is written goes by it.
        let seen = leader.post(at, &[("go", "look"), ("body", OWN)]).await;
        assert!(seen.text.contains("LỜI RIÊNG CỦA PHƯỜNG Nguyễn Văn Ví Dụ"), "{}", seen.text);
        assert_eq!(
            leader.post(at, &[("go", "save"), ("body", OWN)]).await.location,
            format!("{at}?said=kept")
        );
        let newer = OWN.replace("PHƯỜNG", "PHƯỜNG NGỌC HÀ <b>");
        leader.post(at, &[("go", "save"), ("body", &newer)]).await;
        let page = leader.get(&format!("{at}?version=1")).await;
        assert!(page.text.contains("LỜI RIÊNG CỦA PHƯỜNG {{ person }}"), "{}", page.text);
        assert!(leader.get("/documents/templates").await.text.contains("lần sửa 2"));
        let (_, complaint) = letter(&house, own, Some(Content::Complaint)).await;
        let draft = format!("/proceedings/{complaint}/documents/refusal?act=refuse");
        let page = officer.get(&draft).await;
        assert!(page.text.contains("LỜI RIÊNG CỦA PHƯỜNG NGỌC HÀ &#60;b&#62;"), "{}", page.text);

        assert_eq!(leader.post(at, &[("go", "restore")]).await.location, format!("{at}?said=restored"));
        let page = leader.get(at).await;
        assert!(page.text.contains("Mẫu có sẵn của danvan") && page.text.contains("Lần 3"), "{}", page.text);
        assert!(!officer.get(&draft).await.text.contains("LỜI RIÊNG"));
    })
    .await;
}
