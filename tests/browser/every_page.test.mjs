// Every page of every role in both languages: whole, accessible by axe, narrow enough for a small telephone, light.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { availableParallelism } from "node:os";
import { heaviest, inaccessible, incomplete, settled, tooWide, weigh } from "./checks.mjs";
import { openHouse, telephone } from "./house.mjs";
import { everyPage, statuses } from "./pages.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

// Pages are only read here, so that a few may be looked at side by side; each waits most of its time.
const concurrency = Math.min(2, availableParallelism());

for (const [role, { person, pages }] of Object.entries(everyPage)) {
  describe(role, { concurrency }, () => {
    for (const page of pages) {
      const [address, link] = [page].flat();
      for (const language of ["vi", "en"]) {
        test(`${address}${link ? ` → ${link}` : ""} ${language}`, () => check(person, address, link, language));
      }
    }
  });
}

async function check(person, address, link, language) {
  const page = await house.page(person, { cookies: [{ name: "danvan_language", value: language }] });
  try {
    const weight = await weigh(page);
    let answer = await page.goto(address.replace(/\{(\w+)\}/, (_, name) => house.receipts[name]));
    let before = 0;
    await settled(page);
    if (link) {
      before = weight();
      const href = await page.locator(link).first().getAttribute("href");
      answer = await page.goto(href);
      await settled(page);
    }
    assert.equal(answer.status(), statuses[address] ?? 200, `${page.url()} answered`);
    // A page reached by a link is weighed as if it were opened first: with its style and typeface, and without the page
    // before it.
    const bytes = weight() - before;
    const wrong = await incomplete(page, language);
    if (bytes > heaviest) wrong.push(`weighs ${bytes} bytes`);
    // Words differ by language, colours and widths do not: each is looked at once.
    if (language === "vi") wrong.push(...(await inaccessible(page)));
    await page.setViewportSize(telephone);
    wrong.push(...(await tooWide(page)));
    if (language === "en") await page.emulateMedia({ colorScheme: "dark" });
    wrong.push(...(await inaccessible(page)).map((line) => `on a telephone: ${line}`));
    page.wentWell();
    assert.deepEqual(wrong, [], page.url());
  } finally {
    await page.context().close();
  }
}
