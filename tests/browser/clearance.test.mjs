// The last few percent of a project of land clearance over the desk: the board, the worklist by what keeps files waiting, a file
// with a call and what was promised; at a telephone's width, by keyboard, without a fault that axe finds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inaccessible, tooWide } from "./checks.mjs";
import { openHouse, press, telephone } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

/** What no page of land clearance may be. */
async function isWell(page) {
  assert.deepEqual(await inaccessible(page), [], page.url());
  assert.deepEqual(await tooWide(page), [], page.url());
}

test("what still waits is found by reason, and what was promised falls due", async () => {
  const officer = await house.page("canbo.ngocha", { viewport: telephone });
  await officer.goto("/clearance");
  await isWell(officer);
  const own = officer.locator("main .list-row", { hasText: "Mở rộng ngõ 31" });
  await press(officer, own);
  await isWell(officer);
  const board = new URL(officer.url()).pathname;
  assert.ok((await officer.textContent("main")).includes("Chưa có đất, lô tái định cư"), "the board says why files wait");

  await press(officer, officer.locator("main a", { hasText: "Chưa có đất, lô tái định cư" }));
  await isWell(officer);
  assert.ok(officer.url().includes("reason=resettlement"), officer.url());
  assert.equal(await officer.locator("main .list-row").count(), 1, "one file waits for a plot");
  const row = officer.locator("main .list-row");
  assert.match(await row.textContent(), /NH-004.*Thông báo thu hồi đất/s, "the next step of the law stands beside it");
  await row.focus();
  await Promise.all([officer.waitForURL("**/clearance/files/*"), officer.keyboard.press("Enter")]);
  await isWell(officer);
  const file = new URL(officer.url()).pathname;
  assert.ok(!(await officer.textContent("main")).includes("Chủ hộ"), "a file names nobody");

  await press(officer, officer.locator(`a[href='${file}/call']`));
  await isWell(officer);
  await officer.fill("[name=who]", "Tổ công tác");
  await officer.fill("[name=asked]", "Hỏi ngày giao đất.");
  await officer.fill("[name=promised]", "Gửi lịch giao đất.");
  await press(officer, officer.locator("main form .button.main"));
  await isWell(officer);
  assert.equal(await officer.locator(".error-summary").count(), 1, "a promise wants a day");
  // So soon that no more than a page of other things falls due before it.
  const soon = new Date(Date.now() + 86_400_000);
  await officer.fill("[name=until]", `${soon.getDate()}/${soon.getMonth() + 1}/${soon.getFullYear()}`);
  await press(officer, officer.locator("main form .button.main"));
  await officer.goto("/deadlines?days=31");
  assert.ok((await officer.textContent("main")).includes("Gửi lịch giao đất"), "it stands among all that falls due");

  for (const end of ["/files/new", "/acts", "/sheet", "/wishes", "?by=commune", "?by=district", "/worklist?blocked=yes"]) {
    await officer.goto(`${board}${end}`);
    await isWell(officer);
  }
  for (const end of ["/entries", "/holder"]) {
    await officer.goto(`${file}${end}`);
    await isWell(officer);
  }

  const city = await house.page("lanhdao", { viewport: telephone });
  await city.goto(`${board}/year`);
  await isWell(city);
  assert.ok((await city.textContent("main")).includes("7/BB-UBND"), "the meeting is in the yearly file");
});
