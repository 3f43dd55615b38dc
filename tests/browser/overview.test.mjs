// The city before and after its reorganisation: the same months on the map of 2024, of June 2025, and of today.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

const months = "from=2025-05-01&to=2025-08-31";
const maps = [
  ["2024-06-01", 579],
  ["2025-06-15", 526],
  ["", 126],
];

const figure = async (page) => (await page.locator(".figure-value").first().innerText()).trim();
const qualities = (page) => page.locator(".quality").evaluateAll((marks) => [...new Set(marks.map((mark) => mark.textContent.trim()))]);

test("three maps of the same months: as many places as there were, and the same total", async () => {
  const page = await house.page("phantich");
  const totals = [];
  for (const [on, communes] of maps) {
    await page.goto(`/overview?${months}&on=${on}`);
    const bar = (await page.locator("details.chooser summary").allInnerTexts()).join(" ");
    assert.match(bar, new RegExp(`${communes} xã, phường`), on);
    assert.match(bar, /1\/5\/2025–31\/8\/2025/);
    totals.push(await figure(page));
    assert.match(await page.locator("table.places tfoot").innerText(), new RegExp(totals[0].replaceAll(".", "\\.")), "the table sums to it");
    assert.deepEqual(await qualities(page), ["đúng"], "every case of the simulated city carries its residential group");
  }
  assert.equal(new Set(totals).size, 1, `nothing is lost or counted twice: ${totals}`);
  page.wentWell();
});

test("what cannot be placed exactly on an older map says so, and nothing is lost", async () => {
  const page = await house.page("phantich");
  await page.goto("/overview");
  const count = Number((await figure(page)).replaceAll(".", ""));
  // Said of the commune of today as a whole: on the map of June 2025 nobody knows which part was meant.
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
  for (let n = 0; n < 6; n++) {
    const data = { id: crypto.randomUUID(), topic: "water.clean", text: `Nước yếu cả phường, nhà số ${n}.`, place: { code: "00004", on: today } };
    assert.equal((await page.request.post("/api/v1/cases", { data })).status(), 201);
  }
  await assert.doesNotReject(async () => {
    for (let tries = 0; Number((await figure(page)).replaceAll(".", "")) !== count + 6; tries++) {
      assert.ok(tries < 40, "figures follow within seconds");
      await page.goto("/overview");
    }
  });
  assert.deepEqual(await qualities(page), ["đúng"], "on today's map it is exact");
  await page.goto("/overview?on=2025-06-15");
  assert.equal(Number((await figure(page)).replaceAll(".", "")), count + 6, "the total is kept");
  const marks = await qualities(page);
  assert.ok(marks.includes("đúng") && marks.some((mark) => ["ước tính", "không so được"].includes(mark)), `${marks}`);
  assert.match(await page.textContent("main"), /Không xếp được vào nơi nào|ước tính/);
  page.wentWell();
});

test("a unit of today leads to what it was made of", async () => {
  const page = await house.page("phantich");
  await page.goto("/units?q=truc+bach");
  assert.match(await page.textContent("main"), /Ba Đình/);
  page.wentWell();
});
