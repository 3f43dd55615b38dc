// On paper: menus stay on the screen, and the slip is one sheet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, telephone } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

const sheets = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;

for (const language of ["vi", "en"]) {
  test(`the slip fits one sheet and shows no menu (${language})`, async () => {
    const page = await house.page(null, { viewport: telephone, cookies: [{ name: "danvan_language", value: language }] });
    for (const code of Object.values(house.receipts)) {
      await page.goto(`/receipts/${code}/slip`);
      for (const format of ["A4", "A5"]) assert.equal(sheets(await page.pdf({ format })), 1, `${code} on ${format}`);
      await page.emulateMedia({ media: "print" });
      for (const hidden of ["header nav", ".bar-person", "footer.footer", ".skip", "[data-island=print]"]) {
        assert.equal(await page.locator(hidden).locator("visible=true").count(), 0, `${hidden} is not printed`);
      }
      const inside = await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
      assert.ok(inside, "nothing stands beyond the sheet");
      for (const shown of ["h1", ".receipt-code", "#qr img", "dl.facts"]) assert.ok(await page.isVisible(shown), shown);
      assert.ok((await page.textContent(".receipt-code")).replace(/\s+/g, "-").includes(code.slice(0, 4)));
      await page.emulateMedia({ media: null });
      assert.ok(await page.locator("header nav").isVisible());
    }
    page.wentWell();
  });
}

test("in the dark, paper stays white and ink dark", async () => {
  const page = await house.page(null, { colorScheme: "dark" });
  await page.goto(`/receipts/${house.receipts.open}/slip`);
  const colours = () =>
    page.evaluate(() => {
      const light = (text) => text.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [light(color), light(backgroundColor)];
    });
  const [darkInk, darkPaper] = await colours();
  assert.ok(darkInk > 150 && darkPaper < 60, `${darkInk} on ${darkPaper}`);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const [ink, paper] = await colours();
  assert.ok(ink < 80 && paper > 240, `${ink} on ${paper}`);
});

test("a case is printed with its words and answers, without its buttons", async () => {
  const page = await house.page("canbo.ngocha");
  await page.goto("/cases?tab=late");
  await page.locator(".list-row").first().click();
  await page.waitForSelector(".case-head");
  await page.emulateMedia({ media: "print" });
  for (const hidden of [".acts", ".reply", "header nav"]) assert.equal(await page.locator(hidden).locator("visible=true").count(), 0, hidden);
  assert.ok(await page.isVisible("h1"));
  assert.ok(sheets(await page.pdf({ format: "A4" })) <= 3);
});

test("the overview is printed with its question, its figures and its map, without its choices", async () => {
  const page = await house.page("phantich");
  await page.goto("/overview?on=2025-03-01");
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["form.filters", "header nav", ".curve-choice", "a[download]"]) {
    assert.equal(await page.locator(hidden).locator("visible=true").count(), 0, `${hidden} is not printed`);
  }
  for (const shown of ["h1", ".only-print", ".figure-value >> nth=0", "svg.tile-map", "ul.legend", "#places table"]) {
    assert.ok(await page.isVisible(shown), `${shown} is printed`);
  }
  // Whoever holds the paper knows for which place, period and structure it is.
  assert.match(await page.textContent(".only-print"), /1 tháng 3, 2025|01\/03\/2025|1\/3\/2025/);
  const inside = await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  assert.ok(inside, "nothing stands beyond the sheet");
  const count = sheets(await page.pdf({ format: "A4" }));
  assert.ok(count >= 1 && count <= 4, `${count} sheets`);
});

test("an issued document prints as a letter on A4, with its margins and nothing around it", async () => {
  const page = await house.page("canbo.ngocha");
  await page.goto("/documents/register");
  // A brief takes several sheets.
  await page.locator("tbody tr", { hasNotText: "/BC-" }).locator("a").first().click();
  await page.waitForSelector(".paper");
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.equal(sheets(pdf), 1);
  const [, width, height] = pdf.toString("latin1").match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/).map(Number);
  assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `A4, not ${width} × ${height}`);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const hidden of ["header", "footer.footer", "main h1", "main .button", "dl.facts"]) assert.equal(await page.locator(hidden).locator("visible=true").count(), 0, `${hidden} is not printed`);
  const look = await page.locator(".paper").evaluate((paper) => {
    const { fontFamily, color, backgroundColor, fontSize } = getComputedStyle(paper);
    return { fontFamily, color, backgroundColor, fontSize };
  });
  assert.match(look.fontFamily, /Times New Roman/);
  assert.deepEqual([look.color, look.backgroundColor], ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
  assert.equal(Math.round(Number.parseFloat(look.fontSize) * 0.75), 14, "14 points, as decree 30/2020 says");
  const style = await page.evaluate(() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSPageRule).map((rule) => rule.style.marginLeft));
  assert.ok(style.includes("30mm"), `${style}`);
});
