// The weak signal: what is written without network waits on the telephone, goes out once when the signal is back, and
// leaves nothing behind after signing out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, telephone } from "./house.mjs";
import { photograph } from "./photograph.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

/** No signal: the page is told so, and nothing answers. Newer browsers' emulation alone lets a worker's messages through. */
async function lose(context) {
  await house.silence();
  await context.setOffline(true);
}

/** The signal is back. */
async function find(context) {
  await house.start();
  await context.setOffline(false);
}

/** Waits until the worker looks after the page and has kept it. */
async function kept(page, path) {
  await page.addInitScript(`window.isKept = ${isKept}`);
  await page.goto(path);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  // A promise is true to waitForFunction before it is kept, so it is asked again and again.
  const until = Date.now() + 60_000;
  while (!(await page.evaluate((path) => window.isKept(path), path))) assert.ok(Date.now() < until, `${path} is never kept`);
}

/** Asks the device whether it keeps a page. */
async function isKept(path) {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  if (!names.includes("danvan")) return false;
  return new Promise((done) => {
    const open = indexedDB.open("danvan");
    open.onsuccess = () => {
      const found = open.result.transaction("pages").objectStore("pages").count(path);
      found.onsuccess = () => {
        open.result.close();
        done(found.result > 0);
      };
    };
    open.onerror = () => done(false);
  });
}

/** Fills in a note by taps and a few words. */
async function note(page, words) {
  for (const name of ["topic", "severity", "how_many", "trend"]) {
    await page.locator(`input[type=radio][name=${name}]`).first().check({ force: true });
  }
  await page.fill("[name=note]", words);
}

const outbox = (page) => page.locator("[data-island=outbox]");

/** How many of one's notes say these words, as the server has them. */
async function saved(page, words) {
  await page.goto("/observations?whose=mine");
  return page.getByText(words).count();
}

test("two notes without signal wait, go out once, and nothing stays after signing out", async () => {
  const page = await house.page("to.ngocha", { viewport: telephone });
  const context = page.context();
  await kept(page, "/observations/new");

  await lose(context);
  for (const [at, words] of [[1, "Nước yếu từ sáng, chờ mạng lần một."], [2, "Rác chưa thu, chờ mạng lần hai."]]) {
    await page.goto("/observations/new");
    assert.equal(await page.getAttribute("form[data-served]", "data-served"), "kept");
    await note(page, words);
    if (at === 2) {
      const buffer = await photograph(house.browser);
      await page.setInputFiles("input[type=file]", { name: "rac.jpg", mimeType: "image/jpeg", buffer });
    }
    await page.click(".thumb button.main");
    await outbox(page).getByText(`Đang chờ gửi (${at})`).waitFor();
    assert.match(await outbox(page).textContent(), /Đã lưu trên máy · sẽ gửi khi có mạng/);
    assert.equal(await page.inputValue("[name=note]"), "", "the next one begins empty");
  }

  await find(context);
  await page.goto("/observations/new");
  await outbox(page).getByText("Đã gửi").first().waitFor();
  await page.waitForFunction(() => !/chờ gửi/.test(document.querySelector("[data-island=outbox]").textContent));
  const links = outbox(page).locator("a");
  assert.equal(await links.count(), 2);
  await page.goto(await links.nth(1).getAttribute("href"));
  assert.equal(await page.locator(".photos img").count(), 1, "the photo waited with its note");
  for (const words of ["chờ mạng lần một", "chờ mạng lần hai"]) assert.equal(await saved(page, words), 1, words);

  // Signing out takes pages, drafts and what waits with it.
  await kept(page, "/cases/new");
  await lose(context);
  await page.goto("/cases/new");
  await page.fill("[name=words]", "Sẽ không bao giờ gửi.");
  await page.click("main button[name=go][value=next]");
  await outbox(page).getByText("Đang chờ gửi (1)").waitFor();
  await find(context);
  await page.fill("[name=words]", "bản nháp riêng");
  await page.waitForFunction(() => localStorage.getItem("draft:report"));
  const asked = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.accept();
  });
  await page.locator("form[action='/sign-out']:visible button").first().click();
  await page.waitForURL((url) => url.pathname === "/");
  assert.match(asked[0] ?? "", /Còn 1 lời chưa gửi/, "what would be lost is asked about first");
  const left = await page.evaluate(async () => ({
    caches: (await caches.keys()).length,
    drafts: Object.keys(localStorage).filter((key) => key.startsWith("draft:")),
    databases: (await indexedDB.databases()).length,
  }));
  assert.deepEqual(left, { caches: 0, drafts: [], databases: 0 });
  await lose(context);
  await assert.rejects(page.goto("/observations/new"), /ERR_/, "the kept page is gone");
  await find(context);
});

test("a report begun without signal goes on with its photo; one sent without signal becomes one receipt", async () => {
  const page = await house.page(null, { viewport: telephone });
  const context = page.context();
  await kept(page, "/cases/new");
  await lose(context);
  await page.goto("/cases/new");
  const words = "Cống tắc trước ngõ 7, mạng yếu.";
  await page.fill("[name=words]", words);
  await page.fill("[name=place_text]", "Phường Ngọc Hà");
  const buffer = await photograph(house.browser);
  await page.setInputFiles("input[type=file]", { name: "cong.jpg", mimeType: "image/jpeg", buffer });
  await page.click("main button[name=go][value=next]");
  await outbox(page).getByText("Đang chờ gửi (1)").waitFor();
  assert.equal(await page.inputValue("[name=words]"), "");

  await find(context);
  await page.goto("/cases/new");
  await outbox(page).getByRole("button", { name: "Viết tiếp" }).click();
  await page.waitForSelector("input[type=radio][name=topic]", { state: "attached" });
  let last = "";
  for (let step = 0; step < 6; step++) {
    const topic = page.locator("input[type=radio][name=topic]").first();
    if ((await topic.count()) > 0) await topic.check({ force: true });
    if ((await page.locator("main button[name=go][value=send]").count()) > 0) break;
    await page.click("main button[name=go][value=next]");
    await page.waitForLoadState();
    last = await page.textContent("h1");
  }
  assert.ok(last.trim());
  assert.equal(await page.locator("input[name=photo]").count(), 1, "the photo came along");
  await lose(context);
  await page.click("main button[name=go][value=send]");
  await outbox(page).getByText("Đang chờ gửi (1)").waitFor();
  await find(context);
  await page.goto("/cases/new");
  await outbox(page).getByText("Đã gửi").first().waitFor();
  await page.goto(await outbox(page).locator("a").first().getAttribute("href"));
  assert.match(page.url(), /\/receipts\/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/);
  assert.match(await page.textContent("main"), /mạng yếu/);
  page.wentWrong.splice(0);
});
