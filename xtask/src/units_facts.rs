//! Builds the embedded tables of Hanoi's units from the public lists, once; a test compares them ever after.

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
};

type Row = BTreeMap<String, String>;
type Done<T> = Result<T, Box<dyn Error>>;

/// The first day for which the tree is told; the communes of 2023 stood unchanged since before it.
const BEGINNING: &str = "2021-01-01";
const SOURCE_2023: &str = "official list of units, 2023-04-26";
const SOURCE_2025_JAN: &str = "NQ 1286/NQ-UBTVQH15";
const SOURCE_2025_JULY: &str = "NQ 1656/NQ-UBTVQH15";
const VINTAGE: &str = "sapnhap.bando.com.vn, 2025";

/// Communes whose villages were counted before and after the mergers of mid-2026 (VietNamTDP, grade B).
const REPORTED: [(&str, &str, &str); 6] = [
    ("Phường Bạch Mai", "108", "51"),
    ("Phường Nghĩa Đô", "87", "50"),
    ("Phường Từ Liêm", "76", "39"),
    ("Phường Đông Ngạc", "54", "23"),
    ("Phường Thượng Cát", "18", "6"),
    ("Xã Hưng Đạo", "21", "11"),
];

/// Reads the lists in `data` and writes the tables into `facts`.
pub(crate) fn build(data: &Path, facts: &Path) -> Done<()> {
    let lists = Lists::read(data)?;
    fs::create_dir_all(facts)?;
    lists.write_units(&facts.join("hanoi_units.csv"))?;
    lists.write_links(&facts.join("hanoi_links.csv"))?;
    lists.write_villages(&facts.join("hanoi_villages.csv"))
}

struct Lists {
    districts: Vec<Row>,
    old: Vec<Row>,
    january: BTreeMap<String, Row>,
    new: Vec<Row>,
    mapping: Vec<Row>,
    /// Code of the merged commune, code of what it was merged into, whether as a whole, grade.
    merged: Vec<(String, String, bool, &'static str)>,
    centroids: BTreeMap<String, (f64, f64)>,
}

impl Lists {
    fn read(data: &Path) -> Done<Self> {
        let rows = |name: &str| read(&data.join(name));
        let january: BTreeMap<String, Row> = rows("hanoi_units_2025_jan.csv")?
            .into_iter()
            .map(|row| (row["ward_code"].clone(), row))
            .collect();
        let merged = merged(&rows("hanoi_merge_2025_01_01.csv")?, &january)?;
        Ok(Self {
            districts: rows("hanoi_districts_2023.csv")?,
            old: rows("hanoi_units_2023.csv")?,
            new: rows("hanoi_units_2025.csv")?,
            mapping: rows("hanoi_mapping.csv")?,
            centroids: centroids(&data.join("hanoi_communes_2025.geojson"))?,
            january,
            merged,
        })
    }

    /// Communes whose name or land changed on 2025-01-01: a row of their own begins that day.
    fn changed(&self) -> BTreeSet<&str> {
        let renamed = self.old.iter().filter_map(|row| {
            let after = self.january.get(&row["ward_code"])?;
            (after["ward_full_name"] != row["ward_full_name"]).then_some(row["ward_code"].as_str())
        });
        renamed.chain(self.merged.iter().map(|(_, into, _, _)| into.as_str())).collect()
    }

    fn write_units(&self, path: &Path) -> Done<()> {
        let mut table = csv::Writer::from_path(path)?;
        table.write_record([
            "code",
            "name",
            "kind",
            "parent",
            "from",
            "to",
            "population",
            "vintage",
            "area_km2",
            "lat",
            "lon",
            "source",
            "certainty",
        ])?;
        let people: i64 = self.new.iter().filter_map(|row| row["population"].parse::<i64>().ok()).sum();
        let area: f64 = self.new.iter().filter_map(|row| row["area_km2"].parse::<f64>().ok()).sum();
        let (people, area) = (people.to_string(), format!("{area:.2}"));
        let city = ["01", "Thành phố Hà Nội", "city", "", BEGINNING, "", &people, VINTAGE, &area, "", ""];
        table.write_record(city.into_iter().chain([SOURCE_2023, "A"]))?;
        let mut plain = |code: &str, name: &str, kind: &str, parent: &str, days: [&str; 2], source: &str| {
            let row = [code, name, kind, parent, days[0], days[1], "", "", "", "", "", source, "A"];
            table.write_record(row)
        };
        for row in &self.districts {
            let days = [BEGINNING, "2025-06-30"];
            plain(&row["district_code"], &row["district_full_name"], "district", "01", days, SOURCE_2023)?;
        }
        let changed = self.changed();
        for row in &self.old {
            let (code, parent) = (&row["ward_code"], &row["district_code"]);
            let ends = changed.contains(code.as_str()) || !self.january.contains_key(code);
            let days = [BEGINNING, if ends { "2024-12-31" } else { "2025-06-30" }];
            plain(code, &row["ward_full_name"], kind(&row["kind"])?, parent, days, SOURCE_2023)?;
        }
        for code in &changed {
            let row = &self.january[*code];
            let days = ["2025-01-01", "2025-06-30"];
            let (name, parent) = (&row["ward_full_name"], &row["district_code"]);
            plain(code, name, kind(&row["kind"])?, parent, days, SOURCE_2025_JAN)?;
        }
        for row in &self.new {
            let (lat, lon) = self.centroids.get(&row["code"]).ok_or("a commune without borders")?;
            let (lat, lon) = (format!("{lat:.5}"), format!("{lon:.5}"));
            let people = &row["population"];
            let known =
                [people.as_str(), if people.is_empty() { "" } else { VINTAGE }, &row["area_km2"], &lat, &lon];
            let start =
                [row["code"].as_str(), &row["full_name"], kind(&row["kind"])?, "01", "2025-07-01", ""];
            table.write_record(start.into_iter().chain(known).chain([SOURCE_2025_JULY, "A"]))?;
        }
        Ok(table.flush()?)
    }

