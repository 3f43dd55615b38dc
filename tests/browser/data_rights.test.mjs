// A resident asks what is known about them and has it erased: report, receipt, request, the office's answer, nothing left.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, press, telephone } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

const who = { name: "Vũ Thị Quên Tên", phone: "0976 135 246", email: "quenten@vidu.example" };
const said = "Vòi nước công cộng đầu ngõ 31 rò rỉ cả tuần nay.";

/** Reports with everything by which one may be reached, agreeing to be called; gives the receipt's code. */
async function report(page) {
  await page.goto("/cases/new");
  await page.fill("[name=words]", said);
  await page.fill("[name=place_text]", "Phường Ngọc Hà");
  for (let step = 0; step < 10 && !/\/receipts\//.test(page.url()); step++) {
    for (const name of ["place", "topic"]) {
      const choice = page.locator(`input[type=radio][name=${name}]`).first();
      if ((await choice.count()) > 0) await choice.check({ force: true });
    }
    if ((await page.locator("[name=news_phone]:visible").count()) > 0) {
      for (const [name, value] of Object.entries(who)) await page.fill(`[name=${name}]`, value);
      assert.equal(await page.locator("[type=checkbox]:checked").count(), 0, "nothing is ticked beforehand");
      await page.check("[name=news_phone]");
    }
    const send = page.locator("main button[name=go][value=send]");
    await press(page, (await send.count()) > 0 ? send : page.locator("main button[name=go][value=next]").first());
  }
  return new URL(page.url()).pathname.split("/")[2];
}

test("what is known is shown, erased on request, and gone from the desk", async () => {
  const resident = await house.page(null, { viewport: telephone });
  const code = await report(resident);
  const mine = `/receipts/${code}/mine`;
  await resident.goto(mine);
  const known = await resident.textContent("main");
  for (const words of [said, who.name, who.phone, who.email]) assert.ok(known.includes(words), words);
  assert.match(known, /gọi điện báo tin/, "what was agreed to, in its words");

  // The office answers the case, so that it is over.
  const officer = await house.page("canbo.ngocha");
  await officer.goto(`/search?q=${code}`);
  const found = officer.url().includes("/cases/") ? officer.url() : await officer.locator("main a[href*='/cases/']").first().getAttribute("href");
  await officer.goto(found);
  const address = new URL(officer.url()).pathname;
  await officer.locator("#contact details summary").click();
  await officer.selectOption("#contact [name=purpose]", "tell_answer");
  await press(officer, officer.locator("#contact form button"));
  const contact = await officer.textContent("#contact");
  assert.ok(contact.includes(who.phone) && !contact.includes(who.email), "by telephone only, as agreed");
  await officer.goto(address);
  await officer.fill("#answer textarea[name=body]", "Đã thay vòi nước sáng nay.");
  await press(officer, officer.locator("#answer button.main"));

  // Asked by the resident, fulfilled by the office.
  await resident.goto(mine);
  assert.match(await resident.textContent("main"), /Báo kết quả cho người gửi/, "who read it, and what for");
  await resident.locator("input[name=right][value=delete]").check({ force: true });
  await resident.locator("form:has(input[name=right]) [name=words]").fill("Tôi xin xóa dữ liệu của tôi.");
  await press(resident, resident.locator("form:has(input[name=right]) button.main"));
  assert.equal(await resident.locator("main .notice.good").count(), 1, "it was received");
  await officer.goto("/data");
  await press(officer, officer.locator("main a[href^='/data/requests/']").first());
  await officer.locator("input[name=act][value=fulfil]").check({ force: true });
  await officer.fill("[name=answer]", "Đã xóa theo yêu cầu.");
  await press(officer, officer.locator("main form button.main"));
  assert.match(await officer.textContent("main"), /Yêu cầu đã xong/);

  await resident.goto(mine);
  const left = await resident.textContent("main");
  assert.match(left, /đã được xóa/);
  assert.match(left, /Đã xóa theo yêu cầu\./, "the answer is theirs to read");
  await officer.goto(address);
  const desk = await officer.textContent("main");
  for (const words of [said, who.name, who.phone, who.email]) {
    assert.ok(!left.includes(words), words);
    assert.ok(!desk.includes(words), words);
  }
  for (const page of [resident, officer]) page.wentWell();
});
