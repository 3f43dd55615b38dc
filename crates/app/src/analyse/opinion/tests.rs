use crate::analyse::trial::{self, OUT};
use std::fmt::Write;

/// What grouping these votes wrote, or why it refused.
fn run(files: &[(&str, &str)], more: &[&str]) -> Result<serde_json::Value, String> {
    let words = [&["opinion", "--votes", "VOTES.csv", "--out", OUT][..], more].concat();
    trial::run(&words, files).map(|text| serde_json::from_str(&text).expect("JSON"))
}

/// Two camps on statements 10 and 9; on 2 they agree. A row a voter.
fn by_voter() -> String {
    let mut text = "participant,group-id,n-votes,10,9,2\n".to_owned();
    for voter in 0..20 {
        let votes = if voter % 2 == 0 { "1,-1,1" } else { "-1,1,1" };
        writeln!(text, "v{voter},,3,{votes}").expect("a line");
    }
    text
}

/// The same, a row a vote, the last of several being the one that holds.
fn by_vote() -> String {
    let mut text = "timestamp,voter-id,comment-id,vote\n".to_owned();
    for voter in 0..20 {
        let (one, other) = if voter % 2 == 0 { (1, -1) } else { (-1, 1) };
        for (at, statement, vote) in [(5, 10, one), (3, 10, 0), (4, 9, other), (4, 2, 1)] {
            writeln!(text, "{at},v{voter},{statement},{vote}").expect("a line");
        }
    }
    text
}

#[test]
fn both_kinds_of_file_tell_the_same() {
    let wide = run(&[("VOTES.csv", &by_voter())], &[]).expect("groups");
    let long = run(&[("VOTES.csv", &by_vote())], &[]).expect("groups");
    for found in [&wide, &long] {
        let groups = found["groups"].as_array().expect("groups");
        assert_eq!(groups.len(), 2, "{found}");
        assert_eq!(groups[0]["members"].as_array().map(Vec::len), Some(10));
        assert_eq!(found["agreed"][0]["statement"], "2");
        assert_eq!(found["grouped"], 20);
    }
    let names = |found: &serde_json::Value| -> Vec<String> {
        let statements = found["statements"].as_array().expect("statements");
        statements.iter().map(|one| one["statement"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names(&wide), ["10", "9", "2"], "as their columns stand");
    assert_eq!(names(&long), ["2", "9", "10"], "numbers by size");
}

#[test]
fn what_is_moderated_away_counts_for_nothing_and_names_stay() {
    let moderated = "comment-id,moderated,comment-body\n2,-1,\"a, b\"\n9,0,x\n10,1,y\n";
    let files = [("VOTES.csv", &by_voter()[..]), ("S.csv", moderated)];
    let found = run(&files, &["--statements", "S.csv"]).expect("groups");
    assert_eq!(found["agreed"].as_array().map(Vec::len), Some(0), "{found}");
    assert_eq!(found["statements"][2]["left_out"], true);

    let before = found["voters"].as_array().expect("voters").iter().map(|voter| {
        let group = voter["group"].as_u64().expect("a group");
        serde_json::json!({"voter": voter["voter"], "group": if group == 0 { 7 } else { 3 }})
    });
    let before = serde_json::json!({"voters": before.collect::<Vec<_>>()}).to_string();
    let files = [("VOTES.csv", &by_voter()[..]), ("B.json", &before)];
    let again = run(&files, &["--before", "B.json"]).expect("groups");
    assert_eq!((&again["groups"][0]["group"], &again["groups"][1]["group"]), (&3.into(), &7.into()));
}

#[test]
fn what_is_no_vote_is_refused_by_line_and_column() {
    let check = |text: &str, expected: &str| {
        assert_eq!(run(&[("VOTES.csv", text)], &[]).expect_err("it is refused"), expected, "{text}");
    };
    check(
        "voter,a,b\n1,1,0\n2,2,0\n",
        "VOTES.csv, line 3, column a: “2” is no vote; write 1, -1, 0, or nothing.",
    );
    check("voter,a,b\n1,1,0\n1,1,0\n", "VOTES.csv, line 3, column voter: “1” stands there a second time.");
    check("voter,a,a\n1,1,0\n", "VOTES.csv, line 1, column a: this column stands there twice.");
    check(
        "voter,statement,vote\n1,a,1\n1,a,0\n",
        "VOTES.csv, line 3, column statement: “a” has a vote of this voter already; add a column timestamp that tells which came later.",
    );
    check(
        "voter,statement,vote,timestamp\n1,a,1,x\n",
        "VOTES.csv, line 2, column timestamp: “x” is no moment as a number.",
    );
    check(
        "voter,statement,vote\n1,a,\n",
        "VOTES.csv, line 2, column vote: “” is no vote; write 1, -1, 0, or nothing.",
    );
    check("a,b\n1,1\n", "VOTES.csv has no column voter; it has: a, b");
    check("voter,a\n1,1\n2,0\n", "VOTES.csv: 1 rows are too few; this needs at least 2.");
    let files = [("VOTES.csv", &by_voter()[..]), ("S.csv", "statement,moderated\n2,no\n")];
    let said = run(&files, &["--statements", "S.csv"]).expect_err("it is refused");
    assert_eq!(said, "S.csv, line 2, column moderated: “no” must be -1, 0 or 1.");
}
