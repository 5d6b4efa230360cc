// The review page in a real browser: walks the queue by keyboard, corrects a date, a choice and an item, and reads the page again.
//
//     node review.mjs ADDRESS PROGRAM FOLDER        (review.sh starts the server and gives them)
import { chromium } from "playwright-core";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";

const [address, pictures] = process.argv.slice(2);
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = BROWSERS.find((path) => path && existsSync(path));
if (!executablePath) {
  console.log("skipped: no Chromium is installed");
  process.exit(0);
}
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function open(options = {}) {
  const context = await browser.newContext({ locale: "ja-JP", viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith("http://127.0.0.1:")) page.faults.push(`asked ${request.url()}`);
  });
  await page.goto(address);
  assert.ok(!page.url().includes("token"), "the token leaves the address");
  return page;
}

const field = (page, name) => page.locator(`.field[data-name="${name}"]`);
const chosen = (page) => page.locator(".field.chosen").getAttribute("data-name");

async function settled(page, name) {
  await page.waitForFunction((name) => document.querySelector(`.field[data-name="${name}"]`).classList.contains("settled"), name);
}

// --- The queue, by keyboard ---
const page = await open();
assert.equal(await page.locator("html").getAttribute("lang"), "ja");
await page.screenshot({ path: `${pictures}/queue-ja-light.png` });
await page.keyboard.press("j");
await page.keyboard.press("Enter");
await page.waitForURL(/document/);
await page.locator("#who").fill("山田");
await page.locator("#who").press("Tab");

// --- Walking: each press is another doubt ---
const walked = new Set();
for (let step = 0; step < 3; step += 1) {
  await page.locator("h1").click();
  await page.keyboard.press("j");
  walked.add(await chosen(page));
}
assert.ok(walked.size >= 1);

// --- A date: what is no date is refused, what is one is kept ---
const date = "/data/updated_on";
await field(page, date).click();
await page.keyboard.press("e");
await page.locator(".editor input").first().fill("2024-02-30");
await page.keyboard.press("Enter");
await page.locator(".editor .bad").waitFor();
await page.locator(".editor input").first().fill("2024-02-29");
await page.keyboard.press("Enter");
await settled(page, date);

// --- A choice by its check boxes ---
const choice = "/data/information_system/ownership";
await field(page, choice).click();
await page.keyboard.press("e");
const boxes = page.locator(".editor input[type=checkbox]");
for (let at = 0; at < await boxes.count(); at += 1) await boxes.nth(at).setChecked(await boxes.nth(at).getAttribute("value") === "leased");
await page.locator(".editor button:not([type=button])").click();
await settled(page, choice);

// --- An item by its four buttons ---
const item = await page.locator(".field[data-kind=one]").nth(2).getAttribute("data-name");
await field(page, item).click();
await page.keyboard.press("e");
assert.equal(await page.locator(".editor fieldset button").count(), 4);
await page.locator(".editor fieldset button").nth(3).click();
await settled(page, item);

// --- Accepting, and taking it back ---
const phone = "/data/organization/phone";
await field(page, phone).click();
await page.keyboard.press("a");
await settled(page, phone);
await page.locator("h1").click();
await page.keyboard.press("u");
await page.waitForFunction((name) => !document.querySelector(`.field[data-name="${name}"]`).classList.contains("settled"), phone);

// --- The page read again says the same ---
await page.reload();
assert.match(await field(page, date).locator(".value").textContent(), /2024-02-29/);
assert.equal(await field(page, choice).getAttribute("data-value"), '["leased"]');
assert.equal(await field(page, item).getAttribute("data-value"), '"conflict"');
assert.match(await field(page, date).locator(".said").textContent(), /山田/);
const where = page.url().split("#")[0];

// --- What a screen reader is told: a chosen value by its title and value, everything that takes the focus by a name ---
const devtools = await page.context().newCDPSession(page);
async function told() {
  const { nodes } = await devtools.send("Accessibility.getFullAXTree");
  const text = (own) => own?.value ?? "";
  const focusable = (node) => node.properties?.some(({ name, value }) => name === "focusable" && value.value);
  return nodes.filter((node) => !node.ignored).map((node) => ({
    role: text(node.role), name: text(node.name), description: text(node.description), focusable: focusable(node),
    focused: node.properties?.some(({ name, value }) => name === "focused" && value.value),
  }));
}
await field(page, date).click();
const read = await told();
const spoken = read.find((node) => node.role === "article" && node.focused);
assert.match(spoken.name, /最終更新日/);
assert.match(spoken.description, /2024-02-29/);
assert.deepEqual(read.filter((node) => node.focusable && node.role !== "RootWebArea" && !node.name), []);
assert.ok(["main", "toolbar", "status"].every((role) => read.some((node) => node.role === role)));
assert.ok(read.some((node) => node.role === "button" && node.name.trim() === "正しい"), JSON.stringify(read.filter((node) => node.role === "button")));
await field(page, choice).click();
await page.keyboard.press("e");
assert.ok((await told()).some((node) => node.role === "group" && /保有/.test(node.name)));
await page.keyboard.press("Escape");

// --- Choosing a place shows the field that took it ---
const place = page.locator(".source [data-leaves]").first();
await place.click();
assert.ok(await chosen(page));

// --- Nothing sticks out of the window ---
for (const width of [1280, 820]) {
  await page.setViewportSize({ width, height: 800 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`);
}
await page.setViewportSize({ width: 1280, height: 800 });
await page.screenshot({ path: `${pictures}/document-ja-light.png` });
assert.deepEqual(page.faults, ["Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"]);

// --- Two browsers at once lose nothing ---
const [one, two] = [await open(), await open()];
await Promise.all([one.goto(where), two.goto(where)]);
for (const [own, who] of [[one, "one"], [two, "two"]]) {
  await own.locator("#who").fill(who);
  await own.locator("#who").press("Tab");
}
const names = await one.locator(".field").evaluateAll((fields) => fields.map((own) => own.dataset.name));
const [left, right] = [names.slice(40, 46), names.slice(60, 66)];
const accept = async (own, list) => {
  for (const name of list) {
    await field(own, name).click();
    await own.keyboard.press("a");
    await settled(own, name);
  }
};
await Promise.all([accept(one, left), accept(two, right)]);
await page.reload();
for (const name of [...left, ...right]) assert.ok((await field(page, name).getAttribute("class")).includes("settled"), name);

// --- Light and dark, Japanese and English; the first paint ---
for (const locale of ["ja-JP", "en-GB"]) {
  for (const colorScheme of ["light", "dark"]) {
    const own = await open({ locale, colorScheme });
    const name = `${locale.slice(0, 2)}-${colorScheme}`;
    await own.screenshot({ path: `${pictures}/queue-${name}.png` });
    await own.goto(where);
    await own.waitForTimeout(700);
    await own.screenshot({ path: `${pictures}/document-${name}.png` });
    const paint = await own.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    console.log(`${name}: first paint after ${Math.round(paint)} ms`);
    assert.equal(await own.locator("html").getAttribute("lang"), locale.slice(0, 2));
    await own.context().close();
  }
}
await browser.close();
console.log("ok");
