// Every page of the house, by who reads it. A page that is reached through another says where its link stands:
// `[address, selector]` follows the first such link. `{open}` is a receipt of the simulated city.

/** The desk of whoever handles cases. */
const cases = [
  "/cases",
  ...["new", "due", "late", "reopened", "mine", "open", "done"].map((tab) => `/cases?tab=${tab}`),
  "/search?q=khong+co+viec+nao+nhu+the",
  ["/cases", ".list-row"],
  ["/cases?tab=late", ".list-row"],
  ["/cases?tab=reopened", ".list-row"],
  ["/cases", "a[href*='choose']"],
  "/cases/day",
];

/** The desk of whoever handles letters. */
const letters = [
  ...["/letters", "/letters?tab=all", "/letters/new", ["/letters?tab=all", ".list-row"], "/proceedings", "/proceedings/new", "/registers", "/registers/statistics", "/registers/begun", "/registers/list?measure=carried", "/deadlines", "/deadlines?whose=mine&days=31", ["/deadlines?days=31", "main td a[href*='day=']"]],
  ["/proceedings", "main .list-row[href^='/proceedings/']"],
  "/documents/register",
  ["/documents/register", "tbody a[href^='/documents/']"],
];

/** A later page of a list of deadlines: what is late behind a place in it. */
const secondPage = "/deadlines?whose=city&list=late&after=1.p.00000000000000000000000000000000.0";

/** The templates of an office's letters. */
const templates = ["/documents/templates", "/documents/templates/refusal", "/documents/templates/publication"];

/** The city, as its readers see it. */
const city = [
  "/overview",
  "/overview?on=2025-03-01",
  "/overview?on=2024-06-01",
  ["/overview", "main tbody th a"],
  "/overview?map=borders&measure=late",
  ["/overview", ".figure-value a"],
  ["/overview", "main tbody td a"],
  "/cases/list?measure=heard",
];

/** Units in time. */
const units = ["/units", "/units?q=truc+bach", ["/units", "main a[href^='/units/']"]];

/** A note of a team, by its id. */
const observation = ["/observations", "main a[href^='/observations/01']"];

/** The sealed compartment. */
const sealed = ["/sealed", "/sealed/key", "/sealed/handlers", "/sealed/new", "/sealed/recovery", "/sealed/recover"];

/** Programmes, for whoever reads them; and the forms of whoever leads them. */
const programmes = ["/programmes", "/programmes?all=1", "/programmes/promised", "/programmes/mine", ["/programmes", "main .list-row[href^='/programmes/']"]];
const leading = [...programmes, "/programmes/verify", "/programmes/task", "/programmes/new"];

/** Findings, for whoever reads them. */
const findings = ["/findings", "/findings?state=dismissed", ["/findings", "main .list-row[href^='/findings/']"]];
/** Inspections, for whoever leads them. */
const inspecting = ["/inspections", "/inspections?of=own", "/inspections/new", "/inspections/found", ["/inspections", "main .list-row[href^='/inspections/']"]];
/** Land clearance, for whoever reads it; its further pages are walked in `clearance.test.mjs`. */
const clearing = ["/clearance", ["/clearance", "main .list-row[href^='/clearance/']"]];
/** Periodic returns, for whoever writes them and for whoever they go to. */
const writing = ["/returns", "/returns/quick", ["/returns", "main .list-row[href^='/returns/']"]];
const following = ["/returns/board", "/returns/board?form=quick", ["/returns/board", "main tbody th a"]];

/** Briefs, for whoever writes them and for whoever they are sent to. */
const briefing = ["/briefs", ["/briefs", "main .list-row[href^='/briefs/']"]];
const drafting = [...briefing, "/briefs/new", "/briefs/new?brief_kind=topic"];

