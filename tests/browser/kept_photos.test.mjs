// Photos are as safe as words: they survive a page that is opened again, an error, and a session that ended.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, telephone } from "./house.mjs";
import { photograph } from "./photograph.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

const shown = (page) => page.locator("[data-island=photos] .photos img");
const chosen = (page) => page.locator("input[type=file]").evaluate((input) => input.files.length);
const button = (page, value) => page.locator(`main button[name=go][value='${value}']`);

async function choose(page) {
  const buffer = await photograph(house.browser);
  await page.setInputFiles("input[type=file]", { name: "anh.jpg", mimeType: "image/jpeg", buffer });
  await shown(page).first().waitFor();
  await kept(page, 1);
}

/** Waits until the device keeps so many drafts with photos. */
async function kept(page, count) {
  const until = Date.now() + 60_000;
  while ((await page.evaluate(drafts)) !== count) assert.ok(Date.now() < until, `never ${count} drafts with photos`);
}

async function drafts() {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  if (!names.includes("danvan-drafts")) return 0;
  return new Promise((done) => {
    const open = indexedDB.open("danvan-drafts");
    open.onsuccess = () => {
      const counted = open.result.transaction("photos").objectStore("photos").count();
      counted.onsuccess = () => {
        open.result.close();
        done(counted.result);
      };
    };
    open.onerror = () => done(0);
  });
}

test("a photo outlives a page that is opened again and an error, and is sent once", async () => {
  const page = await house.page(null, { viewport: telephone });
  await page.goto("/cases/new");
  await page.fill("[name=words]", "Cây đổ chắn ngang ngõ 5.");
  await choose(page);
  await page.goto("/receipts");
  await page.goto("/cases/new");
  await shown(page).first().waitFor();
  assert.equal(await page.inputValue("[name=words]"), "Cây đổ chắn ngang ngõ 5.");
  assert.equal(await chosen(page), 1, "the photo came back with the words");

  await page.fill("[name=place_text]", "không có nơi nào tên như thế");
  await button(page, "next").click();
  await page.locator(".error-summary").waitFor();
  await kept(page, 0);
  assert.equal(await page.locator("input[type=hidden][name=photo]").count(), 1, "the server has it");
  assert.equal(await chosen(page), 0, "and it is not sent twice");

  await page.fill("[name=place_text]", "Phường Ngọc Hà");
  for (let step = 0; step < 8 && !/\/receipts\//.test(page.url()); step++) {
    const topic = page.locator("input[type=radio][name=topic]").first();
    if ((await topic.count()) > 0) await topic.check({ force: true });
    const send = button(page, "send");
    await ((await send.count()) > 0 ? send : button(page, "next")).click();
    await page.waitForLoadState();
  }
  assert.match(page.url(), /\/receipts\//);
  assert.equal(await page.locator("main .photos img").count(), 1);
  await page.goto("/cases/new");
  await page.waitForLoadState("networkidle");
  assert.deepEqual([await chosen(page), await page.inputValue("[name=words]")], [0, ""], "the next one begins empty");
  page.wentWell();
});

test("a draft that is thrown away takes its photos", async () => {
  const page = await house.page(null, { viewport: telephone });
  await page.goto("/cases/new");
  await page.fill("[name=words]", "Thôi không gửi nữa.");
  await choose(page);
  await page.waitForFunction(() => localStorage.getItem("draft:report"));
  await page.reload();
  await shown(page).first().waitFor();
  await page.getByRole("button", { name: "Xóa bản nháp" }).click();
  await kept(page, 0);
  assert.equal(await chosen(page), 0);
  page.wentWell();
});

test("a session that ends between choosing and sending costs no photo", async () => {
  const page = await house.page("to.ngocha", { viewport: telephone });
  await page.goto("/observations/new");
  for (const name of ["topic", "severity", "how_many", "trend"]) {
    await page.locator(`input[type=radio][name=${name}]`).first().check({ force: true });
  }
  await page.fill("[name=note]", "Rác chất đống sau chợ, có ảnh.");
  await choose(page);
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.context().addCookies(cookies.filter(({ name }) => name !== "danvan_session"));
  await page.click(".thumb button.main");
  await page.fill("[name=name]", "to.ngocha");
  await page.fill("[name=password]", house.password);
  await page.press("[name=password]", "Enter");
  await page.locator("main form[action^='/observations/new']").waitFor();
  await shown(page).first().waitFor();
  assert.equal(await chosen(page), 1);
  await page.click(".thumb button.main");
  await page.waitForURL(/\/observations\/[0-9a-f-]{36}/);
  assert.equal(await page.locator("main .photos img").count(), 1);
  assert.match(await page.textContent("main"), /Rác chất đống sau chợ/);
  page.wentWell();
});
