use crate::analyse::trial::{self, OUT};

/// The lines that protecting a table wrote, or why it refused.
fn run(files: &[(&str, &str)], more: &[&str]) -> Result<Vec<String>, String> {
    let words = [&["protect", "T.csv", "--out", OUT][..], more].concat();
    Ok(trial::run(&words, files)?.lines().map(str::to_owned).collect())
}

const TABLE: &str = "region,sex,count\nA,f,2\nA,m,18\nB,f,19\nB,m,14\nC,f,10\nC,m,12\nD,f,14\nD,m,11\n";

#[test]
fn what_is_small_and_what_protects_it_is_withheld() {
    let lines = run(&[("T.csv", TABLE)], &["--threshold", "5"]).expect("it is protected");
    assert_eq!(lines.len(), 1 + 15, "all cells, totals among them");
    assert_eq!(lines[0], "region,sex,count,status");
    assert_eq!(
        lines[1..7],
        ["A,f,,withheld", "A,m,,withheld", "B,f,19,shown", "B,m,14,shown", "C,f,,withheld", "C,m,,withheld"]
    );
    assert!(lines.contains(&"Total,Total,100,shown".to_owned()), "{lines:?}");

    let lines = run(&[("T.csv", TABLE)], &["--bounds"]).expect("it is protected");
    assert_eq!(lines[1], "A,f,,small,0,12", "all that is known of it");
    assert_eq!(lines[3], "B,f,19,shown,,");
}

#[test]
fn totals_of_the_file_levels_and_people_are_read() {
    let with_totals = "xã,số\nA,2\nB,9\nC,30\nTổng,41\n";
    let lines = run(&[("T.csv", with_totals)], &["--count-column", "số"]).expect("it is protected");
    assert_eq!(lines[1..], ["A,,withheld", "B,,withheld", "C,30,shown", "Tổng,41,shown"]);

    let levels = "part,whole\nA,North\nB,North\nC,South\nD,South\n";
    let table = "commune,count\nA,2\nB,9\nC,30\nD,8\n";
    let files = [("T.csv", table), ("L.csv", levels)];
    let lines = run(&files, &["--levels", "commune=L.csv"]).expect("it is protected");
    for expected in
        ["A,,withheld", "B,,withheld", "C,30,shown", "D,8,shown", "North,11,shown", "Total,49,shown"]
    {
        assert!(lines.contains(&expected.to_owned()), "{expected}: {lines:?}");
    }

    let people: String = ["region,note\n".to_owned()]
        .into_iter()
        .chain((0..20).map(|at| {
            format!(
                "{},{at}\n",
                if at < 3 {
                    "A"
                } else if at < 11 {
                    "B"
                } else {
                    "C"
                }
            )
        }))
        .collect();
    let lines = run(&[("T.csv", &people)], &["--dimensions", "region"]).expect("it is protected");
    assert_eq!(lines[1..], ["A,,withheld", "B,,withheld", "C,9,shown", "Total,20,shown"]);
}

#[test]
fn a_table_that_is_none_is_refused_by_line() {
    let check = |text: &str, expected: &str| {
        assert_eq!(run(&[("T.csv", text)], &[]).expect_err("it is refused"), expected, "{text}");
    };
    check("a,count\nx,1\ny,2\ntotal,4\n", "T.csv, line 4 (total): 4 stands there, its parts add up to 3.");
    check("a,count\nx,1\nx,2\n", "T.csv, line 3: “x” stands there a second time.");
    check("a,count\nx,-1\n", "T.csv, line 2: “-1” is no count; this needs a whole number from 0.");
    check("count\n1\n", "T.csv has no column dimension; it has: count");
    let files = [("T.csv", "a,count\nx,1\ny,9\n"), ("L.csv", "part,whole\nx,y\ny,x\n")];
    let said = run(&files, &["--levels", "a=L.csv"]).expect_err("it is refused");
    assert_eq!(said, "T.csv: the levels of “a” go round in a circle.");
    let said = run(&files[..1], &["--margin", "0"]).expect_err("it is refused");
    assert!(said.contains("0"), "{said}");
}
