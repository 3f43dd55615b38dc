// Answers to forms: what comes back when something is missing or wrong, and the later pages of what goes in steps. Each is
// sent as a browser sends it that checks nothing itself, step by step; `fill` names fields, of which `true` takes the first
// that can be chosen, and `press` is the button. `at` is as in `pages.mjs`,
// with as many links after one another as are wanted.

/** A day of next year, as people write it. */
const nextYear = (day) => `${day}/${new Date().getFullYear() + 1}`;

const caseAtHand = ["/cases", ".list-row"];
const refusal = "/documents/templates/refusal";
/** The finding that matters most. */
const finding = ["/findings", "main .list-row[href^='/findings/']"];
const template = "main form[method=post]";

/** A kind day off, as it is typed into the calendar. */
const dayOff = { day: nextYear("3/12"), kind: "holiday", vi: "Nghỉ tránh bão", en: "Storm", source: "Công điện 88", grade: "A" };

/**
 * @typedef {{ form: string, fill?: Record<string, string | true>, press?: string, status: number, isDone?: string }} Step `isDone` is there once the step was taken
 * @type {Record<string, { name: string, person: string | null, at: string | string[], steps: Step[], aged?: boolean }[]>}
 */
export const everyAnswer = {
  resident: [
    { name: "a report without a word", person: null, at: "/cases/new", steps: [{ form: "main form[action='/cases/new']", press: "[name=go][value=next]", status: 422 }] },
    {
      name: "a report, step by step",
      person: null,
      at: "/cases/new",
      steps: [
        { form: "main form[action='/cases/new']", fill: { words: "Đèn đường đầu ngõ tắt ba tối nay.", place_text: "Phường Ngọc Hà" }, press: "[name=go][value=next]", status: 200 },
        { form: "main form[action='/cases/new']:has([name=topic])", fill: { topic: true }, press: "[name=go][value=next]", status: 200 },
        { form: "main form[action='/cases/new']:has([name=go][value=next])", press: "[name=go][value=next]", status: 200 },
      ],
    },
    { name: "a code that nobody holds", person: null, at: "/receipts", steps: [{ form: "main form[action='/receipts']", fill: { code: "AAAA-AAAA-AAAA-AAAA" }, status: 422 }] },
    { name: "“not solved” without a word", person: null, at: "/receipts/{answered}", steps: [{ form: "details.not-solved form", status: 422 }] },
    { name: "asking for one's data without saying what", person: null, at: "/receipts/{open}/mine", steps: [{ form: "main form:has([name=right])", status: 422 }] },
    { name: "booking without a name", person: null, at: ["/receptions", "main a[href^='/receptions/book/']"], steps: [{ form: "main form[action^='/receptions/book/']", status: 422 }] },
    { name: "a wrong password", person: null, at: "/sign-in", steps: [{ form: "main form[action='/sign-in']", fill: { name: "khong.co.ai", password: "không phải" }, status: 422 }] },
  ],
  "team member": [
    { name: "a note without anything", person: "to.ngocha", at: "/observations/new", steps: [{ form: "main form[action='/observations/new']", status: 422 }] },
    { name: "a topic nobody has", person: "to.ngocha", at: "/observations/new", steps: [{ form: "main form[action='/observations/new']", fill: { looked_for: "xyzzy" }, press: "[name=find]", status: 200 }] },
    { name: "an initiative without anything", person: "to.ngocha", at: "/initiatives/new", steps: [{ form: "main form[action='/initiatives/new']", status: 422 }] },
    { name: "a report of progress without a number", person: "to.ngocha", at: ["/programmes/mine", "main a.button"], steps: [{ form: "main form[method=post]", status: 422 }] },
  ],
  "commune officer": [
    { name: "sending on without an office", person: "canbo.ngocha", at: caseAtHand, steps: [{ form: "form[action$='/transfer']", status: 422 }] },
    { name: "merging with a code that nobody holds", person: "canbo.ngocha", at: caseAtHand, steps: [{ form: "form[action$='/merge']", fill: { code: "AAAA-AAAA-AAAA-AAAA" }, status: 422 }] },
    { name: "refusing without a reason", person: "canbo.ngocha", at: caseAtHand, steps: [{ form: "form[action$='/refuse']", status: 422 }] },
    { name: "an answer as it will look", person: "canbo.ngocha", at: caseAtHand, steps: [{ form: "#answer", fill: { body: "Đã cử người xuống sửa, xong trong sáng nay." }, press: "[formaction$='/preview']", status: 200 }] },
    { name: "a letter without anything", person: "canbo.ngocha", at: "/letters/new", steps: [{ form: "main form[action='/letters/new']", status: 422 }] },
    { name: "a letter of a page that is too old", person: "canbo.ngocha", at: "/letters/new", steps: [{ form: "main form[action='/letters/new']", fill: { csrf: "cũ", summary: "Đề nghị sửa cống ngõ 12." }, status: 403 }] },
    { name: "a reception day without a day", person: "canbo.ngocha", at: "/receptions/desk", steps: [{ form: "main form[action='/receptions/desk']", status: 422 }] },
    { name: "a brief of days to come", person: "canbo.ngocha", at: "/briefs/new", steps: [{ form: "main form[action='/briefs/new']", fill: { until: "31/12/2199" }, status: 422 }] },
    { name: "a quick report about nothing", person: "canbo.ngocha", at: "/returns/quick", steps: [{ form: "main form[action='/returns/quick']", status: 422 }] },
    { name: "an act of a proceeding without its paper", person: "canbo.ngocha", at: ["/proceedings", "main a.list-row[href^='/proceedings/']"], steps: [{ form: "main form[action$='/act']:has([name=document])", status: 422 }] },
  ],
  "commune leader": [
    { name: "a template with a place that is none", person: "lanhdao.ngocha", at: refusal, steps: [{ form: template, fill: { body: "Kính gửi {khong_co}." }, press: "[value=save]", status: 422 }] },
    { name: "a template as it will look", person: "lanhdao.ngocha", at: refusal, steps: [{ form: template, press: "[value=look]", status: 200 }] },
    { name: "a sheet that does not add up", person: "lanhdao.ngocha", at: "/initiatives/sheet", steps: [{ form: "main form[action='/initiatives/sheet']", fill: { criteria: "Cách làm: 40" }, status: 422 }] },
    { name: "passphrases that differ", person: "lanhdao.ngocha", at: "/sealed/key", steps: [{ form: "main form[action='/sealed/key']", fill: { passphrase: "một câu dài để thử", again: "một câu dài khác" }, status: 422 }] },
    { name: "a handler nobody knows", person: "lanhdao.ngocha", at: "/sealed/handlers", steps: [{ form: "main form[action='/sealed/handlers']", fill: { person: "khong.co.ai" }, status: 422 }] },
  ],
  "city analyst": [
    { name: "a programme without a name", person: "phantich", at: "/programmes/new", steps: [{ form: "main form[action='/programmes/new']", status: 422 }] },
    { name: "a finding put aside without a reason", person: "phantich", at: [...finding, "main a[href$='act=dismiss']"], steps: [{ form: "main form[action$='/act']", status: 422 }] },
    { name: "asking about a finding without a word", person: "phantich", at: [...finding, "main a[href$='act=ask']"], steps: [{ form: "main form[action$='/ask']", fill: { what: "" }, status: 422 }] },
    { name: "a task without anything", person: "phantich", at: "/programmes/task", steps: [{ form: "main form[action='/programmes/task']", status: 422 }] },
    { name: "a project of clearance without anything", person: "phantich", at: "/clearance/new", steps: [{ form: "main form[action='/clearance/new']", status: 422 }] },
    { name: "a contest without a name", person: "phantich", at: "/contests/new", steps: [{ form: "main form[action='/contests/new']", status: 422 }] },
    { name: "an inspection without anything", person: "phantich", at: "/inspections/new", steps: [{ form: "main form[action='/inspections/new']", status: 422 }] },
  ],
  operator: [
    { name: "somebody without a name", person: "vanhanh", at: "/people", steps: [{ form: "main form[method=post][action='/people']", status: 422 }] },
    { name: "a position without a role", person: "vanhanh", at: ["/people?q=canbo", "tbody a[href^='/people/']"], steps: [{ form: "main form[action$='/positions']", status: 422 }] },
    { name: "a breach without a word", person: "vanhanh", at: "/data/breaches", steps: [{ form: "main form[action='/data/breaches']", status: 422 }] },
    { name: "a day off without a day", person: "vanhanh", at: "/calendar", steps: [{ form: "main form[action='/calendar']", status: 422 }] },
    { name: "a day off, before it is kept", person: "vanhanh", at: "/calendar", steps: [{ form: "main form[action='/calendar']", fill: dayOff, status: 200 }] },
    {
      name: "an authenticator app, and a wrong code of it",
      person: "vanhanh",
      at: "/security",
      steps: [
        // It leads to the page where the code is typed; the second language finds it begun.
        { form: "main form[action='/security/app']", status: 303, isDone: "main form[action='/security/app/confirm']" },
        { form: "main form[action='/security/app/confirm']", fill: { code: "000000" }, status: 422 },
      ],
    },
    { name: "a password that is not one's own", person: "vanhanh", at: "/security", steps: [{ form: "main form[action='/security/password']", fill: { password: "không phải", new_password: "bốn con chim sẻ đậu trên mái" }, status: 422 }] },
    // Last, because everybody has to prove anew afterwards who they are.
    { name: "somebody new, a quarter of an hour later", person: "vanhanh", at: "/people", aged: true, steps: [{ form: "main form[method=post][action='/people']", fill: { sign_in: "moi", name: "Người mới" }, status: 403 }] },
  ],
};