    fn write_links(&self, path: &Path) -> Done<()> {
        let mut table = csv::Writer::from_path(path)?;
        table.write_record(["day", "from", "to", "whole", "certainty", "source"])?;
        let mut link = |day: &str, from: &str, to: &str, whole: bool, grade: &str, source: &str| {
            table.write_record([day, from, to, if whole { "true" } else { "false" }, grade, source])
        };
        for (from, to, whole, grade) in &self.merged {
            link("2025-01-01", from, to, *whole, grade, SOURCE_2025_JAN)?;
        }
        for code in self.changed() {
            // The code went on, under another name or with more land.
            link("2025-01-01", code, code, true, "A-", SOURCE_2025_JAN)?;
        }
        for row in &self.mapping {
            let (from, to) = (&row["old_ward_code"], &row["new_ward_code"]);
            link("2025-07-01", from, to, row["type"] == "full", "A-", SOURCE_2025_JULY)?;
        }
        Ok(table.flush()?)
    }

    fn write_villages(&self, path: &Path) -> Done<()> {
        let mut table = csv::Writer::from_path(path)?;
        table.write_record(["commune", "villages", "villages_before", "arrangement", "ring_road4"])?;
        for row in &self.new {
            let crossed = if row["in_ring_road4_district"] == "1" { "true" } else { "false" };
            let known = REPORTED.iter().find(|(name, _, _)| *name == row["full_name"]);
            let (before, after) = known.map_or(("", ""), |(_, before, after)| (*before, *after));
            let count = if row["n_tdp_thon"].is_empty() { after } else { &row["n_tdp_thon"] };
            table.write_record([row["code"].as_str(), count, before, &row["tdp_status"], crossed])?;
        }
        Ok(table.flush()?)
    }
}

fn read(path: &Path) -> Done<Vec<Row>> {
    let mut table = csv::Reader::from_path(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let names = table.headers()?.clone();
    let row = |record: csv::StringRecord| {
        names.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    Ok(table.records().map(|record| record.map(row)).collect::<Result<_, _>>()?)
}

fn kind(word: &str) -> Done<&'static str> {
    match word {
        "Phường" => Ok("ward"),
        "Xã" => Ok("commune"),
        "Thị trấn" => Ok("township"),
        other => Err(format!("an unknown kind: {other}").into()),
    }
}

/// Finds by code or by name within the district what each commune was merged into.
fn merged(rows: &[Row], january: &BTreeMap<String, Row>) -> Done<Vec<(String, String, bool, &'static str)>> {
    let mut found = Vec::new();
    for row in rows {
        let grade = match row["confidence"].split(' ').next() {
            Some("confirmed") => "B",
            Some("rename-inferred") => "B-",
            _ => "C",
        };
        let targets: Vec<&str> = row["merged_into_2025_01_01"].split(" + ").collect();
        for target in &targets {
            let into = january.values().find(|unit| {
                let here = unit["district_full_name"] == row["district"];
                let by_code = target.contains(unit["ward_code"].as_str());
                let by_name = unit["ward_full_name"].split_once(' ').is_some_and(|(_, bare)| bare == *target);
                here && (by_code || by_name)
            });
            let into = into.ok_or_else(|| format!("nothing is called {target} in {}", row["district"]))?;
            found.push((row["code_2023"].clone(), into["ward_code"].clone(), targets.len() == 1, grade));
        }
    }
    Ok(found)
}

/// Centroids of the communes' borders, weighted by area.
fn centroids(path: &Path) -> Done<BTreeMap<String, (f64, f64)>> {
    let file: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let mut found = BTreeMap::new();
    for feature in file["features"].as_array().ok_or("no features")? {
        let code = feature["properties"]["code"].as_str().ok_or("a feature without a code")?;
        let shape = &feature["geometry"]["coordinates"];
        let polygons: Vec<&Value> = match feature["geometry"]["type"].as_str() {
            Some("Polygon") => vec![shape],
            _ => shape.as_array().ok_or("no polygons")?.iter().collect(),
        };
        let (mut area, mut lat, mut lon) = (0.0, 0.0, 0.0);
        for ring in polygons.iter().filter_map(|polygon| polygon[0].as_array()) {
            let at = |point: &Value, axis: usize| point[axis].as_f64().unwrap_or_default();
            for pair in ring.windows(2) {
                let (x0, y0, x1, y1) = (at(&pair[0], 0), at(&pair[0], 1), at(&pair[1], 0), at(&pair[1], 1));
                let cross = x0 * y1 - x1 * y0;
                area += cross / 2.0;
                lon += (x0 + x1) * cross / 6.0;
                lat += (y0 + y1) * cross / 6.0;
            }
        }
        found.insert(code.to_owned(), (lat / area, lon / area));
    }
    Ok(found)
}
