//! What tests read from the folder `shared` beside the project: published lists and anchors that are too large to keep here, or
//! not ours to give on. Without it those tests pass without having looked at anything, so that somebody must say so.

use crate::programs::root;

/// Files beside the project, and what is tested with each.
const FILES: &[(&str, &str)] = &[
    ("data/hanoi_units_2023.csv", "the embedded units against the list of 2023"),
    ("data/hanoi_units_2025_jan.csv", "the embedded units against the list of January 2025"),
    ("data/hanoi_units_2025.csv", "the embedded units against the list of July 2025"),
    ("data/hanoi_mapping.csv", "what became of each commune against the list of mergers"),
    ("data/units_2025.csv", "the import of all provinces and communes"),
    ("data/vn_holidays_2024_2027.csv", "the embedded calendar against the days gathered"),
    ("data/hanoi_communes_2025.geojson", "boundaries and the tile map of Hanoi's communes"),
    ("anchors/E_vn_folding/names.tsv", "the folding of Vietnamese names"),
    ("anchors/A_earlywarning/agona__EARS_C1__observed1.csv", "early warning against the reference's outputs"),
    (
        "anchors/B_scan_ny_leukemia/nydf.csv",
        "scan statistics against the reference's clusters in New York State",
    ),
    (
        "anchors/B_scan_nc_sids/nc_sids.csv",
        "scan statistics against the reference's clusters in North Carolina",
    ),
    (
        "anchors/B_scan_nm_braincancer/nm.cas",
        "scan statistics against the reference's clusters in New Mexico",
    ),
    (
        "anchors/B_scan_nycfever/NYCfever.cas",
        "scan statistics against the reference's clusters in New York City",
    ),
    (
        "anchors/B_scan_humberside/NHumberside.cas",
        "scan statistics against the reference's clusters in Humberside",
    ),
    ("anchors/C_tourism_fpp3/peer_base_ets.csv", "forecasts of tourism that add up against the reference's"),
    ("anchors/C_tourism_small/data.csv", "quantiles of tourism that add up against the reference's"),
    ("anchors/D_polis/below-100-ptpts/math-pca2.json", "opinion groups against the reference's"),
    (
        "anchors/D_polis/vtaiwan.uberx/participants-votes.csv",
        "opinion groups of a large conversation against its export's",
    ),
    ("anchors/F_311_baltimore/311_sample.csv", "the import of Baltimore's requests"),
    ("anchors/G_sdctable/microdata1.csv", "what a table withholds against the reference"),
];

/// What is not tested because its file is not there.
pub(crate) fn not_run() -> Vec<String> {
    let beside = root().join("../shared");
    let absent = FILES.iter().filter(|(file, _)| !beside.join(file).is_file());
    absent.map(|(file, what)| format!("{what}, because ../shared/{file} is not there")).collect()
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::programs::asked;
    use std::fs;

    /// The files that a text reads from beside the project, as far as their names stand in it; `anchor("…")` is how a room
    /// reads its references.
    fn read_by(text: &str) -> Vec<String> {
        let named = |mark: &str, before: &str| -> Vec<String> {
            let after = text.split(mark).skip(1);
            let names = after.filter_map(|rest| rest.split(['"', '{']).next());
            names.map(|name| format!("{before}{name}")).collect()
        };
        let mut names = named("../../../shared/", "");
        names.extend(named("anchor(\"", "anchors/"));
        names.retain(|name| name.starts_with("data/") || name.starts_with("anchors/"));
        names
    }

    #[test]
    fn every_file_that_a_test_reads_is_listed() {
        let files = asked("git", &["ls-files", "*.rs"]).expect("the files under version control");
        let mut seen = 0;
        for file in files.lines().filter(|file| !file.starts_with("xtask/")) {
            let text = fs::read_to_string(root().join(file)).unwrap_or_default();
            for name in read_by(&text) {
                // Of a folder of references one file stands for all.
                let folder = name.rsplit_once('/').map_or(name.as_str(), |(folder, _)| folder);
                let is_listed = FILES.iter().any(|(listed, _)| {
                    listed.starts_with(name.as_str()) || (folder.contains('/') && listed.starts_with(folder))
                });
                assert!(is_listed, "{file} reads ../shared/{name}");
                seen += 1;
            }
        }
        assert!(seen >= FILES.len() - 2, "{seen}");
    }
}
