// What a person sees in the explorer, step by step: node proof.mjs demo|signed-out|cdn|cdn-gone ADDRESS DIRECTORY
// A token of another account is in OTHER. `run` calls this once for each kind of page; screenshots go to the directory.

import assert from "node:assert/strict";
import { open, ready, run, shown, write } from "./browser.mjs";

const [kind, address, directory] = process.argv.slice(2);
const { OTHER } = process.env;
const authorization = (token) => JSON.stringify({ Authorization: `Bearer ${token}` });
const { page, complaints, began, close } = await open(address, { cdn: kind === "cdn" });
const picture = (name) => page.screenshot({ path: `${directory}/${kind}-${name}.png` });

const kinds = {
  async demo() {
    await ready(page);
    console.log(`the page is there after ${Math.round(performance.now() - began)} ms`);
    await examples();
    await documentation();
    await suggestions();
    await anotherToken();
    await loadedAgain();
  },

  async "signed-out"() {
    await ready(page);
    await picture("at-first");
    assert.match(await page.locator(".dialgate-hint").innerText(), /Paste a token/);
    await page.locator(".graphiql-execute-button").click();
    await page.waitForTimeout(500);
    assert.match(await shown(page), /needs a token/);
    await write(page, "Headers", authorization("made.up.here"));
    assert.equal((await run(page)).errors[0].extensions.code, "UNAUTHENTICATED");
    assert.match(await shown(page), /valid token/);
    await picture("bad-token");
    expected(/401/);
    await write(page, "Headers", authorization(OTHER));
    await write(page, "Variables", '{ "first": 5 }');
    const answer = await run(page);
    assert.ok(answer.data.fixedNumbers.totalCount > 0);
    assert.equal(await page.locator(".dialgate-hint").count(), 0);
    await documentation();
    await picture("signed-in");
  },

  async cdn() {
    await ready(page);
    await examples();
    await documentation();
  },

  async "cdn-gone"() {
    await page.locator("#trouble").waitFor({ timeout: 20_000 });
    assert.match(await page.locator("#trouble").innerText(), /could not be\s+reached[\s\S]*api\/explorer\/build/);
    await picture("message");
    expected(/cdn\.jsdelivr\.net|ERR_NAME_NOT_RESOLVED/);
  },
};

async function examples() {
  const tabs = { Numbers: [], OrderSimple: [], OrderAdvanced: [], Refusal: ["DESCRIPTION_MISSING", "DESTINATION_NOT_E164"] };
  for (const [tab, codes] of Object.entries({ ...tabs, ReroutePool: [], DeleteAndRestore: [] })) {
    const answer = await run(page, tab);
    assert.equal(answer.errors, undefined, `${tab}: ${JSON.stringify(answer)}`);
    const told = Object.values(answer.data).flatMap((payload) => payload.userErrors ?? []).map((error) => error.code);
    assert.deepEqual(told, codes, tab);
    assert.match(await shown(page), /"data"/, `${tab}: the answer is shown`);
    await picture(tab);
  }
  assert.equal((await run(page, "OrderSimple")).data.fixedNumberOrder.replayed, true);
}

// A type's and a field's sentence, found as a person finds them.
async function documentation() {
  await page.getByRole("button", { name: /documentation explorer/i }).first().click();
  const panel = page.locator(".graphiql-doc-explorer");
  await panel.getByText("Query", { exact: true }).click();
  await panel.getByText("destinationCheck", { exact: true }).first().waitFor();
  assert.match(await panel.innerText(), /Everything that can be read\. All of it is inside the account of the token\./);
  await picture("documentation");
  await page.getByRole("button", { name: /documentation explorer/i }).first().click();
}

// The editor knows the schema: that is the work of the workers.
async function suggestions() {
  await page.getByRole("button", { name: /new tab/i }).click();
  await page.locator(".graphiql-query-editor .view-lines").click();
  await page.keyboard.type("{ fixedNum", { delay: 40 });
  await page.keyboard.press("Control+Space");
  await page.locator(".suggest-widget").getByText("fixedNumberByNumber").first().waitFor({ timeout: 10_000 });
  await page.waitForTimeout(500);
  await picture("suggestions");
  await page.keyboard.press("Escape");
  await page.locator(".graphiql-tab").last().getByRole("button", { name: /close/i }).click();
}

// A token that is typed counts before the demo's, and one that is wrong is told and not waited for.
async function anotherToken() {
  await page.locator(".graphiql-tab", { hasText: "Numbers" }).click();
  const mine = await run(page);
  await write(page, "Headers", authorization(OTHER));
  const others = await run(page);
  assert.ok(others.data.fixedNumbers.totalCount > 0 && others.data.fixedNumbers.totalCount !== mine.data.fixedNumbers.totalCount);
  await write(page, "Headers", authorization("made.up.here"));
  assert.equal((await run(page)).errors[0].extensions.code, "UNAUTHENTICATED");
  assert.match(await shown(page), /valid token/);
  await picture("bad-token");
  expected(/401/);
  await write(page, "Headers", "");
}

// What was typed stays, an untouched example gets a new moment, no token is kept.
async function loadedAgain() {
  await page.locator(".graphiql-tab", { hasText: "Refusal" }).click();
  await page.waitForTimeout(1500);
  await page.reload();
  await ready(page);
  assert.equal(await page.locator(".graphiql-tab").count(), 6);
  assert.equal((await run(page, "OrderSimple")).data.fixedNumberOrder.replayed, false);
  assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes("Bearer"));
}

// Takes complaints off the list that were asked for.
function expected(what) {
  const rest = complaints.filter((complaint) => !what.test(complaint));
  complaints.splice(0, complaints.length, ...rest);
}

try {
  await kinds[kind]();
} catch (error) {
  await picture("failed");
  console.error(complaints);
  throw error;
}
await close();
assert.deepEqual(complaints, []);
console.log(`${kind}: as it should be`);
