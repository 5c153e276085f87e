// What the tests in a browser share: a bookabled of their own, the school of
// docs/examples, Chromium, the check of accessibility, screenshots.
//
// Page, API and backend have different origins, and nothing is intercepted: a
// fault of CORS would be hidden by that. Other hosts are cut off by the
// browser's resolver.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, resolve } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const FOLDER = process.env.BROWSER_FOLDER ?? join(ROOT, "build/browser");
export const BOOKABLED = process.env.BOOKABLED ?? join(ROOT, "build/release/bindings/http/bookabled");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const require = createRequire(join(FOLDER, "/"));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const WIDTHS = [360, 1280];

// What was started ends with the file, not with the test that happened to start
// it, last first.
const endings = [];
const atTheEnd = (work) => endings.unshift(work);
after(async () => {
  for (const work of endings) await work();
});

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// Waits until `check` gives something other than nothing.
export async function until(check, what, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== null && found !== false && found !== "") return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await sleep(50);
  }
}

async function stop(process) {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = new Promise((done) => process.once("exit", done));
  process.kill("SIGTERM");
  await Promise.race([ended, sleep(10_000)]);
  if (process.exitCode === null) process.kill("SIGKILL");
}

// bookabled on a store of its own, with the demo in it.
export async function startService(...flags) {
  const folder = mkdtempSync(join(tmpdir(), "bookable-browser-"));
  const store = `sqlite:${folder}/test.db`;
  const demo = execFileSync(BOOKABLED, ["demo", "--store", store], { encoding: "utf8" });
  const shown = (label) => new RegExp(`^${label} +(.*)$`, "m").exec(demo)[1];
  const portFile = join(folder, "port");
  const service = spawn(BOOKABLED, ["serve", "--store", store, "--port", "0", "--port-file", portFile,
    "--log-level", "warning", "--rate-limit-ip", "100000", "--rate-limit-token", "100000",
    "--rate-limit-client", "100000", "--rate-limit-api-key", "100000", ...flags],
  { stdio: ["ignore", "ignore", "inherit"] });
  const port = await until(() => {
    if (service.exitCode !== null) throw new Error("bookabled did not start");
    return existsSync(portFile) && Number(readFileSync(portFile, "utf8"));
  }, "bookabled");
  atTheEnd(async () => {
    await stop(service);
    rmSync(folder, { recursive: true });
  });
  return new Service(`http://127.0.0.1:${port}`, join(folder, "test.db"), {
    organization: Number.parseInt(shown("organisation"), 10), apiKey: shown("api key"), password: shown("password"), clientId: shown("client id"),
    clientSecret: shown("client secret"), aliceToken: shown("access token"),
  }, service);
}

class Service {
  constructor(url, database, demo, process) {
    Object.assign(this, { url, database, demo, process });
  }

  stop() {
    return stop(this.process);
  }

