// The map of borders: loaded only where it is looked at, coloured as the tiles, under the strict content policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse } from "./house.mjs";

let house;
before(async () => (house = await openHouse()));
after(() => house?.close());

const loaded = (page) =>
  page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /assets\/(borders|drawn|pick|maplibre)/.test(name)));

test("borders are drawn from our own files and open the place that is chosen", async () => {
  const page = await house.page("phantich");
  try {
    await page.goto("/overview");
    assert.deepEqual(await loaded(page), [], "made-up borders are not drawn unasked");
    await page.getByRole("link", { name: "Ranh giới" }).click();
    await page.locator(".has-borders .border-map canvas").waitFor();
    const files = await loaded(page);
    assert.ok(files.length >= 2 && files.every((name) => new URL(name).origin === new URL(page.url()).origin), files.join(" "));
    assert.match(await page.locator(".map-figure figcaption").textContent(), /mô phỏng/);
    // The tiles' links stay for the keyboard, and the map says which one has the focus.
    const tile = page.locator(".tile-map a").first();
    await tile.focus();
    const note = page.locator(".border-note");
    assert.equal(await note.textContent(), await tile.locator("title").textContent());
    const href = await tile.getAttribute("href");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.search === href);
    page.wentWell();
  } finally {
    await page.context().close();
  }
});

test("without borders on that day the tiles stay and nothing heavy is loaded", async () => {
  const page = await house.page("phantich");
  try {
    await page.goto("/overview?on=2025-03-01&map=borders");
    assert.ok(await page.locator(".tile-map").isVisible());
    await page.locator(".tile-map").scrollIntoViewIfNeeded();
    assert.equal(await page.getByRole("link", { name: "Ranh giới" }).count(), 0);
    assert.deepEqual(await loaded(page), []);
    page.wentWell();
  } finally {
    await page.context().close();
  }
});
