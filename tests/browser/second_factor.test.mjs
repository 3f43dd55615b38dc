// A second factor in a real browser: an authenticator app, a passkey, proving anew who sits there, signing out everywhere.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { inaccessible, tooWide } from "./checks.mjs";
import { freePort, openHouse } from "./house.mjs";

/** Whether an address has a path, whatever its query. */
const at = (path) => ({ pathname }) => pathname === path;

let house;
before(async () => (house = await openHouse({ port: await freePort() })));
after(() => house?.close());

/** The code an authenticator app shows (RFC 6238). */
function code(secret, moment = Date.now()) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(moment / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const from = hash[19] & 15;
  return String((hash.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Gives a page's browser an authenticator that knows its owner. */
async function authenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, authenticatorId };
}

async function withPassword(page, person, next = "/security") {
  await page.goto(`/sign-in?next=${next}`);
  await page.fill("[name=name]", person);
  await page.fill("[name=password]", house.password);
  await page.click("form[action='/sign-in'] button");
}

async function signOut(page) {
  await page.goto("/security");
  await page.evaluate(() => document.querySelector("form[action='/sign-out']").submit());
  await page.waitForURL(({ pathname }) => pathname === "/");
}

test("an authenticator app is added, and its code asked for at the next sign-in", async () => {
  const page = await house.page();
  await withPassword(page, "phantich");
  await page.waitForURL(at("/security"));
  await page.click("form[action='/security/app'] button");
  const secret = (await page.textContent("ol code")).trim();
  await page.fill("[name=code]", code(secret));
  await page.click("form[action='/security/app/confirm'] button");
  assert.equal(await page.locator("li code").count(), 10, "codes on paper are shown");
  await page.click("a[href='/security']");
  await signOut(page);
  await withPassword(page, "phantich");
  assert.ok(await page.isVisible("[name=code]"), "the password alone opens nothing");
  // The code that confirmed the app was used; the next one is good already.
  await page.fill("[name=code]", code(secret, Date.now() + 30_000));
  await page.click("form[action='/sign-in/code'] button");
  await page.waitForURL(at("/security"));
  page.wentWell();
});

test("somebody who forgot their password is given one for one use and chooses their own", async () => {
  const operator = await house.page("vanhanh");
  await operator.goto("/people?q=canbo");
  await operator.click("tbody a[href^='/people/']");
  const name = (await operator.textContent("h1 + p")).trim().split(" ")[0];
  await operator.click("form[action$='/password'] button");
  const given = (await operator.textContent(".receipt-code")).trim();
  assert.match(given, /^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
  assert.deepEqual(await inaccessible(operator), []);
  operator.wentWell();

  const page = await house.page(null, { viewport: { width: 360, height: 740 } });
  await page.goto("/sign-in?next=/sessions");
  await page.fill("[name=name]", name);
  await page.fill("[name=password]", given);
  await page.click("form[action='/sign-in'] button");
  await page.waitForSelector("form[action='/sign-in/password']");
  assert.deepEqual(await inaccessible(page), []);
  assert.deepEqual(await tooWide(page), [], "narrow enough for a telephone");
  await page.fill("[name=new_password]", "matkhau123456");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".error-summary");
  await page.fill("[name=new_password]", "bốn con chim sẻ đậu trên mái");
  await page.keyboard.press("Enter");
  await page.waitForURL(at("/sessions"));
});

test("a passkey is added, signs in without a name, and proves who sits there", async () => {
  const page = await house.page();
  const { session, authenticatorId } = await authenticator(page);
  await withPassword(page, "vanhanh");
  await page.waitForURL(at("/security"));
  await page.click("form[action='/security/passkeys/new'] button");
  await page.fill("[name=name]", "máy ở phòng trực");
  await page.click("form[action='/security/passkeys'] button");
  await page.waitForSelector("li code");
  const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
  assert.equal(credentials.length, 1);
  assert.equal(credentials[0].isResidentCredential, true, "it is found without a name");
  await page.click("a[href='/security']");
  assert.match(await page.textContent("main"), /máy ở phòng trực/);

  await signOut(page);
  await page.goto("/sign-in?next=/people");
  await page.click("form[action='/sign-in/passkey'] button");
  await page.waitForURL(at("/people"));
  assert.ok((await page.locator("tbody tr").count()) > 0, "with every right");

  // The password is right but wants its second factor, which the passkey is.
  await signOut(page);
  await withPassword(page, "vanhanh", "/people");
  await page.waitForSelector("form[action='/sign-in/code']");
  await page.click("form[action='/sign-in/passkey'] button");
  await page.waitForURL(at("/people"));
  page.wentWell();
});

test("whoever stops at the authenticator is told what to do and loses nothing", async () => {
  const page = await house.page();
  await authenticator(page);
  await page.goto("/sign-in");
  await page.fill("[name=name]", "vanhanh");
  await page.click("form[action='/sign-in/passkey'] button");
  await page.waitForFunction(() => /Xin thử lại/.test(document.querySelector("[data-says]").textContent));
  assert.equal(await page.inputValue("[name=name]"), "vanhanh");
  page.wentWell();
});

test("before a weighty act somebody with a passkey may prove with it, and what was typed comes back", async () => {
  const page = await house.page();
  const { session } = await authenticator(page);
  await withPassword(page, "lanhdao");
  await page.waitForURL(at("/security"));
  await page.click("form[action='/security/passkeys/new'] button");
  await page.click("form[action='/security/passkeys'] button");
  await page.waitForSelector("li code");
  await house.age();
  await page.goto("/security");
  await page.click("form[action='/security/paper'] button");
  await page.waitForSelector("form[action='/prove/passkey']");
  await page.click("form[action='/prove/passkey'] button");
  await page.waitForSelector("form[action='/security/paper']");
  await page.click("form[action='/security/paper'] button");
  await page.waitForSelector("li code");
  await session.detach();
  page.wentWell();
});

test("all other devices are signed out at once", async () => {
  const [desk, telephone] = [await house.page(), await house.page()];
  for (const page of [desk, telephone]) {
    await withPassword(page, "kiemtra", "/sessions");
    await page.waitForURL(at("/sessions"));
  }
  await desk.reload();
  assert.ok((await desk.locator("main li").count()) >= 2);
  await desk.click("form[action='/sessions/close-others'] button");
  await desk.waitForURL(at("/sessions"));
  assert.equal(await desk.locator("main li").count(), 1);
  const answer = await telephone.goto("/sessions");
  assert.equal(answer.status(), 401);
  desk.wentWell();
});
