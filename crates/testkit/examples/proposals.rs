//! How long a proposal of letters that say the same takes among a hundred thousand, on both engines:
//! `cargo run --release -p danvan-testkit --example proposals`.

use danvan_actions::letters::{self as actions, Incoming};
use danvan_analysis::similarity::marks;
use danvan_domain::{fold::fold, ids::LetterId, letters::Letter, people::Role};
use danvan_store::letters::{self as store, same};
use danvan_testkit::{House, for_each_engine};

const LETTERS: u64 = 100_000;
/// Words that letters are made of; every tenth letter repeats one of a few texts.
const WORDS: &str = "đường ngõ nhà đất nước điện rác cống trường chợ giá bồi thường thu hồi quyết định khiếu nại kiến nghị phản \
    ánh đề nghị phường xã tổ dân phố xem lại trả lời sửa chữa hỏng lâu ngày tháng năm bụi khói ồn xe tải công trình xây \
    dựng sai phép giấy tờ hồ sơ thủ tục hẹn chậm phí lệ hộ khẩu trợ cấp học sinh bảo hiểm y tế cây xanh đèn chiếu sáng";

#[expect(clippy::disallowed_methods, reason = "this measures")]
fn instant() -> std::time::Instant {
    std::time::Instant::now()
}

fn summary(number: u64, words: &[&str]) -> String {
    let mut state = if number.is_multiple_of(10) { number % 70 } else { number };
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0)
    };
    let length = 40 + next() % 80;
    let said: Vec<&str> = (0..length).map(|_| words[next() % words.len()]).collect();
    format!("{} số {number}", said.join(" "))
}

async fn fill(house: &House, like: &Letter, words: &[&str]) {
    for page in 0..LETTERS / 1000 {
        let mut change = house.store.begin().await.expect("a change");
        for number in page * 1000..(page + 1) * 1000 {
            let letter = Letter {
                id: LetterId(house.new_id()),
                number: i64::try_from(number).expect("small"),
                year: 2025,
                summary: summary(number, words),
                intake: None,
                ..like.clone()
            };
            assert!(store::add(&mut change, &letter).await.expect("added"));
            same::add_marks(&mut change, &letter, &marks(&fold(&letter.summary))).await.expect("marked");
        }
        change.commit().await.expect("kept");
    }
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the figure is what it is for")]
async fn main() {
    for_each_engine(|house| async move {
        let own = house.unit("00008");
        let officer = house.somebody(Role::CommuneOfficer, own).await;
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let receive = |number: u64| {
            let incoming = Incoming {
                id: Some(house.new_id()),
                unit: Some(own),
                way: "post".into(),
                received_on: house.today().to_string(),
                topic: "land.clearance".into(),
                place: own.to_string(),
                summary: summary(number, &words),
                signers: "1".into(),
                ..Incoming::default()
            };
            actions::receive(&house, &officer, incoming)
        };
        let first = receive(0).await.expect("a letter").id;
        let like = store::get(&house.store, first).await.expect("read").expect("a letter");
        fill(&house, &like, &words).await;
        let mut took = Vec::new();
        for number in 0_u64..60 {
            // Every second one repeats a text that thousands have, the others are like nothing.
            let id = receive(if number.is_multiple_of(2) { number * 10 } else { 900_000 + number }).await.expect("a letter").id;
            let start = instant();
            let opened = actions::open(&house, &officer, id).await.expect("opened");
            took.push(start.elapsed().as_secs_f64() * 1000.0);
            assert_eq!(!opened.likes.proposed.is_empty(), number.is_multiple_of(2), "letter {number}");
        }
        took.sort_by(f64::total_cmp);
        println!(
            "{}: page of a letter with proposals among {LETTERS}: median {:.1} ms, p95 {:.1} ms, most {:.1} ms",
            house.store.engine(),
            took[30],
            took[57],
            took[59]
        );
    })
    .await;
}
