//! Agreeing, signing and the text.

use super::*;
use crate::{
    ids::CommitmentId,
    programmes::{AddsUp, Direction, Kind, Measure, Place, Rhythm, Sort},
    time::Day,
};
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn party(number: u128) -> Party {
    Party {
        id: PartyId(Uuid::from_u128(number)),
        programme: ProgrammeId(Uuid::nil()),
        unit: Some(UnitId(Uuid::from_u128(number))),
        name: String::new(),
        sort: Sort::Unit,
        place: Place::Joins,
        duty: String::new(),
        since: 1,
        until: None,
    }
}

fn article(number: i64, revision: i64) -> Article {
    Article {
        id: ArticleId(Uuid::from_u128(number as u128)),
        programme: ProgrammeId(Uuid::nil()),
        number,
        revision,
        title: "Vận động bàn giao mặt bằng".into(),
        body: "Mỗi tổ đến từng hộ.\nMỗi tuần một lần.".into(),
    }
}

fn answer(article: &Article, revision: i64, party: &Party, (number, agrees): (i64, bool)) -> Answer {
    let (article, party) = (article.id, party.id);
    let at = Moment::from_micros(number);
    Answer { article, revision, party, number, agrees, why: String::new(), at, person: None }
}

#[test]
fn every_party_agrees_to_every_article_as_it_stands() {
    let (one, two, first) = (party(1), party(2), article(1, 2));
    let both = [one.clone(), two.clone()];
    let key = |parties: &[Party], articles: &[Article], answers: &[Answer]| match may_be_signed(
        parties, articles, answers,
    ) {
        Ok(()) => "signed".to_owned(),
        Err(Refusal::Conflict(note)) => note.key,
        Err(other) => panic!("{other:?}"),
    };
    let agreed = |party: &Party| answer(&first, 2, party, (1, true));
    let articles = [first.clone()];
    assert_eq!(key(&both[..1], &articles, &[agreed(&one)]), "covenant-needs-parties");
    assert_eq!(key(&both, &[], &[]), "covenant-needs-articles");
    assert_eq!(key(&both, &articles, &[agreed(&one)]), "covenant-not-agreed");
    assert_eq!(key(&both, &articles, &[agreed(&one), agreed(&two)]), "signed");
    let before = answer(&first, 1, &two, (1, true));
    assert_eq!(
        key(&both, &articles, &[agreed(&one), before]),
        "covenant-not-agreed",
        "of what it said before"
    );
    let objects = answer(&first, 2, &two, (2, false));
    let last = [agreed(&one), objects.clone(), agreed(&two)];
    assert_eq!(key(&both, &articles, &last), "covenant-not-agreed", "the last word counts, in any order");
    let again = answer(&first, 2, &two, (3, true));
    assert_eq!(key(&both, &articles, &[agreed(&one), again, objects]), "signed");
}

#[test]
fn a_party_is_in_the_versions_between() {
    let joined = Party { since: 2, until: Some(4), ..party(1) };
    let versions: Vec<i64> = (1..6).filter(|version| joined.is_in(*version)).collect();
    assert_eq!(versions, [2, 3]);
}

fn content() -> Content {
    Content {
        kind: Kind::Covenant,
        title: "Giao ước đường Vành đai 4".into(),
        aims: "Cùng giải phóng mặt bằng".into(),
        number: String::new(),
        issued_on: None,
        issued_by: String::new(),
        link: String::new(),
        starts_on: day("2026-01-01"),
        ends_on: day("2026-12-31"),
        parties: String::new(),
        parent: None,
    }
}

fn commitment(id: u128, parent: Option<u128>, target: i64) -> Commitment {
    Commitment {
        id: CommitmentId(Uuid::from_u128(id)),
        programme: ProgrammeId(Uuid::nil()),
        parent: parent.map(|id| CommitmentId(Uuid::from_u128(id))),
        unit: UnitId(Uuid::from_u128(9)),
        promised_by: UnitId(Uuid::from_u128(1)),
        what: "Hộ bàn giao mặt bằng".into(),
        indicator: Indicator {
            measure: Measure::Count,
            counted: "hộ".into(),
            baseline: 0,
            target,
            direction: Direction::AtLeast,
            adds_up: AddsUp::Sum,
            source: None,
        },
        rhythm: Rhythm::Once,
        from: day("2026-01-01"),
        to: day("2026-12-31"),
        needs_evidence: false,
        weight: 1,
        base: 1,
        checker: None,
        parts: 1,
        made_at: Moment::from_micros(0),
        ended_at: None,
        end_reason: String::new(),
    }
}

#[test]
fn the_text_says_everything_that_is_signed_and_nothing_can_be_taken_for_something_else() {
    let parties = [party(1), party(2)];
    let articles = [article(1, 1)];
    let commitments = [commitment(5, None, 30), commitment(6, Some(5), 10)];
    let name = |unit: UnitId| format!("Xã {}", unit.0.as_u128());
    let id = (ProgrammeId(Uuid::nil()), 1);
    let whole = text(id, &content(), (&parties, &articles), &commitments, &name);
    let expected = "danvan covenant 1
programme 00000000-0000-0000-0000-000000000000
version 1
title Giao ước đường Vành đai 4
term 2026-01-01 2026-12-31
| Cùng giải phóng mặt bằng
party 1 00000000-0000-0000-0000-000000000001 joins 00000000-0000-0000-0000-000000000001 Xã 1
party 2 00000000-0000-0000-0000-000000000002 joins 00000000-0000-0000-0000-000000000002 Xã 2
article 1 revision 1 Vận động bàn giao mặt bằng
| Mỗi tổ đến từng hộ.
| Mỗi tuần một lần.
commitment 1 00000000-0000-0000-0000-000000000005 Hộ bàn giao mặt bằng
  by 00000000-0000-0000-0000-000000000001 Xã 1
  count at_least from 0 to 30 sum source - of hộ
  due once 2026-01-01 2026-12-31
  part 00000000-0000-0000-0000-000000000006 from 0 to 10 00000000-0000-0000-0000-000000000001 Xã 1
";
    assert_eq!(whole, expected);
    let forged = Article { body: "Một.\narticle 2 revision 1 Hai".into(), ..article(1, 1) };
    let forged = text(id, &content(), (&parties, &[forged]), &[], &name);
    assert_eq!(forged.lines().filter(|line| line.starts_with("article")).count(), 1, "{forged}");
    let other = [commitment(5, None, 31), commitment(6, Some(5), 10)];
    assert_ne!(text(id, &content(), (&parties, &articles), &other, &name), whole);
}