  // Status and body of a request, by anybody.
  async send(method, path, { version = "2024-08-13", headers = {}, body } = {}) {
    const answer = await fetch(this.url + path, {
      method,
      headers: { "cal-api-version": version, ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  }

  // The data of a request that must succeed.
  async ask(method, path, options = {}) {
    const { status, body } = await this.send(method, path, options);
    assert.equal(body.status, "success", `${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body.data;
  }

  asAlice(method, path, body, version = "2024-06-14") {
    return this.ask(method, path, { version, body, headers: { Authorization: `Bearer ${this.demo.aliceToken}` } });
  }

  asOwner(method, path, body, version = "2024-08-13") {
    return this.ask(method, path, { version, body, headers: { Authorization: `Bearer ${this.demo.apiKey}` } });
  }

  async eventType(slug, username = "alice") {
    const found = await this.ask("GET", `/v2/event-types?username=${username}&eventSlug=${slug}`, { version: "2024-06-14" });
    return found[0];
  }

  slots(eventTypeId, start, end, timeZone = "UTC", more = "") {
    return this.ask("GET", `/v2/slots?eventTypeId=${eventTypeId}&start=${start}&end=${end}&timeZone=${timeZone}${more}`);
  }

  book(eventTypeId, start, name = "Somebody", more = {}) {
    return this.ask("POST", "/v2/bookings", {
      body: {
        eventTypeId, start,
        attendee: { name, email: `${name.toLowerCase().replaceAll(" ", ".")}@example.test`, timeZone: "Europe/Rome" },
        ...more,
      },
    });
  }

  // For what no route does: time that has passed, mostly.
  sql(text) {
    const script = "import sqlite3,sys,json\nc=sqlite3.connect(sys.argv[1],timeout=30)\n"
      + "r=c.execute(sys.argv[2]).fetchall()\nc.commit()\nprint(json.dumps(r))";
    return JSON.parse(execFileSync("python3", ["-c", script, this.database, text], { encoding: "utf8" }));
  }
}

// The pages of the school, as built for a version of the components.
export async function startPages(version, config) {
  const dist = join(FOLDER, "dist", version);
  const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://here");
    if (pathname === "/config.json") {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(config()));
      return;
    }
    if (pathname === "/landed") {
      response.setHeader("Content-Type", "text/html");
      response.end("<!doctype html><title>Landed</title><h1>Landed</h1>");
      return;
    }
    const path = join(dist, normalize(pathname === "/" ? "/index.html" : pathname));
    if (!path.startsWith(dist) || !existsSync(path) || !statSync(path).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
    createReadStream(path).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  atTheEnd(() => new Promise((done) => { server.closeAllConnections(); server.close(done); }));
  return `http://localhost:${server.address().port}`;
}

export async function startBackend({ apiUrl, clientId, clientSecret, pagesOrigin }) {
  const backend = spawn(process.execPath, [join(ROOT, "docs/examples/customer-backend/server.mjs")], {
    env: {
      ...process.env, API_URL: apiUrl, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, PORT: "0",
      PAGES_ORIGIN: pagesOrigin, USERS_FILE: "",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  atTheEnd(() => stop(backend));
  let said = "";
  backend.stdout.on("data", (data) => { said += data; });
  return until(() => /on (http:\S+?),/.exec(said)?.[1], "the customer's backend");
}

// --- the browser -------------------------------------------------------------

let browser;
export async function openBrowser() {
  if (!browser) atTheEnd(async () => (await browser).close());
  browser ??= chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-dev-shm-usage",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"],
  });
  return browser;
}

// A window; `problems` collects what no page may have: errors, violations of its
// policy, requests to hosts other than `origins`.
export async function openPage({ width = 1280, zone = "Europe/Rome", locale = "en-GB", origins = [], colorScheme = "light" } = {}) {
  const context = await (await openBrowser()).newContext({
    viewport: { width, height: width < 600 ? 740 : 900 }, timezoneId: zone, locale, colorScheme,
    hasTouch: width < 600,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.problems = [];
  page.requests = [];
  page.on("pageerror", (error) => page.problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Refused to/.test(message.text())) {
      page.problems.push(message.text());
    }
  });
  // What the browser itself refuses, for want of a header of CORS above all.
  page.on("requestfailed", (request) => {
    const { errorText } = request.failure();
    if (origins.includes(new URL(request.url()).origin) && errorText !== "net::ERR_ABORTED") {
      page.problems.push(`${request.method()} ${request.url()}: ${errorText}`);
    }
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    page.requests.push(`${request.method()} ${url.pathname}`);
    if (origins.length > 0 && url.protocol.startsWith("http") && !origins.includes(url.origin)) {
      page.problems.push(`asked ${url.href}`);
    }
  });
  return page;
}

// Keeps a picture, and holds the page against WCAG 2 A and AA.
export async function look(page, name, { axe = true } = {}) {
  mkdirSync(join(FOLDER, "screenshots"), { recursive: true });
  await page.screenshot({ path: join(FOLDER, "screenshots", `${name}.png`), fullPage: true, animations: "disabled" });
  const { scroll, inner } = await page.evaluate(() =>
    ({ scroll: document.documentElement.scrollWidth, inner: window.innerWidth }));
  assert.ok(scroll <= inner, `${name}: the page is ${scroll} wide, the window ${inner}`);
  if (!axe) return;
  // Evaluated by the debugger, which the page's policy does not concern.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
  }));
  assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`), [],
    `accessibility of ${name}`);
}

// Which of the switches of AvailabilitySettings is a day's; others are there
// besides.
export async function switchOf(page, day) {
  const index = await page.evaluate((name) => {
    const all = [...document.querySelectorAll("main [role=switch]")];
    return all.findIndex((one) => {
      for (let box = one, i = 0; box && i < 4; box = box.parentElement, ++i) {
        if (box.textContent.includes(name) && (box.textContent.match(/day/g) ?? []).length === 1) return true;
      }
      return false;
    });
  }, day);
  assert.ok(index >= 0, `the switch of ${day}`);
  return index;
}

// "2026-11-24", days from today in UTC.
export function dateFromToday(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
