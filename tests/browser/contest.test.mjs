// A judge's evening on a telephone: a sheet kept and the next one opened, a second sheet with its reason, the head's time, the
// board of the hall renewing itself; without a fault that axe finds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inaccessible, tooWide } from "./checks.mjs";
import { desk, openHouse, press, telephone } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

/** What no page of a contest may be. */
async function isWell(page) {
  assert.deepEqual(await inaccessible(page), [], page.url());
  assert.deepEqual(await tooWide(page), [], page.url());
}

/** The demo's contest has a cluster round that runs: its first part is over, the others are to come. */
async function running(page) {
  await page.goto("/contests");
  await isWell(page);
  await press(page, page.locator("main a[href^='/contests/rounds/']", { hasText: "Vòng cụm" }));
  await isWell(page);
  return new URL(page.url()).pathname;
}

test("a judge's evening", async () => {
  const judge = await house.page("lanhdao.ngocha", { viewport: telephone });
  const round = await running(judge);
  assert.ok((await judge.textContent("main")).includes("Phiếu của tôi"));

  // The first sheet that is not given; too many points come back with what was typed.
  const sheets = judge.locator("main a[href*='/sheets/'][href$='/knowledge']");
  const first = await sheets.first().getAttribute("href");
  await press(judge, sheets.first());
  await isWell(judge);
  await judge.fill("[name=points-answers]", "31");
  await press(judge, judge.locator("main form .button.main"));
  assert.equal(await judge.inputValue("[name=points-answers]"), "31", "nothing typed is lost");
  await isWell(judge);
  await judge.fill("[name=points-answers]", "27,5");
  await press(judge, judge.locator("main form .button.main"));
  assert.notEqual(new URL(judge.url()).pathname, first, "the next sheet opens");

  // A second sheet for the same team asks why, and says what was given.
  await judge.goto(first);
  assert.ok((await judge.textContent("main")).includes("Đã chấm 27,5 điểm"));
  await judge.fill("[name=points-answers]", "28");
  await judge.fill("[name=reason]", "Cộng nhầm một câu.");
  await press(judge, judge.locator("main form .button.main"));
  await judge.goto(first);
  assert.ok((await judge.textContent("main")).includes("Đã chấm 28 điểm"));

  // The head gives points too, and ends the part; the hall's board shows it, and can be stopped.
  const head = await house.page("phantich", { viewport: desk });
  await head.goto(first);
  await head.fill("[name=points-answers]", "26");
  await press(head, head.locator("main form .button.main"));
  await head.goto(round);
  const team = first.split("/")[5];
  const run = head.locator(`form:has([name=team][value='${team}']):has([name=part][value=knowledge])`);
  await run.locator("[name=time]").fill("9:50");
  await run.locator("[name=over]").check();
  await press(head, run.locator("button"));
  const hall = await house.page("", { viewport: desk });
  const shown = await hall.goto(`${round}/board`);
  assert.equal(shown.headers().refresh, "10", "it renews itself without script");
  assert.ok((await hall.textContent("main table")).includes("27"), "(28 + 26) / 2");
  await isWell(hall);
  await press(hall, hall.locator("main a[href*='still']"));
  await isWell(hall);

  // What comes late is refused with what to do.
  await judge.goto(first);
  assert.ok((await judge.textContent("main")).includes("trưởng ban"));
  await isWell(judge);
  await head.goto(`${round}/paper`);
  await isWell(head);
  for (const page of [judge, head, hall]) page.wentWell();
});
