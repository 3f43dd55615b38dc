// Every page of the house, by who reads it. A page that is reached through another says where its link stands:
// `[address, selector]` follows the first such link.

/** @type {Record<string, { person: string | null, pages: (string | [string, string])[] }>} */
export const everyPage = {
  resident: {
    person: null,
    pages: ["/", "/sign-in", "/no-such-page"],
  },
  "team member": { person: "to.ngocha", pages: ["/sessions"] },
  "commune officer": { person: "canbo.ngocha", pages: ["/sessions"] },
  "commune leader": { person: "lanhdao.ngocha", pages: ["/sessions"] },
  "city analyst": { person: "phantich", pages: ["/sessions"] },
  "city leader": { person: "lanhdao", pages: ["/sessions"] },
  operator: { person: "vanhanh", pages: ["/sessions"] },
  auditor: { person: "kiemtra", pages: ["/sessions"] },
};

/** Pages that answer with another status than 200, because that is what they are for. */
export const statuses = { "/no-such-page": 404 };
