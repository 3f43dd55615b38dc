//! The inventory of personal data is the schema's own; no column and no form asks what a person is or thinks.

use crate::desk::{Browser, somebody};
use danvan_domain::{data::forbidden::Forbidden, people::Role, topics::Topics};
use danvan_store::{
    inventory::{self, INVENTORY},
    tables,
};
use danvan_testkit::for_each_engine;
use danvan_words::{Language, Words};
use std::{fs, path::Path};

#[tokio::test]
async fn every_real_column_of_both_engines_is_declared_and_none_says_what_a_person_is() {
    for_each_engine(|house| async move {
        let real = tables::real(&house.store).await.expect("the tables");
        let columns = || {
            real.iter().flat_map(|(table, columns)| {
                columns.iter().map(move |(column, _)| (table.as_str(), column.as_str()))
            })
        };
        assert!(columns().count() > 100, "the tables are there");
        assert_eq!(inventory::undeclared(columns()), Vec::<String>::new());
        assert_eq!(INVENTORY.len(), columns().count());
        for (table, column) in columns() {
            let found = Forbidden::found(table).or_else(|| Forbidden::found(column));
            assert!(found.is_none(), "{table}.{column}: {found:?}");
        }
        // A planted column is found by both.
        danvan_store::contents::damage(&house.store, "alter table contacts add column ton_giao text")
            .await
            .expect("planted");
        let real = tables::real(&house.store).await.expect("the tables");
        let planted = real["contacts"].iter().map(|(column, _)| ("contacts", column.as_str()));
        assert_eq!(inventory::undeclared(planted), ["contacts.ton_giao"]);
        assert!(real["contacts"].iter().any(|(column, _)| Forbidden::found(column).is_some()));
    })
    .await;
}

/// Topics of service that name a community, or how officials treat people: counted by place, at no person's name.
const SERVICES: &[&str] = &["community.ethnic", "office.conduct"];

/// What a form says: names of its fields, and its words in both languages.
fn said_by(template: &str) -> Vec<String> {
    let mut said = Vec::new();
    for form in template.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap_or(rest)) {
        let names = form.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        said.extend(names.map(str::to_owned));
        for call in form.split("fields::").skip(1).filter_map(|rest| rest.split("%}").next()) {
            let quoted = call.split('"').skip(1).step_by(2);
            said.extend(quoted.map(str::to_owned));
        }
        for key in form.split("say").skip(1).filter_map(|rest| rest.split_once("(\"")?.1.split('"').next()) {
            for language in Language::ALL {
                let words = Words::for_language(*language);
                if words.has(key) {
                    said.push(words.say(key));
                }
            }
        }
        let between = form.split('>').filter_map(|rest| rest.split('<').next());
        said.extend(between.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()));
    }
    said
}

fn forbidden_in(template: &str) -> Vec<(String, String)> {
    let found =
        |said: String| Forbidden::found(&said).map(|forbidden| (said.clone(), forbidden.word.clone()));
    said_by(template).into_iter().filter_map(found).collect()
}

#[test]
fn no_form_asks_for_ethnicity_religion_opinion_or_a_score() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/web/templates")];
    let (mut forms, mut words) = (0, 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("templates").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let template = fs::read_to_string(&path).expect("a template");
            forms += template.matches("<form").count();
            words += said_by(&template).len();
            assert_eq!(forbidden_in(&template), [], "{}", path.display());
        }
    }
    assert!(forms > 20 && words > 100, "forms are read: {forms}, {words}");
}

#[test]
fn a_planted_form_is_found_by_name_by_label_and_by_word() {
    let check = |form: &str, word: &str| {
        let found = forbidden_in(form);
        assert!(found.iter().any(|(_, other)| other == word), "{form}: {found:?}");
    };
    check("<form><input name=\"dan_toc\"></form>", "dân tộc");
    check("<form><label>Tôn giáo<input name=\"x\"></label></form>", "tôn giáo");
    check("<form>{% call fields::line(\"text\", \"credit_score\", \"x\", y) %}{% endcall %}</form>", "score");
    check("<form><select name=\"x\"><option>Đảng viên</option></select></form>", "đảng viên");
    assert_eq!(forbidden_in("<p>Tôn giáo</p><form><input name=\"phone\"></form>"), []);
}

#[test]
fn topics_and_the_questions_they_ask_name_no_community_but_for_its_services() {
    for topic in Topics::facts().iter() {
        let said = [&topic.code, &topic.vi, &topic.en, &topic.question_vi, &topic.question_en];
        let found = said.into_iter().find_map(|said| Forbidden::found(said));
        let allowed = SERVICES.contains(&topic.code.as_str());
        assert_eq!(found.is_some(), allowed, "{}: {found:?}", topic.code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inventory_is_shown_to_those_who_answer_for_it() {
    for_each_engine(|house| async move {
        let facts = house.facts();
        let city = facts.tree.roots(house.today()).next().expect("a city").id;
        let ward = house.unit("00004");
        for (name, role, unit, status) in [
            ("vanhanh", Role::Operator, city, 200),
            ("kiemtra", Role::Auditor, city, 200),
            ("lanhdao", Role::CityLeader, city, 200),
            ("chutich", Role::CommuneLeader, ward, 200),
            ("canbo", Role::CommuneOfficer, ward, 403),
            ("to", Role::TeamMember, ward, 403),
        ] {
            somebody(&house, name, role, unit).await;
            let mut browser = Browser::of(&house, name).await;
            for path in ["/data/inventory", "/data/retention", "/data/breaches"] {
                browser.open(path).await;
                assert_eq!(browser.status, status, "{name} {path}");
            }
            if status == 200 {
                browser.open("/data/inventory").await;
                assert!(browser.says("contacts.phone") && browser.says("case_search"), "{}", browser.html);
                assert!(browser.says("mức chắc chắn C"), "grades are shown");
            }
        }
        let mut nobody = Browser::new(&house).await;
        nobody.open("/data/inventory").await;
        assert_ne!(nobody.status, 200);
    })
    .await;
}