/** Contests: a list, one of them, a round of it. */
const contests = ["/contests", "/contests/new", ["/contests", "main .list-row[href^='/contests/']"]];
/** Campaigns: the board, a commune's teams, one team, one member, one shift, and the forms of whoever keeps rosters. */
const campaigns = ["/campaigns", ["/campaigns", "main .list-row[href^='/campaigns/']"]];
/** Initiatives, for whoever reads them; and the forms of whoever registers or edits the sheet. */
const initiatives = ["/initiatives", "/initiatives?outcome=dropped", "/initiatives/check", "/initiatives/statistics", "/initiatives/statistics?on=2023-06-01&year=2023", ["/initiatives", "main .list-row[href^='/initiatives/']"]];
const registering = [...initiatives, "/initiatives/new"];

/** The register of personal data. */
const register = ["/data", "/data/inventory", "/data/retention", "/data/breaches"];

/** @type {Record<string, { person: string | null, pages: (string | [string, string])[] }>} */
export const everyPage = {
  resident: {
    person: null,
    pages: [
      "/",
      "/sign-in",
      "/no-such-page",
      "/cases/new",
      "/receipts",
      "/chain",
      "/calendar",
      "/initiatives/catalogue",
      "/initiatives/catalogue?q=duong+hoa",
      ["/initiatives/catalogue", "main .list-row"],
      "/posted",
      "/posted?unit=00004",
      "/receptions",
      ["/receptions", "main a[href^='/receptions/book/']"],
      "/receipts/AAAA-AAAA-AAAA-AAAA",
      ...["open", "answered", "reopened", "signed"].flatMap((receipt) => [`/receipts/{${receipt}}`, `/receipts/{${receipt}}/slip`, `/receipts/{${receipt}}/mine`]),
    ],
  },
  "team member": {
    person: "to.ngocha",
    pages: ["/observations/new", "/observations", observation, "/programmes", "/programmes/mine", ["/programmes/mine", "main .list-row"], ["/programmes/mine", "main a.button"], ...registering, ...campaigns, "/campaigns/mine", ["/campaigns/mine", "main .list-row"], "/sessions", "/cases/new"],
  },
  "commune officer": {
    person: "canbo.ngocha",
    pages: [...cases, ...findings, ...letters, ...leading, ...clearing, ...registering, "/search?q=nuoc", "/observations", observation, "/overview", "/receptions/desk", ["/receptions/desk", "main a[href^='/receptions/desk/days/']"], ["/programmes/promised", "main a[href^='/programmes/commitments/']"], "/inspections?of=own", ["/inspections?of=own", "main .list-row"], ...campaigns, ...writing, ...drafting, ...contests, "/data", "/sessions", "/cases/new"],
  },
  "commune leader": {
    person: "lanhdao.ngocha",
    pages: ["/today", "/today?period=yesterday", "/cases", ...letters, ...leading, ...registering, "/initiatives/sheet", ...templates, ...sealed, "/receptions/desk", "/observations", "/overview", ...register, "/sessions"],
  },
  "city analyst": { person: "phantich", pages: [...city, ...findings, ...drafting, ...units, ...leading, ...registering, "/registers/statistics", "/observations", "/sessions"] },
  "city leader": {
    person: "lanhdao",
    pages: ["/today", "/today?period=month", "/cases/late", ["/cases/late", "main .list-row"], "/proceedings", "/registers/statistics", "/deadlines?whose=city", secondPage, ...leading, ...inspecting, ...campaigns, ...writing, ...following, ...briefing, ...contests, ...clearing, "/clearance/new", ...initiatives, ["/initiatives?outcome=registered", "main .list-row[href^='/initiatives/']"], "/initiatives/sheet", "/overview", ...register, "/sessions"],
  },
  operator: {
    person: "vanhanh",
    pages: [
      ...["/operations", "/people", "/people?q=canbo", "/units", "/calendar", "/calendar?year=2027", "/sessions", "/positions", "/security"],
      ["/positions", "a[href*='lend=']"],
      "/documents/templates",
      ["/people?q=canbo", "tbody a[href^='/people/']"],
      "/people/at",
      "/people/at?unit=00008",
      ...register,
    ],
  },
  auditor: { person: "kiemtra", pages: ["/overview", "/units", ...register, "/sessions"] },
};

/** Pages that answer with another status than 200, because that is what they are for. */
export const statuses = { "/no-such-page": 404, "/receipts/AAAA-AAAA-AAAA-AAAA": 404 };
