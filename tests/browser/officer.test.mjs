// An officer's morning, by keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

/** Presses a key of the desk and waits for the page it leads to. */
async function go(page, key) {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
}

/** Presses Tab until something that fits is focused. */
async function tabTo(page, fits) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), fits)) return;
  }
  assert.fail(`Tab does not reach ${fits}`);
}

test("signing in, then next, assign, answer, close: no mouse at all", async () => {
  const page = await house.page();
  await page.goto("/sign-in?next=/cases");
  await tabTo(page, "[name=name]");
  await page.keyboard.type("canbo.ngocha");
  await page.keyboard.press("Tab");
  await page.keyboard.type(house.password);
  await Promise.all([page.waitForURL(({ pathname }) => pathname === "/cases"), page.keyboard.press("Enter")]);
  await page.waitForLoadState();
  await page.keyboard.press("j");
  assert.ok(await page.evaluate(() => document.activeElement.matches("[data-key-row]")), "j goes to a row");
  await go(page, "n");
  const title = await page.textContent("h1");
  const taken = new URL(page.url()).searchParams.get("case");
  assert.ok(title.trim() && taken);
  assert.equal(await page.locator(".case-head .stage-accepted").count(), 1, "the next one is taken");

  await page.keyboard.press("a");
  assert.match(await page.evaluate(() => document.activeElement.name), /^to$/);
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "form[action$='/assign'] button");
  await go(page, "Enter");
  assert.equal(await page.locator(".notice.good, .notice.warning").count(), 1, "what was done is said");

  await page.keyboard.press("r");
  const answer = "Đội thoát nước đã thông cống sáng nay, nước đã rút hết.";
  await page.keyboard.type(answer);
  assert.equal(await page.inputValue("#answer textarea[name=body]"), answer);
  if ((await page.locator("#answer [name=late_reason]").count()) > 0) {
    await tabTo(page, "#answer [name=late_reason]");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "#answer [name=late_note]");
  }
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  assert.ok(await page.isChecked("#answer [name=close]"), "c chooses to close it as well");
  await page.keyboard.press("r");
  await tabTo(page, "#answer button.main");
  await go(page, "Enter");
  assert.equal(await page.locator(".notice.good").count(), 1, "it is said that the answer went out");
  assert.notEqual(await page.textContent("h1"), title, "the desk goes on to another case");
  await page.goto(`/cases/${taken}`);
  assert.match(await page.textContent("main"), /Đội thoát nước đã thông cống sáng nay/);
  assert.equal(await page.locator(".case-head .stage-closed").count(), 1, "it is closed");
  await go(page, "Escape");
  assert.match(page.url(), /\/cases/);
  page.wentWell();
});

test("Enter in a field of the answer sends the answer, not a template", async () => {
  const page = await house.page("canbo.ngocha");
  await page.goto("/cases?tab=late");
  await page.locator(".list-row").first().click();
  const fields = page.locator("#answer input[name=late_note]");
  const presses = page.waitForRequest((request) => request.method() === "POST");
  await page.fill("#answer textarea[name=body]", "Đã làm xong hôm nay.");
  await page.selectOption("#answer [name=late_reason]", { index: 1 });
  await fields.press("Enter");
  assert.match((await presses).url(), /\/answer$/);
});

test("the keys are listed, and each has a button", async () => {
  const page = await house.page("canbo.ngocha");
  await page.goto("/cases");
  await page.keyboard.press("?");
  assert.ok(await page.isVisible("dialog#keys"));
  await page.keyboard.press("Escape");
  assert.ok(!(await page.isVisible("dialog#keys")));
  page.wentWell();
});

test("words found without marks are found", async () => {
  const page = await house.page("canbo.ngocha");
  await page.goto("/cases?tab=open");
  const search = page.locator("input[type=search][name=q]");
  await search.fill("rac");
  await Promise.all([page.waitForEvent("load"), search.press("Enter")]);
  assert.ok((await page.locator(".list-row").count()) > 0);
  page.wentWell();
});
