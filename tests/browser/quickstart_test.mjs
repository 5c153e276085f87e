// docs/quickstart.md is so: its commands are run as they stand there, in their
// order, in a folder that has nothing but what they name; and what it says to do
// in a browser is done in one. Only ports are other than the page's, for those
// may be taken, here and in the files that the commands use.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { BOOKABLED, ROOT, look, openPage, switchOf, until } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "bookable-quickstart-"));
const running = [];
after(async () => {
  for (const one of running) {
    const ended = one.exitCode !== null || new Promise((done) => one.once("exit", done));
    try {
      process.kill(-one.pid, "SIGTERM");
    } catch {
      continue;  // is gone
    }
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

const ports = { 5555: await freePort(), 3001: await freePort(), 3000: await freePort() };
const withPorts = (text) => Object.entries(ports).reduce((all, [from, to]) => all.replaceAll(from, String(to)), text);

// The folder: what of this repository the page uses.
for (const name of ["dev", "tools/packages", "docs/quickstart.md", "docs/examples/atoms", "docs/examples/customer-backend"]) {
  cpSync(join(ROOT, name), join(folder, name), {
    recursive: true, filter: (path) => !/\/(node_modules|dist)(\/|$)/.test(path),
  });
}
for (const name of ["docs/quickstart.md", "docs/examples/atoms/config.js", "docs/examples/atoms/vite.config.js",
  "docs/examples/customer-backend/server.mjs"]) {
  const path = join(folder, name);
  writeFileSync(path, withPorts(readFileSync(path, "utf8")));
}
const page = readFileSync(join(folder, "docs/quickstart.md"), "utf8");
const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map((found) => found[1]);

// A terminal, in the folder, in which block after block is typed.
class Terminal {
  constructor(environment = {}) {
    this.said = "";
    this.shell = spawn("bash", [], { cwd: folder, detached: true, env: { ...process.env, ...environment }, stdio: ["pipe", "pipe", "pipe"] });
    running.unshift(this.shell);
    for (const stream of [this.shell.stdout, this.shell.stderr]) stream.on("data", (data) => { this.said += data; });
  }

  type(text) {
    this.shell.stdin.write(`${text}\n`);
  }

  // What a block that ends has said; it must end well.
  async run(block, seconds = 60) {
    const from = this.said.length;
    this.type(`${block}\nprintf '\\nended with %d\\n' $?`);
    const [, status] = await until(() => /^ended with (\d+)$/m.exec(this.said.slice(from)), block, seconds)
      .catch((error) => { throw new Error(`${error.message}; said: ${this.said.slice(from)}`); });
    const said = this.said.slice(from);
    assert.equal(status, "0", `${block}\n${said}`);
    return said;
  }
}

// The next block, which must hold `word`: so that the steps here and those of
// the page cannot drift apart.
function next(word) {
  const block = blocks.shift();
  assert.ok(block?.includes(word), `the next block should have ${word}: ${block}`);
  return block;
}

const api = `http://127.0.0.1:${ports[5555]}`;
const pages = `http://localhost:${ports[3000]}`;
const slotsNow = async (query) => (await (await fetch(`${api}/v2/slots?${new URLSearchParams(query)}`,
  { headers: { "cal-api-version": "2024-09-04" } })).json()).data;

test("from ./dev run to Bob's lesson", async () => {
  // 1. What the page does not do: build, since it is built; and write into a
  // folder of this machine.
  const first = new Terminal({
    BOOKABLED, BOOKABLE_NO_INSTALL: "1", BOOKABLED_PORT: String(ports[5555]), BOOKABLED_STORE: `sqlite:${folder}/demo.db`,
  });
  first.type(next("./dev run"));
  await until(() => first.said.includes(`bookabled listens on ${api}`), "the service", 120)
    .catch((error) => { throw new Error(`${error.message}; said: ${first.said}`); });
  const shown = (label) => new RegExp(`^${label} +(.*)$`, "m").exec(first.said)[1];
  const booking = await openPage({ origins: [api] });
  await booking.goto(shown("booking page"));
  await booking.locator("table.month button.free").first().waitFor();
  assert.deepEqual(booking.problems, []);

  const second = new Terminal();
  const key = next("API_KEY=cal_...").replace("cal_...", shown("api key"));
  await second.run(key);

  // 2, 3.
  assert.match(await second.run(next("/slots?")), /"start":"/);
  const client = /^(c[a-z0-9]{20,})$/m.exec(await second.run(next("/oauth-clients")));
  assert.ok(client, "the client's id");

  // 4.
  await second.run(next("customer-backend/server.mjs"));
  const alice = await second.run(next("/signup"));
  assert.match(alice, /"username":"/);
  const eventTypeId = /"lessonId":(\d+)/.exec(alice)[1];
  assert.match(alice, /"accessToken":"/);

  // 5.
  const install = next("npm install");
  await second.run(install, 600);
  await until(async () => (await fetch(pages).catch(() => null))?.ok, "the pages", 120);
  const hers = await openPage();
  hers.setDefaultTimeout(120_000);  // Vite prepares the components now
  await hers.goto(pages);
  await hers.getByRole("button", { name: "I have an account" }).click();
  await hers.getByLabel("E-mail").fill("alice@school.example");
  await hers.getByLabel("Password").fill("correct horse");
  await hers.getByRole("button", { name: "Sign in" }).click();
  await hers.locator('.status[data-state="connected"]').waitFor();
  await hers.getByRole("link", { name: "My hours" }).click();
  await hers.getByText("Saturday").first().waitFor();
  await hers.locator("main").locator("[role=switch]:visible").first().waitFor();
  await hers.locator("main").getByRole("switch").nth(await switchOf(hers, "Saturday")).click();
  await hers.getByRole("button", { name: "Save" }).first().click();
  await hers.getByText("hours saved").waitFor();
  const query = { eventTypeId, start: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    end: new Date(Date.now() + 8 * 86_400_000).toISOString().slice(0, 10), timeZone: "Europe/Rome" };
  const dates = Object.keys(await slotsNow(query));
  assert.ok(dates.some((date) => new Date(date).getUTCDay() === 6), `a Saturday among ${dates}`);

  // 6.
  const his = await openPage();
  his.setDefaultTimeout(120_000);
  await his.goto(pages);
  await his.getByRole("link", { name: "Alice" }).click();
  await his.locator("[data-testid=day][data-disabled=false]").first().waitFor();
  await his.locator("[data-testid=incrementMonth]").first().click();
  await until(async () => (await his.locator("[data-testid=day][data-disabled=false]").count()) > 5, "days");
  await his.locator("[data-testid=day][data-disabled=false]").nth(3).click();
  await his.locator("[data-testid=time]").nth(2).click();
  await his.locator("form [name=name]").first().fill("Bob");
  await his.locator("form [name=email]").first().fill("bob@example.com");
  await his.locator("form button[type=submit]").last().click();
  await his.getByRole("heading", { name: "It is booked" }).waitFor();
  await look(his, "quickstart-booked", { axe: false });
  const listed = JSON.parse((await second.run(next("/bookings?"))).split("\n").find((line) => line.startsWith("{")));
  assert.equal(listed.data.length, 1);
  assert.equal(listed.data[0].attendees[0].email, "bob@example.com");
  const { start } = listed.data[0];
  const day = { ...query, start: start.slice(0, 10), end: start.slice(0, 10) };
  const left = Object.values(await slotsNow(day)).flat().map((slot) => Date.parse(slot.start));
  assert.ok(left.length > 5 && !left.includes(Date.parse(start)), "its time is no longer offered");
  await hers.goto(`${pages}/?page=lessons`);
  await hers.getByRole("listitem").filter({ hasText: "Bob" }).getByRole("button", { name: "Cancel" }).waitFor();
  assert.deepEqual(blocks, [], "every block was run");
});

test("what the page names is there", () => {
  const names = [...page.matchAll(/\]\(([^)#:]+)\)/g)].map((found) => found[1]);
  assert.ok(names.length > 4);
  for (const name of names) assert.ok(readdirSync(join(ROOT, "docs", name, "..")).includes(name.split("/").at(-1)), name);
});
