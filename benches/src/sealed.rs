//! How long a sealed original takes to open, besides the stretching of the passphrase, which is slow on purpose.

use crate::{Stop, client::Times, engines::Engine, instant, say};
use danvan_actions::{
    Failure,
    sealed::{self, Sealing},
};
use danvan_domain::{
    people::Role,
    rights::Asker,
    sealed::{
        Contents,
        contents::{MOST_SCANS, SCANS_LIMIT},
    },
};
use danvan_store::people;
use danvan_testkit::House;

const ROUNDS: usize = 200;
const PHRASE: &str = "một câu mật khẩu dài để đo";

/// Seals a letter of a page and one with as many scans as there may be, and opens each many times.
pub(crate) async fn measure(engine: &Engine) -> Result<(), Stop> {
    let house = House::at(engine.database("sealed")?).await;
    let (one, other) = handlers(&house).await?;
    say("| opening a sealed original, besides the key derivation | p50 ms | p99 ms |");
    say("|---|---|---|");
    for (name, scans) in [("a page of words", 0), ("with 16 MB of scans", MOST_SCANS)] {
        let mut times = opened(&house, (&one, &other), scans).await.map_err(refused)?;
        say(&format!(
            "| {} {name} | {:.1} | {:.1} |",
            engine.name,
            times.quantile(0.5),
            times.quantile(0.99)
        ));
    }
    say("");
    Ok(())
}

fn refused(failure: Failure) -> Stop {
    format!("{failure:?}").into()
}

/// Two handlers with keys, and the unit's recovery key.
async fn handlers(house: &House) -> Result<(Asker, Asker), Stop> {
    let unit = house.unit("00004");
    let leader = house.somebody(Role::CommuneLeader, unit).await;
    let mut found = Vec::new();
    for _ in 0..2 {
        let officer = house.somebody(Role::CommuneOfficer, unit).await;
        let person = people::by_id(&house.store, officer.person.ok_or("nobody")?).await?.ok_or("nobody")?;
        sealed::name_handler(house, &leader, unit, &person.sign_in).await.map_err(refused)?;
        sealed::make_key(house, &officer, PHRASE, PHRASE).await.map_err(refused)?;
        found.push((officer, person.sign_in));
    }
    let witness = &found.first().ok_or("nobody")?.1;
    sealed::make_recovery(house, &leader, unit, (2, 3), witness, PHRASE).await.map_err(refused)?;
    let mut found = found.into_iter().map(|(officer, _)| officer);
    Ok((found.next().ok_or("nobody")?, found.next().ok_or("nobody")?))
}

async fn opened(house: &House, (one, other): (&Asker, &Asker), scans: usize) -> Result<Times, Failure> {
    let mut contents = Contents {
        name: "(Mô phỏng) Người tố cáo".to_owned().into(),
        text: "(Mô phỏng) Ông X nhận tiền của hộ kinh doanh. ".repeat(60).into(),
        ..Contents::default()
    };
    let page = [b"\x89PNG\r\n\x1a\n".as_slice(), &vec![7; SCANS_LIMIT / MOST_SCANS - 64]].concat();
    contents.add_scans(vec![page.as_slice(); scans]).map_err(danvan_domain::refusals::Refusal::Conflict)?;
    let unit = house.unit("00004");
    let sealing = Sealing { thing: house.new_id(), unit, contents, extract: String::new().into() };
    let seal = sealed::seal(house, one, sealing).await?.id;
    let opening = sealed::ask(house, one, seal, "examine_original", PHRASE).await?;
    sealed::approve(house, other, opening, PHRASE).await?;
    let mut times = Times::default();
    for _ in 0..ROUNDS {
        let start = instant();
        let read = sealed::read_original(house, one, opening, PHRASE).await?;
        times.add(start.elapsed());
        assert_eq!(read.scans.len(), scans, "all of it was opened");
    }
    Ok(times)
}
