//! Documents: written, read, numbered, and their templates.

use super::{
    calendar::visit,
    letters::received,
    world::{Asked, Making, Row, To, World},
};
use danvan_actions::documents::{About, Request, issue_of};
use danvan_domain::{
    documents::{Kind, Signing},
    people::Role::{self, CityLeader, CommuneLeader, CommuneOfficer, Operator},
    rights::Asker,
};

/// Who reads what an office issued, and its register.
const DESKS: To = To::Own(&[CommuneOfficer, CommuneLeader, CityLeader]);
/// Who writes in the office's name; the city writes only what is the city's.
const OFFICE: To = To::Own(&[CommuneOfficer, CommuneLeader]);
/// Who edits templates, each those of their own unit.
const EDITORS: &[Role] = &[CommuneLeader, Operator];

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::made("GET", "/proceedings/{id}/documents/{kind}", OFFICE, |world, _| writing(world)),
        Row::made("POST", "/proceedings/{id}/documents/{kind}", OFFICE, |world, _| writing(world)),
        Row::made("GET", "/receptions/desk/visits/{id}/documents/{kind}", OFFICE, |world, _| at_visit(world)),
        Row::made("POST", "/receptions/desk/visits/{id}/documents/{kind}", OFFICE, |world, _| {
            at_visit(world)
        }),
        Row::made("GET", "/documents/{id}", DESKS, |world, _| issued(world, "")),
        Row::made("GET", "/documents/{id}/file", DESKS, |world, _| issued(world, "/file")),
        Row::made("GET", "/documents/{id}/file.pdf", DESKS, |world, _| issued(world, "/file.pdf")),
        Row::made("POST", "/documents/{id}/cancel", DESKS, |world, _| issued(world, "/cancel")),
        Row::made("GET", "/documents/paper/{system}", To::Anybody, |_, _| {
            Box::pin(async { Asked::at("/documents/paper/state.css") })
        }),
        Row::made("GET", "/documents/register", DESKS, |world, _| register(world, "")),
        Row::made("GET", "/documents/register.xlsx", DESKS, |world, _| register(world, ".xlsx")),
        Row::made("GET", "/documents/register.csv", DESKS, |world, _| register(world, ".csv")),
        Row::plain("GET", "/documents/templates", To::Anywhere(EDITORS)),
        Row::made("GET", "/documents/templates/{kind}", To::Anywhere(EDITORS), |_, _| {
            Box::pin(async { Asked::at("/documents/templates/refusal") })
        }),
        Row::made("POST", "/documents/templates/{kind}", To::Anywhere(EDITORS), |_, _| {
            let body = "== about\nVề {{ procedure }}\n== body\n{{ office }} thông báo.\n";
            Box::pin(async move {
                Asked::at("/documents/templates/refusal").with("go", "save").with("body", body)
            })
        }),
    ]
}

fn writing(world: World) -> Making {
    Box::pin(async move {
        let intake = received(&world).await.intake.expect("a proceeding");
        let asked = Asked::at(format!("/proceedings/{intake}/documents/guidance?act=split"));
        let asked = asked.with("id", world.house.new_id()).with("act", "split").with("go", "issue");
        asked.with("reasons", "Đơn có hai nội dung").with("to_office", "Thanh tra thành phố")
    })
}

fn at_visit(world: World) -> Making {
    Box::pin(async move {
        let visit = visit(&world).await.id;
        let asked =
            Asked::at(format!("/receptions/desk/visits/{visit}/documents/reception_receipt?act=receive"));
        let asked = asked.with("id", world.house.new_id()).with("act", "receive").with("go", "issue");
        asked.with("documents", "Bản sao quyết định")
    })
}

fn issued(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let intake = received(&world).await.intake.expect("a proceeding");
        let said = [("reasons", "Đơn có hai nội dung"), ("to_office", "Thanh tra thành phố")];
        let request = Request {
            kind: Kind::Guidance,
            act: "split".into(),
            system: None,
            signing: Signing::Head,
            signer: String::new(),
            said: said.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        };
        let (id, about) = (world.house.new_id(), About::Proceeding(intake));
        let document = issue_of(&world.house, &Asker::house(), id, about, request).await.expect("issued");
        Asked::at(format!("/documents/{}{rest}", document.id)).with("reason", "Ghi sai ngày")
    })
}

fn register(world: World, ending: &'static str) -> Making {
    Box::pin(async move { Asked::at(format!("/documents/register{ending}?unit={}", world.own)) })
}
