// `cargo xtask pictures`: the README's pictures, from the simulated city through the real binary.
import { promises as files } from "node:fs";
import { fileURLToPath } from "node:url";
import { desk, openHouse, telephone } from "./house.mjs";

const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
await files.mkdir(folder, { recursive: true });
const house = await openHouse();
try {
  const officer = await house.page("canbo.ngocha", { viewport: desk });
  await officer.goto("/cases?tab=late");
  await officer.locator(".list-row").first().click();
  await officer.waitForLoadState("networkidle");
  await officer.screenshot({ path: `${folder}queue.png` });
  const resident = await house.page(null, { viewport: telephone });
  await resident.goto(`/receipts/${house.receipts.answered}`);
  await resident.waitForLoadState("networkidle");
  await resident.screenshot({ path: `${folder}receipt.png` });
} finally {
  await house.close();
}
