// A browser without a network, in which every complaint counts: errors on the console, requests that fail, refusals of the page's
// policy. What the proofs do on the page, in words.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const home = dirname(fileURLToPath(import.meta.url));
const quiet = ["gpu", "quic", "background-networking", "component-update", "sync", "default-apps", "extensions"];

// Opens a page at an address; `cdn` lets the CDN be reached, with what the npm registry has of it.
export async function open(address, { cdn = false, theme = "light", complaints = [] } = {}) {
  const args = ["--no-sandbox", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [...args, ...quiet.map((what) => `--disable-${what}`)],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (response) => response.status() >= 400 && complaints.push(`status ${response.status()}: ${response.url()}`));
  if (cdn) await page.route("https://cdn.jsdelivr.net/npm/**", fromRegistry);
  const began = performance.now();
  await page.goto(address);
  return { page, complaints, began, close: () => browser.close() };
}

// The CDN serves a package's files as they are, under `npm/NAME@VERSION/`.
async function fromRegistry(route) {
  const [, name, version, path] = /npm\/([\w-]+)@([\d.]+)\/(.*)/.exec(route.request().url());
  const of = join(home, "node_modules", name);
  const installed = JSON.parse(readFileSync(join(of, "package.json"), "utf8")).version;
  if (installed !== version) throw new Error(`${name} is ${installed} here and ${version} in the page`);
  const contentType = path.endsWith("css") ? "text/css" : "text/javascript";
  await route.fulfill({ body: readFileSync(join(of, path)), contentType, headers: { "access-control-allow-origin": "*" } });
}

// Opens a tab and presses the button; the answer as it came over the wire.
export async function run(page, tab) {
  if (tab) await page.locator(".graphiql-tab", { hasText: tab }).click();
  await page.waitForTimeout(300);
  const answered = page.waitForResponse((response) => response.url().endsWith("/graphql") && !isAboutSchema(response));
  await page.locator(".graphiql-execute-button").click();
  const answer = await (await answered).json();
  await page.waitForTimeout(500);
  return answer;
}

const isAboutSchema = (response) => (response.request().postData() ?? "").includes("__schema");

// What the pane on the right shows.
export const shown = async (page) => (await page.locator(".graphiql-response").innerText()).replaceAll("\u00a0", " ");

// The button is there before the editor is.
export const ready = async (page) => {
  await page.locator(".graphiql-execute-button").waitFor({ timeout: 20_000 });
  await page.locator(".view-line, .CodeMirror-line").first().waitFor();
};

// Puts a text where the cursor is wanted, in place of what is there.
export async function write(page, where, text) {
  await page.getByRole("button", { name: where, exact: true }).click();
  const editor = page.locator(`.graphiql-editor-tool .graphiql-editor:not(.hidden)`);
  await editor.locator(".view-lines, .CodeMirror-lines").first().click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}
