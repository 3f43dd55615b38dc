// A campaign team's day on a telephone: two numbers and what people need, in under a minute.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, telephone } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

/** Seconds a thumb needs, to find and tap a thing and to write a letter of a short note, and an answer over a weak line. */
const pace = { tap: 2, letter: 0.35, answer: 2 };

test("a team's day with a need takes less than a minute of taps at 360 px", async () => {
  const page = await house.page("to.ngocha", { viewport: telephone, hasTouch: true, isMobile: true });
  await page.goto("/campaigns/mine");
  let seconds = 0;
  const tap = async (locator) => {
    const box = await locator.boundingBox();
    assert.ok(box && box.width >= 24 && box.height >= 24, `large enough for a thumb: ${JSON.stringify(box)}`);
    await locator.tap();
    seconds += pace.tap;
  };
  const write = async (name, words) => {
    await page.fill(`[name=${name}]`, words);
    seconds += pace.tap + words.length * pace.letter;
  };
  // The last of one's teams: the first has told of its day already.
  await tap(page.locator("main .list-row").last());
  await page.waitForURL(/\/campaigns\/teams\/[0-9a-f-]{36}$/);
  const team = page.url();
  await tap(page.locator("a.button.main[href$='/log']"));
  await page.waitForURL(/\/log$/);
  await write("visited", "12");
  await write("helped", "3");
  await page.selectOption("[name=topic-1]", "water.clean");
  seconds += 2 * pace.tap;
  await tap(page.locator("label:has(input[name=how_many-1]):visible").nth(1));
  await write("need-1", "Nước yếu từ sáng.");
  await tap(page.locator(".thumb button.main"));
  await page.waitForURL(team);
  seconds += pace.answer;
  assert.ok(seconds < 60, `${seconds.toFixed(1)} seconds`);
  assert.match(await page.textContent("main"), /12 hộ, giúp 3 người, 1 nhu cầu/);
  await page.goto("/observations?whose=mine");
  assert.match(await page.textContent("main"), /Nước yếu từ sáng/, "what was needed is an observation");
  page.wentWell();
});
