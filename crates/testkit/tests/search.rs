//! Both engines find the same documents: those that a plain walk through all of them finds, whatever was written anew,
//! sorted in or still waits.

use danvan_domain::ids::CaseId;
use danvan_store::{
    contents::damage,
    search::{self, Of, Question},
};
use danvan_testkit::{House, for_each_engine};

/// Words of which some are the beginning of others, some are in nearly every document and some in hardly any.
const WORDS: [&str; 12] =
    ["nuoc", "nuo", "nuocsach", "den", "rac", "duong", "duongday", "d", "ngo", "ng", "xuan", "4"];
const MARKS: [&str; 3] = ["u1", "u2", "u3"];
const CASES: usize = 48;

fn below(house: &House, most: usize) -> usize {
    usize::try_from(u64::from_le_bytes(house.chance()) % most as u64).expect("small")
}

/// A document: one mark, and of the words the first more often than the last.
fn document(house: &House) -> Vec<&'static str> {
    let mut words = vec![MARKS[below(house, MARKS.len())]];
    words.extend(
        WORDS.iter().enumerate().filter(|(at, _)| below(house, WORDS.len()) > *at).map(|(_, word)| word),
    );
    words
}

fn question(house: &House) -> Question {
    let words = (0..=below(house, 3)).map(|_| WORDS[below(house, WORDS.len())].to_owned()).collect();
    let marks = (0..below(house, 3)).map(|at| MARKS[at].to_owned()).collect::<Vec<_>>();
    Question { words, last_begins: below(house, 2) == 0, everywhere: marks.is_empty(), marks }
}

/// What must be found, the newest first.
fn expected(documents: &[(CaseId, Vec<&str>)], asked: &Question, limit: usize) -> Vec<CaseId> {
    let find = |begins: bool| -> Vec<CaseId> {
        let (last, others) = asked.words.split_last().expect("a word");
        let has = |said: &[&str], word: &str| said.contains(&word);
        let fits = |said: &[&str]| {
            (asked.everywhere || asked.marks.iter().any(|mark| has(said, mark)))
                && others.iter().all(|word| has(said, word))
                && said.iter().any(|word| word == last || (begins && word.starts_with(last.as_str())))
        };
        documents.iter().rev().filter(|(_, said)| fits(said)).map(|(case, _)| *case).take(limit).collect()
    };
    let whole = find(false);
    if asked.last_begins && whole.len() < limit { find(true) } else { whole }
}

async fn write(house: &House, documents: &[(CaseId, Vec<&str>)]) {
    let written: Vec<(CaseId, String)> =
        documents.iter().map(|(case, words)| (*case, words.join(" "))).collect();
    let mut change = house.store.begin().await.expect("a change");
    search::index(&mut change, &written).await.expect("written");
    change.commit().await.expect("a commit");
}

async fn check(house: &House, documents: &[(CaseId, Vec<&str>)]) {
    for _ in 0..40 {
        let asked = question(house);
        let limit = 1 + below(house, 20);
        let cases = search::find(&house.store, &asked, i64::try_from(limit).expect("small")).await;
        let found: Vec<CaseId> = cases.expect("found").into_iter().map(|case| case.id).collect();
        assert_eq!(found, expected(documents, &asked, limit), "{limit} of {asked:?}");
    }
}

#[tokio::test]
async fn what_is_found_is_what_a_plain_walk_finds() {
    for_each_engine(|house| async move {
        let place = house.unit("00004");
        let mut documents: Vec<(CaseId, Vec<&str>)> = Vec::new();
        for _ in 0..CASES {
            house.clock.pass_seconds(1);
            let received = house.resident_asks("water.clean", place).await;
            documents.push((received.id, document(&house)));
        }
        let postgres = house.store.engine() == "postgres";
        for (at, some) in documents.chunks(CASES / 4).enumerate() {
            if postgres {
                // Far apart, so that they stand in several stretches, some on the edge between two.
                let next = 8_192 * 3 * (at + 1) - 5;
                let jump = format!("alter table case_search alter column number restart with {next}");
                damage(&house.store, &jump).await.expect("a jump");
            }
            write(&house, some).await;
        }
        check(&house, &documents).await;
        let sorted = search::sort_all_in(&house.store, Of::Cases).await.expect("sorted in");
        assert_eq!(sorted, if postgres { CASES } else { 0 });
        check(&house, &documents).await;
        for round in 0..6 {
            let some: Vec<usize> = (0..6).map(|_| below(&house, CASES)).collect();
            for at in some {
                documents[at].1 = document(&house);
                write(&house, &documents[at..=at]).await;
            }
            check(&house, &documents).await;
            if round % 2 == 1 {
                search::sort_all_in(&house.store, Of::Cases).await.expect("sorted in");
                check(&house, &documents).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_word_taken_back_is_nowhere_in_the_lists() {
    for_each_engine(|house| async move {
        if house.store.engine() != "postgres" {
            return;
        }
        let case = house.resident_asks("water.clean", house.unit("00004")).await.id;
        write(&house, &[(case, vec!["u1", "rac", "nguyenvanx"])]).await;
        search::sort_all_in(&house.store, Of::Cases).await.expect("sorted in");
        let lists = async |word: &str| {
            damage(&house.store, &format!("update case_search_lists set docs = docs where word = '{word}'"))
                .await
                .expect("counted")
        };
        assert_eq!((lists("rac").await, lists("nguyenvanx").await), (1, 1));
        write(&house, &[(case, vec!["u1", "rac"])]).await;
        assert_eq!((lists("rac").await, lists("nguyenvanx").await), (1, 0));
    })
    .await;
}
