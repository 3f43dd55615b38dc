// What holds on every page, whoever reads it.
import { readFileSync } from "node:fs";

/** Its shorter edition: the long one takes half a second to arrive in a page. */
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** The most a first page may weigh over the network, in bytes. */
export const heaviest = 100_000;

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** @returns {Promise<string[]>} what axe finds wrong, one line an element */
export async function inaccessible(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  // Style sheets are read by none of these rules, and are not fetched once more for them.
  const { violations } = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false }),
    rules,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`),
  );
}

/** @returns {Promise<string[]>} what a page lacks that every page has */
export async function incomplete(page, language) {
  return page.evaluate((language) => {
    const wrong = [];
    const html = document.documentElement;
    if (html.lang !== language) wrong.push(`lang is “${html.lang}”, not “${language}”`);
    const [own] = document.title.split(" · ");
    if (!own.trim()) wrong.push(`no title: “${document.title}”`);
    const headings = document.querySelectorAll("h1");
    if (headings.length !== 1) wrong.push(`${headings.length} h1`);
    if (headings[0] && !headings[0].textContent.trim()) wrong.push("an empty h1");
    const unsaid = (html.textContent + html.outerHTML).match(/⟦[^⟧]*⟧/g);
    if (unsaid) wrong.push(`no words for ${[...new Set(unsaid)].join(" ")}`);
    const placeless = html.textContent.match(/\{\$?[a-z]+\}/g);
    if (placeless) wrong.push(`words without their value: ${placeless.join(" ")}`);
    // The map of borders moves its own parts by script, which the policy allows.
    if (document.querySelector("style, [style]:not(.border-map *), script:not([src])")) wrong.push("inline style or script");
    const twice = [...document.querySelectorAll("[id]")].map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at);
    if (twice.length > 0) wrong.push(`the same id twice: ${[...new Set(twice)].join(" ")}`);
    return wrong;
  }, language);
}

/** @returns {Promise<string[]>} what stands wider than the screen, and so must be scrolled sideways */
export async function tooWide(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const excess = document.documentElement.scrollWidth - width;
    if (excess <= 0) return [];
    const scrolls = (element) => /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX);
    const isInside = (element) => {
      for (let above = element.parentElement; above && above !== document.body; above = above.parentElement) {
        if (scrolls(above)) return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5 && !isInside(element))
      .map((element) => `${element.tagName.toLowerCase()}.${[...element.classList].join(".")} “${element.textContent.trim().slice(0, 40)}”`);
    return [`${excess} px too wide: ${wide.slice(-4).join(", ")}`];
  });
}

/** What belongs to the map of borders, which is loaded when it is looked at. */
const map = /\/assets\/(borders|drawn|pick|maplibre)|\/api\/v1\/boundaries/;

/** Counts what travels over the network for a page without its map of borders, as it is: compressed, with heads. */
export async function weigh(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  const ofMap = new Set();
  session.on("Network.requestWillBeSent", ({ requestId, request }) => map.test(request.url) && ofMap.add(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!ofMap.has(requestId)) bytes += encodedDataLength;
  });
  return () => bytes;
}

/** @returns {Promise<string[]>} links of a summary of errors that lead to nothing on the page */
export async function leadsNowhere(page) {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll(".error-summary a[href^='#']")];
    const lost = links.filter((link) => !document.getElementById(link.getAttribute("href").slice(1)));
    return lost.map((link) => `a link of the summary leads nowhere: ${link.getAttribute("href")} “${link.textContent.trim()}”`);
  });
}

/** Waits for the typefaces, which may arrive after the page itself. What goes on behind a page is not waited for. */
export const settled = (page) => page.evaluate(() => document.fonts.ready.then(() => null));
