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
const letters = ["/letters", "/letters?tab=all", "/letters/new", "/proceedings", "/registers", "/registers/statistics", "/registers/list?measure=carried", "/deadlines", "/deadlines?whose=mine&days=31"];

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

/** The sealed compartment. */
const sealed = ["/sealed", "/sealed/key", "/sealed/handlers", "/sealed/new", "/sealed/recovery", "/sealed/recover"];

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
      "/receptions",
      "/receipts/AAAA-AAAA-AAAA-AAAA",
      ...["open", "answered", "reopened"].flatMap((receipt) => [`/receipts/{${receipt}}`, `/receipts/{${receipt}}/slip`, `/receipts/{${receipt}}/mine`]),
    ],
  },
  "team member": {
    person: "to.ngocha",
    pages: ["/observations/new", "/observations", "/sessions", "/cases/new"],
  },
  "commune officer": {
    person: "canbo.ngocha",
    pages: [...cases, ...letters, "/search?q=nuoc", "/observations", "/overview", "/receptions/desk", "/data", "/sessions", "/cases/new"],
  },
  "commune leader": {
    person: "lanhdao.ngocha",
    pages: ["/today", "/cases", ...letters, ...sealed, "/receptions/desk", "/observations", "/overview", ...register, "/sessions"],
  },
  "city analyst": { person: "phantich", pages: [...city, ...units, "/registers/statistics", "/observations", "/sessions"] },
  "city leader": {
    person: "lanhdao",
    pages: ["/today", "/cases/late", ["/cases/late", "main .list-row"], "/proceedings", "/registers/statistics", "/deadlines?whose=city", "/overview", ...register, "/sessions"],
  },
  operator: {
    person: "vanhanh",
    pages: [
      ...["/operations", "/people", "/people?q=canbo", "/units", "/calendar", "/calendar?year=2027", "/sessions", "/positions", "/security"],
      ["/positions", "a[href*='lend=']"],
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
