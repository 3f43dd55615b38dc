// A covenant over the desk: drafted, agreed by both parties, signed by their heads after they proved who they are, sealed;
// at a telephone's width, without a fault that axe finds.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { inaccessible, tooWide } from "./checks.mjs";
import { openHouse, press, telephone } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

/** What no page of a covenant may be. */
async function isWell(page) {
  assert.deepEqual(await inaccessible(page), [], page.url());
  assert.deepEqual(await tooWide(page), [], page.url());
}

test("a covenant is drafted, agreed, signed by both heads and sealed", async () => {
  const city = await house.page("lanhdao", { viewport: telephone });
  await city.goto("/programmes/new");
  await city.selectOption("[name=sort]", "covenant");
  await city.fill("[name=title]", "Giao ước giữ sạch ngõ xóm");
  const year = new Date().getFullYear();
  await city.fill("[name=starts_on]", `01/01/${year}`);
  await city.fill("[name=ends_on]", `31/12/${year + 1}`);
  await press(city, city.locator("main form .button.main"));
  const id = new URL(city.url()).pathname.split("/")[2];

  await city.goto(`/programmes/${id}/parties`);
  await isWell(city);
  for (const [unit, place] of [["Thành phố Hà Nội", "leads"], ["Phường Ngọc Hà", "joins"]]) {
    await city.selectOption("[name=party_sort]", "unit");
    await city.fill("[name=party_unit]", unit);
    await city.selectOption("[name=place]", place);
    await press(city, city.locator("form[action$='/parties'] .button.main"));
    assert.ok((await city.textContent("main")).includes(unit), `${unit} takes part`);
  }
  await city.goto(`/programmes/${id}/covenant`);
  await press(city, city.locator("main a[href*='/articles/']"));
  await isWell(city);
  await city.fill("[name=title]", "Giữ sạch");
  await city.fill("[name=body]", "Mỗi tổ dân phố dọn ngõ vào sáng thứ bảy.");
  await press(city, city.locator("main form .button.main"));
  await isWell(city);

  const ward = await house.page("lanhdao.ngocha", { viewport: telephone });
  for (const page of [city, ward]) {
    await page.goto(`/programmes/${id}/covenant`);
    assert.equal(await page.locator("form[action$='/sign']").count(), 0, "nobody signs before both agree");
    await press(page, page.locator("button[name=answer][value=agree]"));
  }
  for (const page of [city, ward]) {
    await page.goto(`/programmes/${id}/covenant`);
    await press(page, page.locator("form[action$='/sign'] button"));
  }
  await isWell(ward);
  assert.equal(await ward.locator("#signatures li").count(), 2);
  assert.equal(await ward.locator(".notice.good").count(), 1, "it is sealed, and the page says so");

  // Anybody can compute the hash of the text that was signed.
  const hash = (await ward.textContent("main code")).trim();
  const text = await (await ward.request.get(`/programmes/${id}/text`)).body();
  assert.equal(createHash("sha256").update(text).digest("hex"), hash);
  for (const path of ["compare", "coordination", "meetings"]) {
    await city.goto(`/programmes/${id}/${path}`);
    await isWell(city);
  }
  for (const page of [city, ward]) page.wentWell();
});
