// Signing in through a real provider: oidc-provider, an implementation of OpenID Connect that is certified, on this machine.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, promises as files } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort, openHouse } from "./house.mjs";

const client = { id: "danvan", secret: "bi-mat-cua-danvan-o-nha-cung-cap-0123456789" };
/** Whether an address has a path, whatever its query. */
const at = (path) => ({ pathname }) => pathname === path;

let house;
let provider;
let why = "";

/** Brings the provider's package where it is lacking: a folder of packages may be older than the list of them. */
async function bringProvider() {
  if (existsSync(new URL("node_modules/oidc-provider/package.json", import.meta.url))) return;
  const listed = JSON.parse(await files.readFile(new URL("package.json", import.meta.url), "utf8"));
  const wanted = `oidc-provider@${listed.devDependencies["oidc-provider"]}`;
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  await promisify(execFile)("npm", ["install", ...quiet, wanted], { cwd: fileURLToPath(new URL(".", import.meta.url)) });
}

/** Starts the provider, or says why it cannot be. */
async function openProvider(back) {
  await bringProvider();
  const { default: Provider } = await import("oidc-provider");
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const inside = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [back] }],
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  const server = createServer(inside.callback());
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  return { issuer, close: () => (server.close(), server.closeAllConnections()) };
}

before(async () => {
  const port = await freePort();
  try {
    provider = await openProvider(`http://localhost:${port}/sign-in/provider/back`);
  } catch (error) {
    // In CI nothing may be left out; elsewhere it is said aloud, and beside each test.
    if (process.env.CI) throw error;
    why = `NOT RUN: signing in through a provider, which could not be started: ${error.message}`;
    console.error(why);
    return;
  }
  house = await openHouse({
    port,
    settings: {
      DANVAN_OIDC_ISSUER: provider.issuer,
      DANVAN_OIDC_CLIENT_ID: client.id,
      DANVAN_OIDC_CLIENT_SECRET: client.secret,
    },
  });
});
after(async () => {
  await house?.close();
  provider?.close();
});

/** Signs in at the provider as somebody, as its own pages ask. */
async function there(page, name) {
  await page.waitForURL((url) => url.href.startsWith(provider.issuer));
  await page.fill("[name=login]", name);
  await page.fill("[name=password]", "x");
  await page.click("[type=submit]");
  const consent = page.locator("form button[type=submit]");
  await page.waitForLoadState();
  if (page.url().startsWith(provider.issuer)) await consent.first().click();
  await page.waitForURL((url) => url.href.startsWith(house.address));
}

test("somebody signs in through the provider once an operator has linked them, and proves there who sits there", async (t) => {
  if (why) return t.skip(why);
  const page = await house.page();
  await page.goto("/sign-in?next=/sessions");
  await page.click("form[action='/sign-in/provider'] button");
  await there(page, "chi.lan");
  assert.match(await page.textContent("main"), /chi\.lan/, "whom to tell the operator");
  assert.ok(await page.isVisible("[name=password]"), "the password is still there");

  const operator = await house.page("vanhanh");
  await operator.goto("/people?q=phantich");
  await operator.click("tbody a[href^='/people/']");
  await operator.fill("[name=account]", "chi.lan");
  await operator.click("form[action$='/identities'] button");
  await operator.waitForSelector("form[action$='/identities/remove']");
  operator.wentWell();

  const own = await house.page();
  await own.goto("/sign-in?next=/sessions");
  await own.click("form[action='/sign-in/provider'] button");
  await there(own, "chi.lan");
  await own.waitForURL(at("/sessions"));

  // A quarter of an hour later a weighty act asks who sits there; the provider asks for the password again.
  await house.age();
  await own.goto("/security");
  await own.click("form[action='/security/app'] button");
  const [other] = await Promise.all([
    own.waitForEvent("popup"),
    own.click("form[action='/prove/provider'] button"),
  ]);
  await there(other, "chi.lan");
  await other.waitForSelector(".notice.good");
  await other.close();
  await own.click("form[action='/security/app'] button");
  await own.waitForSelector("ol code");
});

test("a provider that is down is said to be, and the password works", async (t) => {
  if (why) return t.skip(why);
  provider.close();
  const page = await house.page();
  await page.goto("/sign-in?next=/sessions");
  await page.click("form[action='/sign-in/provider'] button");
  await page.waitForSelector(".error-summary");
  assert.match(await page.textContent(".error-summary"), /không trả lời/);
  await page.fill("[name=name]", "phantich");
  await page.fill("[name=password]", house.password);
  await page.click("form[action='/sign-in'] button");
  await page.waitForURL(at("/sessions"));
});
