//! A campaign as the Covid community teams had it: teams of forty to fifty households, people in each, and what they did in the last
//! days. All of them are made up.

use crate::{chance::Chance, letters::name};
use danvan_domain::{
    campaigns::{Log, Member, Team, Time, Way, sameness, skills},
    ids::{MemberId, PersonId, ProgrammeId, TeamId, UnitId},
    time::{Day, Moment},
};

/// What is made up of one commune.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The campaign.
    pub campaign: ProgrammeId,
    /// The commune.
    pub commune: UnitId,
    /// How many teams.
    pub teams: usize,
    /// How many members a team has, about.
    pub members: i64,
    /// How many days were logged until yesterday.
    pub days: i64,
    /// When the teams were formed.
    pub formed_at: Moment,
    /// The present day.
    pub today: Day,
    /// Who wrote them down.
    pub officer: Option<PersonId>,
    /// The seed.
    pub seed: u64,
}

/// Teams of a commune over its places, with members and logs.
pub fn roster(wanted: &Wanted, places: &[UnitId]) -> (Vec<Team>, Vec<Member>, Vec<Log>) {
    let mut chance = Chance::new(wanted.seed);
    let (mut teams, mut members, mut logs) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..wanted.teams {
        let place = places.get(at % places.len().max(1)).copied().unwrap_or(wanted.commune);
        let mut team = team(wanted, place, &mut chance);
        let many = (wanted.members + chance.between(-2, 2)).max(2);
        for number in 0..many {
            members.push(member(wanted, team.id, number == 0, &mut chance));
        }
        team.members = many;
        for back in (1..=wanted.days).rev() {
            // Not every team writes every day.
            if chance.happens(0.9) {
                let log = log(wanted, team.id, wanted.today.plus_days(-back), &mut chance);
                team.logged_on = Some(log.day);
                logs.push(log);
            }
        }
        teams.push(team);
    }
    (teams, members, logs)
}

fn team(wanted: &Wanted, place: UnitId, chance: &mut Chance) -> Team {
    Team {
        id: TeamId(chance.id(wanted.formed_at)),
        campaign: wanted.campaign,
        unit: wanted.commune,
        formed_of: wanted.commune,
        place,
        number: 0,
        covers: String::new(),
        households: chance.between(40, 50),
        members: 0,
        logged_on: None,
        formed_at: wanted.formed_at,
        ended_at: None,
        end_reason: String::new(),
    }
}

fn member(wanted: &Wanted, team: TeamId, leads: bool, chance: &mut Chance) -> Member {
    let name = name(chance);
    let phone = format!("09{:08}", chance.between(0, 99_999_999));
    let known = skills().iter().filter(|_| chance.happens(0.15)).map(|skill| skill.code.clone());
    let known: Vec<String> = known.collect();
    let times = Time::ALL.iter().copied().filter(|_| chance.happens(0.4)).collect();
    let id = MemberId(chance.id(wanted.formed_at));
    Member {
        same: sameness(wanted.campaign, &name, &phone, team.0),
        id,
        campaign: wanted.campaign,
        unit: wanted.commune,
        enrolled_of: wanted.commune,
        team: Some(team),
        name,
        phone,
        leads,
        skills: known,
        times,
        way: Way::File,
        enrolled_at: wanted.formed_at,
        enrolled_by: wanted.officer,
        receipt: None,
    }
}

fn log(wanted: &Wanted, team: TeamId, day: Day, chance: &mut Chance) -> Log {
    Log {
        team,
        campaign: wanted.campaign,
        unit: wanted.commune,
        day,
        visited: chance.between(3, 20),
        helped: chance.between(0, 4),
        needs: 0,
        words: String::new(),
        at: Moment::at(day, 18, 0),
        person: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_same_seed_makes_the_same_teams_and_their_sums_hold() {
        let today: Day = "2026-10-05".parse().expect("a day");
        let wanted = Wanted {
            campaign: ProgrammeId(Uuid::from_u128(1)),
            commune: UnitId(Uuid::from_u128(2)),
            teams: 9,
            members: 15,
            days: 7,
            formed_at: Moment::at(today.plus_days(-20), 8, 0),
            today,
            officer: None,
            seed: 7,
        };
        let places = [UnitId(Uuid::from_u128(3)), UnitId(Uuid::from_u128(4))];
        let (teams, members, logs) = roster(&wanted, &places);
        assert_eq!(teams, roster(&wanted, &places).0);
        assert_eq!(teams.len(), 9);
        for team in &teams {
            let own = members.iter().filter(|member| member.team == Some(team.id)).count();
            assert_eq!(i64::try_from(own), Ok(team.members));
            assert!((40..=50).contains(&team.households));
            let last = logs.iter().filter(|log| log.team == team.id).map(|log| log.day).max();
            assert_eq!(team.logged_on, last);
        }
        let same: std::collections::HashSet<_> = members.iter().map(|member| &member.same).collect();
        assert_eq!(same.len(), members.len(), "nobody twice");
        assert!(logs.iter().all(|log| log.day < today));
    }
}
