// A team member's minute on a telephone: a note with a photo in few taps; an ended session that costs no word.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, telephone } from "./house.mjs";
import { photograph } from "./photograph.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

/**
 * Seconds a thumb needs: to find and tap a thing, to write a letter of a short note, to choose a photo; and those that an
 * answer may take over a weak line. How quickly this machine answers today is for the bench.
 */
const pace = { tap: 2, letter: 0.35, photo: 8, answer: 2 };

test("a note with a photo takes less than half a minute of taps at 360 px", async () => {
  const page = await house.page("to.ngocha", { viewport: telephone, hasTouch: true, isMobile: true });
  await page.goto("/");
  let seconds = 0;
  const tap = async (locator) => {
    const box = await locator.boundingBox();
    assert.ok(box && box.width >= 24 && box.height >= 24, `large enough for a thumb: ${JSON.stringify(box)}`);
    await locator.tap();
    seconds += pace.tap;
  };
  if (!page.url().endsWith("/observations/new")) await tap(page.locator("a[href='/observations/new']:visible").first());
  await page.waitForURL("**/observations/new");
  for (const name of ["topic", "severity", "how_many", "trend"]) {
    await tap(page.locator(`label:has(input[type=radio][name=${name}]):visible`).first());
    assert.ok(await page.locator(`input[name=${name}]:checked`).count(), `${name} is chosen by one tap`);
  }
  const words = "Nước yếu từ sáng.";
  await page.fill("[name=note]", words);
  seconds += pace.tap + words.length * pace.letter;
  const buffer = await photograph(house.browser);
  await page.setInputFiles("input[type=file]", { name: "nuoc.jpg", mimeType: "image/jpeg", buffer });
  seconds += pace.photo;
  await page.locator(".photos img").waitFor();
  await tap(page.locator(".thumb button.main"));
  await page.waitForURL(/\/observations\/[0-9a-f-]{36}/);
  seconds += pace.answer;
  assert.ok(seconds < 30, `${seconds.toFixed(1)} seconds`);

  assert.match(await page.textContent("main"), /Nước yếu từ sáng/);
  const picture = await page.request.get(await page.locator(".photos img").getAttribute("src"));
  assert.equal(picture.status(), 200);
  const stranger = await house.page("canbo.hadong");
  assert.equal((await stranger.request.get(await page.locator(".photos img").getAttribute("src"))).status(), 403);
  await page.goto("/observations/new");
  assert.match(await page.textContent("main"), /Nước yếu từ sáng/, "it stands below, under one's own");
  page.wentWell();
});

/** Signs in by the form, so that this browser has a session of its own. */
async function signIn(page, person, next) {
  await page.goto(`/sign-in?next=${next}`);
  await page.fill("[name=name]", person);
  await page.fill("[name=password]", house.password);
  await page.press("[name=password]", "Enter");
  await page.waitForURL(`**${next}`);
}

for (const javaScriptEnabled of [true, false]) {
  test(`a session ended elsewhere gives the note back, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const page = await house.page(null, { viewport: telephone, javaScriptEnabled });
    await signIn(page, "to.ngocha", "/observations/new");
    for (const name of ["topic", "severity", "how_many", "trend"]) {
      await page.locator(`input[type=radio][name=${name}]`).first().check({ force: true });
    }
    const words = `Rác dồn "ba ngày" <b>nay</b> (${javaScriptEnabled})`;
    await page.fill("[name=note]", words);

    const other = await house.page();
    await signIn(other, "to.ngocha", "/sessions");
    const close = other.locator("form[action$='/close'] button");
    for (let left = await close.count(); left > 0; left = await close.count()) {
      await Promise.all([other.waitForEvent("load"), close.first().click()]);
    }

    await page.click(".thumb button.main");
    await page.waitForSelector("[name=password]");
    assert.equal(new URL(page.url()).pathname, "/observations/new");
    assert.match(await page.textContent("main"), /Những gì đã viết vẫn còn/);
    assert.equal(await page.inputValue("[name=note]"), words);
    await page.fill("[name=name]", "to.ngocha");
    await page.fill("[name=password]", house.password);
    await page.press("[name=password]", "Enter");
    await page.waitForSelector("form[action='/observations/new'] button.main");
    assert.equal(await page.inputValue("[name=note]"), words);
    await page.click("form[action='/observations/new'] button.main");
    await page.waitForURL(/\/observations\/[0-9a-f-]{36}/);
    assert.ok((await page.textContent("main")).includes(words));
    page.wentWell();
  });
}
