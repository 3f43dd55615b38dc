// What every walk through the sealed compartment begins with.
import assert from "node:assert/strict";
import { press } from "./house.mjs";

/** A passphrase long enough for a key. */
export const passphrase = "một câu mật khẩu dài, của riêng mỗi người";

/** Two handlers with keys, and the paper that brings them back. */
export async function handlers(officer, chair) {
  for (const name of ["canbo.ngocha", "lanhdao.ngocha"]) {
    await chair.goto("/sealed/handlers");
    await chair.fill("[name=person]", name);
    await press(chair, chair.locator("form[action='/sealed/handlers'] button"));
  }
  for (const page of [officer, chair]) {
    await page.goto("/sealed/key");
    await page.fill("[name=passphrase]", passphrase);
    await page.fill("[name=again]", passphrase);
    await press(page, page.locator("form[action='/sealed/key'] button"));
  }
  await chair.goto("/sealed/recovery");
  await chair.fill("[name=count]", "3");
  await chair.fill("[name=needed]", "2");
  await chair.fill("[name=witness]", "canbo.ngocha");
  await chair.fill("[name=passphrase]", passphrase);
  await press(chair, chair.locator("form[action='/sealed/recovery'] button"));
  assert.equal(await chair.locator("code").count(), 3, "three sheets of paper");
}
