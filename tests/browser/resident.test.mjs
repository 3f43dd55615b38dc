// A resident's problem on a telephone: a report with a photo, the receipt, the answer, “not solved”, open again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, telephone } from "./house.mjs";
import { photograph } from "./photograph.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

const words = "Cống trước ngõ 12 tắc từ sáng thứ hai, nước tràn ra đường.";
const button = (page, value) => page.locator(`main button[name=go][value='${value}']`);

for (const javaScriptEnabled of [true, false]) {
  test(`a report with a photo becomes a receipt, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const page = await house.page(null, { viewport: telephone, javaScriptEnabled });
    const code = await report(page, `${words} (${javaScriptEnabled})`);
    assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    assert.match(await page.textContent("main"), /Phường Ngọc Hà/);

    const photo = page.locator("main .photos img");
    assert.equal(await photo.count(), 1);
    const picture = await page.request.get(await photo.getAttribute("src"));
    assert.equal(picture.status(), 200);
    assert.match(picture.headers()["content-type"], /^image\//);
    assert.ok(!(await picture.body()).includes("Exif"), "the picture forgot where it was taken");

    await page.goto(`/receipts/${code}/slip`);
    assert.equal((await page.request.get(`/receipts/${code}/qr.svg`)).status(), 200);

    const stranger = await house.page(null, { viewport: telephone, javaScriptEnabled });
    await stranger.goto("/receipts");
    await stranger.fill("[name=code]", code.toLowerCase().replaceAll("-", " "));
    await stranger.click("main form button");
    await stranger.waitForURL(`**/receipts/${code}`);
    page.wentWell();
    stranger.wentWell();
  });
}

test("what was answered can be “not solved”, and is open again", async () => {
  const page = await house.page(null, { viewport: telephone });
  const code = house.receipts.answered;
  await page.goto(`/receipts/${code}`);
  await page.click("details.not-solved > summary");
  await page.fill("details.not-solved textarea", "Hôm nay lại tắc như cũ.");
  await page.click("details.not-solved form button");
  await page.waitForLoadState();
  assert.equal(await page.locator("details.not-solved").count(), 0, "nothing left to rate");
  assert.match(await page.textContent("main"), /Hôm nay lại tắc như cũ\./);
  const followed = await (await page.request.get(`/api/v1/receipts/${code}`)).json();
  assert.equal(followed.stage, "reopened");
  page.wentWell();
});

test("what is wrong comes back with every word", async () => {
  const page = await house.page(null, { viewport: telephone, javaScriptEnabled: false });
  await page.goto("/cases/new");
  await page.fill("[name=words]", words);
  await page.fill("[name=place_text]", "không có nơi nào tên như thế");
  await button(page, "next").click();
  assert.ok((await page.locator(".error-summary a").count()) > 0);
  assert.equal(await page.inputValue("[name=words]"), words);
  assert.equal(await page.inputValue("[name=place_text]"), "không có nơi nào tên như thế");
  page.wentWell();
});

test("the language changes and stays", async () => {
  const page = await house.page();
  await page.goto("/receipts");
  await page.click("a[hreflang=en]");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await page.goto("/cases/new");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await page.click("a[hreflang=vi]");
  assert.equal(await page.getAttribute("html", "lang"), "vi");
  page.wentWell();
});

/** Goes through the report's steps, whichever it asks, and returns the receipt's code. */
async function report(page, text) {
  await page.goto("/cases/new");
  await page.fill("[name=words]", text);
  await page.setInputFiles("input[type=file]", { name: "cong.jpg", mimeType: "image/jpeg", buffer: await photograph(house.browser) });
  await page.fill("[name=place_text]", "Phường Ngọc Hà");
  for (let step = 0; step < 10 && !/\/receipts\//.test(page.url()); step++) {
    const place = page.locator("input[type=radio][name=place]").first();
    const topic = page.locator("input[type=radio][name=topic]").first();
    for (const choice of [place, topic]) {
      if ((await choice.count()) > 0) await choice.check({ force: true });
    }
    const send = button(page, "send");
    await ((await send.count()) > 0 ? send : button(page, "next")).click();
    await page.waitForLoadState();
  }
  return /\/receipts\/([^/?#]+)/.exec(page.url())?.[1] ?? "";
}
