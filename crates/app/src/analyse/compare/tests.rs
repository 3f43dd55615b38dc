use crate::analyse::trial::{self, OUT};

/// The lines that comparing units wrote, or why it refused.
fn run(text: &str, more: &[&str]) -> Result<Vec<String>, String> {
    let words = ["compare", "U.csv", "--out", OUT, "--unit-column", "xã", "--count-column", "số"];
    let words = [&words[..], &["--base-column", "dân"], more].concat();
    Ok(trial::run(&words, &[("U.csv", text)])?.lines().map(str::to_owned).collect())
}

#[test]
fn each_unit_has_a_row_with_what_chance_would_do() {
    let mut text = "xã,số,dân\n".to_owned();
    (0..19).for_each(|at| text.push_str(&format!("x{at},10,1000\n")));
    text.push_str("y,30,1000\n");
    let lines = run(&text, &["--per", "10000"]).expect("it is written");
    assert_eq!(lines.len(), 21);
    assert!(lines[0].starts_with("unit,count,base,rate,shrunk,low,high,limit_low,limit_high,beyond,rank"));
    let cells: Vec<&str> = lines[20].split(',').collect();
    assert_eq!((cells[0], cells[3], cells[9], cells[12]), ("y", "300", "very-high", "3"));
    assert!(lines[1].contains(",within,"), "{}", lines[1]);
}

#[test]
fn what_cannot_be_compared_is_refused_by_row_and_column() {
    for (text, more, expected) in [
        ("xã,số,dân\na,1,10\nb,1,0\n", &[][..], "U.csv: row 2, column dân: 0 cannot be used."),
        ("xã,số,dân\na,1,10\nb,x,5\n", &[], "U.csv, row 2, column số: “x” is no whole number."),
        ("xã,số,dân\na,1,10\nb,2,5\n", &["--per", "0"], "--per must be above 0, not 0."),
        ("xã,số\na,1\n", &[], "U.csv has no column dân; it has: xã, số"),
        ("xã,số,dân\na,0,10\nb,0,5\n", &[], "U.csv: column số: all 2 rows are zero, which says nothing."),
    ] {
        let said = run(text, more).expect_err("it is refused");
        assert_eq!(said, expected, "{text}");
    }
}
