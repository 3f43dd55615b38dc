//! Two made-up inspections: the city's of the busiest commune, concluded with something to mend, and one that waits for the
//! commune's own report. Both say that they are simulated.

use super::letters::{Office, asker};
use crate::house::Stop;
use danvan_actions::{
    House,
    inspections::{act, answer, conclude, look, plan, send_outline},
};
use danvan_domain::{
    ids::InspectionId,
    inspections::{TypedFinding, TypedPaper, TypedPlan, TypedRemedy},
    rights::{Asker, Verb},
};
use danvan_store::inspections as store;

/// Makes both, where a commune has somebody who answers.
pub(super) async fn inspect(house: &House, offices: &[Office]) -> Result<(), Stop> {
    let (Some(leader), Some(desk)) = (asker(house, "lanhdao").await?, asker(house, "canbo.ngocha").await?)
    else {
        return Ok(());
    };
    let own = desk.unit_for(Verb::AnswerInspections);
    if !offices.iter().any(|office| Some(office.unit) == own) {
        return Ok(());
    }
    let Some(own) = own else { return Ok(()) };
    let unit = own.to_string();
    let done = planned(house, &leader, &unit, "(Mô phỏng) Thực hiện quy chế công tác dân vận").await?;
    concluded(house, (&leader, &desk), done).await?;
    let waiting = planned(house, &leader, &unit, "(Mô phỏng) Công khai các khoản dân đóng góp").await?;
    sent(house, &leader, waiting).await
}

fn paper(house: &House, words: &str, number: &str) -> TypedPaper {
    TypedPaper { words: words.into(), number: number.into(), on: Some(Ok(house.today())) }
}

async fn planned(house: &House, leader: &Asker, unit: &str, subject: &str) -> Result<InspectionId, Stop> {
    let today = house.today();
    let typed = TypedPlan {
        kind: "inspection".into(),
        subject: subject.into(),
        plan: "05-KH/BDV".into(),
        from: Some(Ok(today.plus_days(7))),
        to: Some(Ok(today.plus_days(9))),
        list: "mobilisation".into(),
        questions: String::new(),
    };
    Ok(plan(house, leader, InspectionId(house.new_id()), unit, &typed).await?)
}

async fn sent(house: &House, leader: &Asker, id: InspectionId) -> Result<(), Stop> {
    act(house, leader, id, "decide", &paper(house, "", "12-QĐ/BDV"), &[]).await?;
    let outline = paper(house, "(Mô phỏng) Báo cáo kết quả từ đầu năm theo từng câu hỏi.", "");
    let due = house.today().plus_days(5);
    Ok(send_outline(house, leader, id, &outline, Some(Ok(due))).await?)
}

async fn concluded(house: &House, (leader, desk): (&Asker, &Asker), id: InspectionId) -> Result<(), Stop> {
    sent(house, leader, id).await?;
    let said = paper(house, "(Mô phỏng) Phường đã thực hiện đủ các nội dung.", "");
    let answers: Vec<String> = vec!["(Mô phỏng) Có, có sổ theo dõi.".into(); 3];
    answer(house, desk, id, &said, &answers, &[]).await?;
    act(house, leader, id, "begin", &paper(house, "", ""), &[]).await?;
    for item in store::items(&house.store, id).await? {
        let is_wanting = item.number == 6;
        let outcome = if is_wanting { "shortcoming" } else { "met" };
        let told =
            if is_wanting { "(Mô phỏng) Bảng niêm yết đặt ở nơi khó thấy." } else { "" };
        let found = TypedFinding { outcome: outcome.into(), told: told.into() };
        look(house, leader, (id, item.id), &found, &[]).await?;
    }
    act(house, leader, id, "minute", &paper(house, "(Mô phỏng) Biên bản làm việc.", ""), &[]).await?;
    let due = house.today().plus_days(20);
    let mended = [TypedRemedy {
        what: "(Mô phỏng) Chuyển bảng niêm yết ra cổng trụ sở".into(),
        on: Some(Ok(due)),
    }];
    let conclusion = paper(house, "(Mô phỏng) Cơ bản tốt, còn một việc cần khắc phục.", "30-TB/BDV");
    Ok(conclude(house, leader, id, &conclusion, &mended).await?)
}
