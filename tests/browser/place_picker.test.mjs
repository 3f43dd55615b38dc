// The place of a report chosen on the map: by mouse, by keyboard, kept over an error, and not there without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inaccessible, tooWide } from "./checks.mjs";
import { openHouse, telephone } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

const box = (page) => page.locator("details[data-island=picker]");
const heavy = (page) =>
  page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /assets\/(borders|pick)|boundaries/.test(name)));
const next = (page) => page.locator("main button[name=go][value=next]");

/** Opens the map and waits until it can be used. */
async function open(page) {
  await page.goto("/cases/new");
  await page.waitForLoadState("networkidle");
  assert.deepEqual(await heavy(page), [], "nothing heavy before it is asked for");
  await box(page).locator("summary").click();
  await box(page).getByRole("button", { name: "Chọn điểm ở giữa" }).waitFor();
}

test("a point chosen on a telephone fills the form and goes on with its commune", async () => {
  const page = await house.page(null, { viewport: telephone, hasTouch: true });
  await open(page);
  assert.deepEqual(await inaccessible(page), []);
  assert.deepEqual(await tooWide(page), []);
  await box(page).locator("canvas").tap();
  const said = await box(page).locator("[role=status]").textContent();
  assert.match(said, /^Đã chọn một điểm ở (Phường|Xã) .+\.$/);
  const name = await page.inputValue("[name=place_text]");
  assert.ok(said.includes(name));
  const [lat, lon] = [await page.inputValue("[name=lat]"), await page.inputValue("[name=lon]")];
  assert.ok(lat > 20.5 && lat < 21.5 && lon > 105 && lon < 106.1, `${lat} ${lon}`);
  // The server agrees in which commune it lies, and keeps the point over an error.
  await page.fill("[name=words]", " ");
  await page.locator("form[data-draft=report]").evaluate((form) => (form.noValidate = true));
  await next(page).click();
  await page.locator(".error-summary").waitFor();
  assert.equal(await page.inputValue("[name=lat]"), lat);
  assert.equal(await page.inputValue("[name=place_text]"), name);
  await page.fill("[name=words]", "Nắp cống vỡ ở góc đường.");
  await next(page).click();
  await page.locator("input[name=topic]").first().waitFor({ state: "attached" });
  assert.equal(await page.inputValue("input[type=hidden][name=lat]"), lat);
  const place = await page.inputValue("input[type=hidden][name=place]");
  const borders = await (await page.request.get("/api/v1/boundaries")).json();
  assert.equal(borders.features.find(({ id }) => id === place)?.properties.name, name);
  page.wentWell();
});

test("by keyboard alone", async () => {
  const page = await house.page();
  await open(page);
  const canvas = box(page).locator("canvas");
  await canvas.focus();
  await page.keyboard.press("Enter");
  const first = [await page.inputValue("[name=lat]"), await page.inputValue("[name=lon]")];
  assert.ok(first[0] && first[1]);
  await page.keyboard.press("ArrowUp");
  // The map glides: what lies under the cross is taken until it has moved.
  const until = Date.now() + 10_000;
  do {
    await page.keyboard.press("Enter");
    assert.ok(Date.now() < until, "the arrow moves the map");
  } while (Number(await page.inputValue("[name=lat]")) <= Number(first[0]));
  assert.match(await box(page).locator("[role=status]").textContent(), /Đã chọn một điểm/);
  page.wentWell();
});

test("a name typed afterwards counts more than the point", async () => {
  const page = await house.page();
  await open(page);
  await box(page).getByRole("button", { name: "Chọn điểm ở giữa" }).click();
  await page.fill("[name=place_text]", "Phường Ngọc Hà");
  await page.fill("[name=words]", "Đèn đường tắt.");
  await next(page).click();
  await page.locator("input[name=topic]").first().waitFor({ state: "attached" });
  assert.equal(await page.inputValue("input[type=hidden][name=place_text]"), "Phường Ngọc Hà");
  page.wentWell();
});

test("without script there is no map, and name and list do the same", async () => {
  const page = await house.page(null, { javaScriptEnabled: false });
  await page.goto("/cases/new");
  assert.equal(await box(page).isVisible(), false);
  assert.ok(await page.locator("[name=place_text]").isVisible());
  assert.ok((await page.locator("[name=place_listed] option").count()) > 1);
  assert.match(await page.locator("noscript").first().textContent(), /xin chọn lại ảnh/);
  page.wentWell();
});
