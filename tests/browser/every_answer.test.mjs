// What is answered to a form is as good a page as any: whole, accessible by axe, narrow enough, in both languages; and a
// summary of what is wrong leads to where it is.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { everyAnswer } from "./answers.mjs";
import { inaccessible, incomplete, leadsNowhere, settled, tooWide } from "./checks.mjs";
import { desk, openHouse, telephone } from "./house.mjs";

let house;
before(async () => (house = await openHouse({ isLight: true })));
after(() => house?.close());

for (const [role, answers] of Object.entries(everyAnswer)) {
  describe(role, () => {
    for (const answer of answers) {
      for (const language of ["vi", "en"]) test(`${answer.name} ${language}`, () => check(answer, language));
    }
  });
}

async function check({ person, at, steps, aged }, language) {
  const cookies = [{ name: "danvan_language", value: language }];
  const page = await house.page(person, { cookies, serviceWorkers: "block" });
  try {
    const [address, ...links] = [at].flat();
    await page.goto(address.replace(/\{(\w+)\}/, (_, name) => house.receipts[name]));
    for (const link of links) await page.goto(await page.locator(link).first().getAttribute("href"));
    if (aged) await house.age();
    for (const [number, step] of steps.entries()) {
      if (step.isDone && (await page.locator(step.isDone).count()) > 0) continue;
      await page.setViewportSize(desk);
      const answer = await send(page, step);
      const place = `step ${number + 1} at ${page.url()}`;
      assert.equal(answer.status(), step.status, `${place}: ${(await page.textContent("main")).trim().slice(0, 600)}`);
      assert.deepEqual(await look(page, language), [], place);
    }
    page.wentWell();
  } finally {
    await page.context().close();
  }
}

/** Sends a form past what the browser checks and what script does with it. */
async function send(page, { form, fill = {}, press = "" }) {
  const isAnswer = (response) => response.request().isNavigationRequest() && response.request().method() === "POST";
  const [answer] = await Promise.all([
    page.waitForResponse(isAnswer),
    page.waitForEvent("load"),
    page.locator(form).first().evaluate(submit, { fill, press }),
  ]);
  await settled(page);
  return answer;
}

/** Runs in the page: fills the fields and sends them with the button. */
function submit(form, { fill, press }) {
  for (const [name, value] of Object.entries(fill)) {
    const fields = [...form.elements].filter((field) => field.name === name);
    if (fields.length === 0) throw new Error(`no field ${name}`);
    const [first] = fields;
    if (first.type === "radio" || first.type === "checkbox") {
      (value === true ? first : fields.find((field) => field.value === value)).checked = true;
    } else {
      first.value = value;
    }
  }
  if (press) {
    const button = form.querySelector(`button${press}`);
    if (!button) throw new Error(`no button ${press}`);
    const place = button.getAttribute("formaction");
    if (place) form.setAttribute("action", place);
    if (button.name) {
      const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(pressed);
    }
  }
  HTMLFormElement.prototype.submit.call(form);
}

/** What is wrong with the page shown, at a desk and on a telephone, there in the dark as well. */
async function look(page, language) {
  const wrong = [...(await incomplete(page, language)), ...(await leadsNowhere(page))];
  for (const [where, viewport, colorScheme] of [["at a desk", desk, "light"], ["on a telephone", telephone, "dark"]]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const found = [...(await tooWide(page)), ...(await inaccessible(page))];
    wrong.push(...found.map((line) => `${where}: ${line}`));
  }
  await page.emulateMedia({ colorScheme: "light" });
  return wrong;
}
