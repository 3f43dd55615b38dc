//! A breach is noted, its 72 hours run, it is told too late, and the doctor says so meanwhile.

use crate::desk::{Browser, somebody};
use danvan_actions::operations::examine;
use danvan_domain::{people::Role, rights::Asker};
use danvan_testkit::{House, for_each_engine};

async fn is_well(house: &House) -> bool {
    let health = examine(house, &Asker::house(), false).await.expect("a health");
    health.findings.iter().find(|finding| finding.about == "breaches").expect("a finding").well
}

#[tokio::test(flavor = "multi_thread")]
async fn seventy_two_hours_run_and_are_seen_to_lapse() {
    for_each_engine(|house| async move {
        let city = house.facts().tree.roots(house.today()).next().expect("a city").id;
        somebody(&house, "vanhanh", Role::Operator, city).await;
        let mut browser = Browser::of(&house, "vanhanh").await;
        let found = house.now().to_string();
        let good = [
            ("found", found.as_str()),
            ("what", "Mất một máy tính có bản sao lưu"),
            ("whose", "Người gửi phản ánh: điện thoại"),
            ("how_many", "120"),
            ("measures", "Đã khóa tài khoản"),
            ("must_notify", "yes"),
        ];
        browser.open("/data/breaches").await;
        // Nothing, no moment, a moment to come, no number: refused, and what was typed stays.
        for (field, bad) in
            [("found", "hôm qua"), ("found", "2999-01-01T10:00"), ("what", ""), ("how_many", "nhiều")]
        {
            let fields: Vec<(&str, &str)> =
                good.iter().map(|(name, value)| (*name, if *name == field { bad } else { *value })).collect();
            browser.send("/data/breaches", &fields).await;
            assert_eq!(browser.status, 422, "{field}");
            assert!(browser.says("Đã khóa tài khoản"), "{field}: typed words stay");
        }
        assert!(is_well(&house).await);
        browser.send("/data/breaches", &good).await;
        assert_eq!((browser.status, browser.says("Mất một máy tính")), (200, true), "{}", browser.html);
        assert!(browser.says("Phải báo trước"));

        house.clock.pass_hours(71);
        assert!(is_well(&house).await);
        house.clock.pass_hours(2);
        assert!(!is_well(&house).await, "the doctor says that it is late");
        let mut browser = Browser::of(&house, "vanhanh").await;
        browser.open("/data/breaches").await;
        assert!(browser.says("Quá 72 giờ, chưa báo"));
        let id = browser.html.split("/data/breaches/").nth(1).and_then(|rest| rest.split('/').next());
        let told = format!("/data/breaches/{}/notified", id.expect("a form"));
        browser.send(&told, &[("notice", "")]).await;
        assert_eq!(browser.status, 422);
        browser.send(&told, &[("notice", "12/BC-UBND")]).await;
        assert!(browser.says("12/BC-UBND") && browser.says("quá 72 giờ"), "{}", browser.html);
        assert!(is_well(&house).await);
        browser.send(&told, &[("notice", "13/BC-UBND")]).await;
        assert_eq!(browser.status, 409, "told once");
    })
    .await;
}
