// A handler's passkey opens a seal in place of the passphrase, in a real browser whose authenticator makes secrets (PRF).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freePort, openHouse, press } from "./house.mjs";
import { handlers, passphrase } from "./sealed.mjs";

const said = "Người đo đất nhận phong bì ở quán nước cuối đê.";

let house;
let officer;
let chair;
before(async () => {
  house = await openHouse({ port: await freePort() });
  officer = await house.page("canbo.ngocha");
  chair = await house.page("lanhdao.ngocha");
});
after(() => house?.close());

/** Gives a page's browser an authenticator that knows its owner and makes secrets. */
async function authenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf: true,
    },
  });
}

test("a passkey is added to the key and opens a seal; who has none is told so", async () => {
  await authenticator(officer);
  await officer.goto("/security");
  await officer.click("form[action='/security/passkeys/new'] button");
  await officer.fill("[name=name]", "máy ở bàn tiếp dân");
  await officer.click("form[action='/security/passkeys'] button");
  await officer.waitForSelector("li code");
  await handlers(officer, chair);
  await officer.goto("/letters/new");
  await officer.fill("[name=signers]", "1");
  await press(officer, officer.locator("button[name=is_denunciation]"));
  await officer.fill("[name=name]", "Đỗ Thị Niêm Phong");
  await officer.fill("[name=letter]", said);
  await press(officer, officer.locator("form[action='/sealed/new'] button.main"));
  const seal = new URL(officer.url()).pathname;

  await officer.goto("/sealed/key");
  const adding = officer.locator("form[action='/sealed/passkey']");
  await adding.locator("[name=passphrase]").fill(passphrase);
  await press(officer, adding.locator("[data-island=unlock] button"));
  assert.match(await officer.textContent("main"), /Khóa đăng nhập đã mở được khóa niêm phong/);

  await officer.goto(seal);
  await press(officer, officer.locator(`form[action='${seal}'] [data-island=unlock] button`));
  await chair.goto(seal);
  await chair.locator("form[action$='/approve'] [data-island=unlock] button").click();
  await chair.waitForFunction(() => /Khóa đăng nhập không mở được/.test(document.querySelector("form[action$='/approve'] [data-says]").textContent));
  await chair.fill("form[action$='/approve'] [name=passphrase]", passphrase);
  await press(chair, chair.locator("form[action$='/approve'] button.main"));
  await officer.goto(seal);
  await press(officer, officer.locator("form[action$='/read'] [data-island=unlock] button"));
  assert.ok((await officer.textContent("main")).includes(said), "nothing was typed");
  officer.wentWell();
});
