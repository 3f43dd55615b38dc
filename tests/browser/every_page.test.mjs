// Every page of every role in both languages: whole, accessible by axe, narrow enough for a small telephone, light.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { availableParallelism } from "node:os";
import { heaviest, inaccessible, incomplete, settled, tooWide, weigh } from "./checks.mjs";
import { desk, openHouse, telephone } from "./house.mjs";
import { everyPage, statuses } from "./pages.mjs";

let house;
before(async () => (house = await openHouse({ isLight: true })));
after(() => house?.close());

/** Somebody who goes from page to page in one language, each loaded anew with all that belongs to it. */
class Walk {
  #person;
  #language;
  #page = null;
  #weight = null;

  constructor(person, language) {
    this.#person = person;
    this.#language = language;
  }

  async look(address, link) {
    try {
      await this.#look(address, link);
    } catch (error) {
      // The next page is looked at in another window.
      await this.end();
      throw error;
    }
  }

  async #look(address, link) {
    const page = await this.#window();
    let before = this.#weight();
    let answer = await page.goto(address.replace(/\{(\w+)\}/, (_, name) => house.receipts[name]));
    await settled(page);
    if (link) {
      before = this.#weight();
      const href = await page.locator(link).first().getAttribute("href");
      answer = await page.goto(href);
      await settled(page);
    }
    assert.equal(answer.status(), statuses[address] ?? 200, `${page.url()} answered`);
    // Every page is weighed as if it were opened first, with its style and typeface: nothing is kept from the one before.
    const bytes = this.#weight() - before;
    const wrong = await incomplete(page, this.#language);
    if (bytes > heaviest) wrong.push(`weighs ${bytes} bytes`);
    // Words differ by language, colours and widths do not: each is looked at once.
    if (this.#language === "vi") wrong.push(...(await inaccessible(page)));
    await page.setViewportSize(telephone);
    wrong.push(...(await tooWide(page)));
    if (this.#language === "en") await page.emulateMedia({ colorScheme: "dark" });
    wrong.push(...(await inaccessible(page)).map((line) => `on a telephone: ${line}`));
    page.wentWell();
    assert.deepEqual(wrong, [], page.url());
  }

  /** A window as it is before a page: at a desk, by day. */
  async #window() {
    if (this.#page) {
      await this.#page.setViewportSize(desk);
      await this.#page.emulateMedia({ colorScheme: "light" });
      return this.#page;
    }
    const cookies = [{ name: "danvan_language", value: this.#language }];
    this.#page = await house.page(this.#person, { cookies, serviceWorkers: "block" });
    this.#weight = await weigh(this.#page);
    return this.#page;
  }

  async end() {
    await this.#page?.context().close();
    this.#page = null;
  }
}

// Pages are only read here, so that two languages may be walked through side by side.
const concurrency = Math.min(2, availableParallelism());

for (const [role, { person, pages }] of Object.entries(everyPage)) {
  describe(role, { concurrency }, () => {
    for (const language of ["vi", "en"]) {
      describe(language, { concurrency: 1 }, () => {
        const walk = new Walk(person, language);
        after(() => walk.end());
        for (const [address, link] of pages.map((page) => [page].flat())) {
          test(`${address}${link ? ` → ${link}` : ""} ${language}`, () => walk.look(address, link));
        }
      });
    }
  });
}
