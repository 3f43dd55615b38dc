// Every main journey once without script: signing in, noting, the queue, search, the overview, the receipt.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, openHouse, telephone } from "./house.mjs";
import { photograph } from "./photograph.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

const plain = (viewport) => ({ viewport, javaScriptEnabled: false });

/** Presses a button and waits for the page it leads to. */
async function press(page, locator) {
  await Promise.all([page.waitForEvent("load"), page.locator(locator).first().click()]);
}

test("signing in, wrong and right, and out again", async () => {
  const page = await house.page(null, plain(desk));
  await page.goto("/cases");
  await press(page, "main a[href^='/sign-in']");
  await page.fill("[name=name]", "canbo.ngocha");
  await page.fill("[name=password]", "không phải");
  await press(page, "main form button");
  assert.ok(await page.isVisible(".error-summary"));
  assert.equal(await page.inputValue("[name=name]"), "canbo.ngocha");
  await page.fill("[name=password]", house.password);
  await press(page, "main form button");
  assert.equal(new URL(page.url()).pathname, "/cases", "it leads on to what was asked for");
  await press(page, "form[action='/sign-out']:visible button");
  await page.goto("/cases");
  assert.match(await page.textContent("h1"), /Cần đăng nhập/);
});

test("a note with a photo", async () => {
  const page = await house.page("to.ngocha", plain(telephone));
  await page.goto("/observations/new");
  await page.locator("details:has([name=looked_for]) > summary").click();
  await page.fill("[name=looked_for]", "den duong");
  await press(page, "button[name=find]");
  await page.locator("label:has(input[name=topic])").first().click();
  for (const name of ["severity", "how_many", "trend"]) await page.locator(`label:has(input[name=${name}])`).first().click();
  await page.fill("[name=note]", "Đèn đường tắt cả ngõ.");
  const buffer = await photograph(house.browser);
  await page.setInputFiles("input[type=file]", { name: "den.jpg", mimeType: "image/jpeg", buffer });
  await press(page, ".thumb button.main");
  assert.match(page.url(), /\/observations\/[0-9a-f-]{36}/);
  assert.equal(await page.locator(".photos img").count(), 1);
  page.wentWell();
});

test("the queue: take, assign, answer, close", async () => {
  const page = await house.page("canbo.ngocha", plain(desk));
  await page.goto("/cases?tab=new");
  await press(page, "form[action='/cases/next'] button");
  const taken = new URL(page.url()).searchParams.get("case");
  assert.ok(taken);
  await page.locator("details:has(form[action$='/assign']) > summary").click();
  const others = await page.locator("form[action$='/assign'] [name=to] option").evaluateAll((all) => all.map(({ value }) => value).filter(Boolean));
  await page.selectOption("form[action$='/assign'] [name=to]", others.at(-1));
  await press(page, "form[action$='/assign'] button");
  assert.ok(await page.locator(".notice").first().isVisible());
  await page.goto(`/cases/${taken}`);
  await page.fill("#answer textarea[name=body]", "Đã cử người xuống sửa, xong trong sáng nay.");
  if ((await page.locator("#answer [name=late_reason]").count()) > 0) await page.selectOption("#answer [name=late_reason]", { index: 1 });
  await press(page, "#answer button[formaction$='/preview']");
  assert.match(await page.textContent(".preview"), /xong trong sáng nay/);
  await page.locator("#answer [name=close]").check();
  await press(page, "#answer button.main");
  await page.goto(`/cases/${taken}`);
  assert.match(await page.textContent("main"), /xong trong sáng nay/);
  assert.equal(await page.locator(".case-head .stage-closed").count(), 1);
  await page.goto("/cases/day");
  assert.equal(await page.locator("h1").count(), 1);
  page.wentWell();
});

test("search without marks, and the overview's choices", async () => {
  const officer = await house.page("canbo.ngocha", plain(desk));
  await officer.goto("/cases");
  await officer.goto("/search");
  await officer.fill("main [name=q]", "nuoc");
  await press(officer, "main form[action='/search'] button");
  assert.ok((await officer.locator("main mark").count()) > 0);
  officer.wentWell();

  const analyst = await house.page("phantich", plain(desk));
  await analyst.goto("/overview");
  await analyst.locator("details.chooser:has([name=topic]) > summary").click();
  await analyst.selectOption("select[name=topic]", { index: 2 });
  await press(analyst, "details.chooser:has([name=topic]) button");
  const asked = new URL(analyst.url()).searchParams;
  assert.ok(asked.get("topic") && asked.get("topic") !== "all", "the address holds the view");
  assert.ok((await analyst.locator("table.places tbody tr").count()) > 0);
  assert.ok((await analyst.locator("svg").count()) > 0, "drawn by the server");
  analyst.wentWell();
});

test("a receipt: found by its code, read, more said, not solved", async () => {
  const page = await house.page(null, plain(telephone));
  await page.goto("/receipts");
  await page.fill("[name=code]", house.receipts.answered);
  await press(page, "main form button");
  await page.locator("details.not-solved > summary").click();
  await page.fill("details.not-solved textarea", "Chiều nay lại như cũ.");
  await press(page, "details.not-solved form button");
  assert.match(await page.textContent("main"), /Chiều nay lại như cũ\./);
  page.wentWell();
});
