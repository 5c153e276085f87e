// The booking page in Chromium: what it shows is what the engine offers, all of
// it can be done by keyboard, and it is usable at 360 px.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WIDTHS, dateFromToday, look, openPage, startService, until } from "./support.mjs";

const service = await startService();
const lesson = await service.eventType("lezione-30");

async function visit(path, options = {}) {
  const page = await openPage({ origins: [service.url], ...options });
  await page.goto(service.url + path);
  return page;
}

const ready = (page) => page.locator("table.month button.free").first().waitFor();

// What the page shows: its month, the dates that are free, the chosen date's
// starts.
function shown(page) {
  return page.evaluate(() => ({
    dates: [...document.querySelectorAll("table.month button.free")].map((one) => one.dataset.date),
    date: document.querySelector("td[aria-selected=true] button")?.dataset.date,
    starts: [...document.querySelectorAll(".times [data-start]")].map((one) => one.dataset.start),
    texts: [...document.querySelectorAll(".times [data-start]")].map((one) => one.textContent),
  }));
}

// The engine's slots of the days of a month, by date.
async function offered(month, zone, id = lesson.id, more = "") {
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const before = new Date(Date.parse(`${month}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const slots = await service.slots(id, before, next.toISOString().slice(0, 10), zone, more);
  return Object.fromEntries(Object.entries(slots).filter(([date]) => date.startsWith(month)));
}

async function pick(page, date, index = 0) {
  await page.locator(`[data-date="${date}"]`).click();
  await page.locator(".times [data-start]").nth(index).click();
  await page.getByRole("heading", { name: /Your details|Move it to this time/ }).waitFor();
}

async function fill(page, name = "Bob Rossi") {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill("bob@example.test");
}

async function done(page) {
  await page.waitForURL(/\/booking\//);
  await page.locator("dl.facts").waitFor();
  return decodeURIComponent(new URL(page.url()).pathname.split("/")[2]);
}

// A day with many starts, far enough ahead that time does not run out.
async function aDay(page) {
  await page.getByRole("button", { name: "Next month" }).click();
  await until(async () => (await shown(page)).dates.length > 0, "the next month");
  const { dates } = await shown(page);
  return dates[3];
}

for (const width of WIDTHS) {
  test(`Bob books Alice's lesson, moves it and cancels it, ${width} px wide`, async () => {
    const page = await visit("/alice", { width });
    await page.getByRole("heading", { name: "Alice Conti" }).waitFor();
    await look(page, `person-${width}`);
    await page.getByRole("link", { name: "Lezione di 30 minuti" }).click();
    await ready(page);
    const day = await aDay(page);
    await page.locator(`[data-date="${day}"]`).click();
    await look(page, `month-${width}`);

    const slots = await offered(day.slice(0, 7), "Europe/Rome");
    const seen = await shown(page);
    assert.deepEqual(seen.dates, Object.keys(slots));
    assert.equal(seen.date, day);
    assert.deepEqual(seen.starts, slots[day].map((slot) => slot.start));

    const start = seen.starts[2];
    await pick(page, day, 2);
    await page.getByRole("button", { name: "Book it" }).click();
    await page.getByText("Please fill this in.").first().waitFor();
    await look(page, `form-incomplete-${width}`);
    assert.equal(await page.evaluate(() => document.activeElement.name), "name");
    await fill(page);
    await page.getByLabel("Notes").fill("Level A2");
    await look(page, `form-${width}`);
    await page.getByRole("button", { name: "Book it" }).click();
    const uid = await done(page);
    await page.getByRole("heading", { name: "It is booked" }).waitFor();
    await look(page, `booked-${width}`);
    const booking = await service.ask("GET", `/v2/bookings/${uid}`);
    assert.equal(new Date(booking.start).getTime(), new Date(start).getTime());
    assert.equal(booking.attendees[0].email, "bob@example.test");
    assert.equal(booking.description, "Level A2");
    const left = await offered(day.slice(0, 7), "Europe/Rome");
    assert.ok(!left[day].some((slot) => slot.start === start), "the start is gone");

    await page.getByRole("link", { name: "Move it" }).click();
    await ready(page);
    assert.equal(await page.locator(".former").count(), 1);
    await page.getByRole("button", { name: "Next month" }).click();
    await until(async () => (await shown(page)).dates.includes(day), "the day");
    await page.locator(`[data-date="${day}"]`).click();
    await look(page, `move-${width}`);
    await pick(page, day, 4);
    await page.getByLabel(/Why do you move it/).fill("The train is late");
    await look(page, `move-form-${width}`);
    await page.getByRole("button", { name: "Move the booking" }).click();
    await page.getByRole("heading", { name: "It is moved" }).waitFor();
    const moved = await done(page);
    assert.notEqual(moved, uid);
    await look(page, `moved-${width}`);
    assert.equal((await service.ask("GET", `/v2/bookings/${uid}`)).status, "cancelled");
    assert.ok((await offered(day.slice(0, 7), "Europe/Rome"))[day].some((slot) => slot.start === start), "the old start is free");

    await page.getByRole("button", { name: "Cancel it" }).click();
    await page.getByLabel(/Why\?/).fill("Ill");
    await look(page, `cancel-${width}`);
    await page.getByRole("button", { name: "Cancel the booking" }).click();
    await page.getByRole("heading", { name: "It is cancelled" }).waitFor();
    await look(page, `cancelled-${width}`);
    const gone = await service.ask("GET", `/v2/bookings/${moved}`);
    assert.deepEqual([gone.status, gone.cancellationReason], ["cancelled", "Ill"]);
    assert.deepEqual(page.problems, []);
  });
}

test("All of it goes by keyboard", async () => {
  const page = await visit("/alice/lezione-30");
  await ready(page);
  const focused = () => page.evaluate(() => document.activeElement.dataset.date ?? document.activeElement.textContent);
  for (let i = 0; i < 12 && !(await page.evaluate(() => document.activeElement.dataset.date)); ++i) {
    await page.keyboard.press("Tab");
  }
  const first = await focused();
  assert.match(first, /^\d{4}-\d\d-\d\d$/);
  await page.keyboard.press("PageDown");
  await until(async () => (await focused()).slice(0, 7) > first.slice(0, 7), "the next month");
  await until(async () => (await shown(page)).dates.length > 0, "its days");
  // To a Wednesday, by arrows; the week of Alice's begins on Monday.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  assert.equal(new Date(await focused()).getUTCDay(), 1);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const wednesday = await focused();
  assert.equal(new Date(wednesday).getUTCDay(), 3);
  await page.keyboard.press("Enter");
  assert.equal((await shown(page)).date, wednesday);
  assert.match(await page.locator("[role=status]").textContent(), /Wednesday.*times to choose from/);
  // One stop of the Tab key for the whole month, then the times.
  await page.keyboard.press("Tab");
  assert.equal(await focused(), (await shown(page)).texts[0]);
  await page.keyboard.press("Enter");
  await until(() => page.evaluate(() => document.activeElement.textContent === "Your details"), "the form's heading");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Keyboard Kim");
  await page.keyboard.press("Tab");
  await page.keyboard.type("kim@example.test");
  await page.keyboard.press("Enter");
  const uid = await done(page);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
  const booking = await service.ask("GET", `/v2/bookings/${uid}`);
  assert.equal(booking.attendees[0].name, "Keyboard Kim");
  assert.ok(booking.start.startsWith(wednesday));
  assert.deepEqual(page.problems, []);
});

test("Free times that come late leave the focus where the arrows went", async () => {
  const page = await visit("/alice/lezione-30");
  await ready(page);
  const focused = () => page.evaluate(() => document.activeElement.dataset.date);
  let release;
  const released = new Promise((done) => { release = done; });
  await page.route("**/v2/slots?*", async (route) => {
    await released;
    await route.continue();
  });
  await page.locator("table.month button[tabindex='0']").focus();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  const before = await focused();
  release();
  await until(async () => (await shown(page)).dates.length > 0, "the free days");
  assert.equal(await focused(), before);
});

test("Times are those of the visitor's zone, in either clock", async () => {
  for (const [zone, locale, clock] of [["Asia/Tokyo", "ja-JP", 24], ["America/New_York", "en-US", 12],
    ["Pacific/Auckland", "en-NZ", 12], ["Asia/Kolkata", "en-GB", 24]]) {
    const page = await visit("/alice/lezione-30", { zone, locale });
    await ready(page);
    const day = await aDay(page);
    await page.locator(`[data-date="${day}"]`).click();
    const slots = await offered(day.slice(0, 7), zone);
    const seen = await shown(page);
    assert.deepEqual(seen.dates, Object.keys(slots), zone);
    assert.deepEqual(seen.starts, slots[day].map((slot) => slot.start), zone);
    // Chromium has older names for some.
    const name = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    assert.equal(await page.getByLabel("Time zone").inputValue(), name);
    const in24 = slots[day].map((slot) => slot.start.slice(11, 16));
    await page.getByLabel("24 h").check();
    assert.deepEqual((await shown(page)).texts, in24, zone);
    await page.getByLabel("12 h").check();
    assert.match((await shown(page)).texts[0], /^\d?\d:\d\d\s?[ap]\.?m\.?$/i, zone);
    assert.ok([12, 24].includes(clock));
    assert.deepEqual(page.problems, []);
  }
  // Another zone is a choice away, and the clock is remembered.
  const page = await visit("/alice/lezione-30");
  await ready(page);
  const day = await aDay(page);
  await page.getByLabel("Time zone").selectOption("Pacific/Honolulu");
  const slots = await offered(day.slice(0, 7), "Pacific/Honolulu");
  await until(async () => JSON.stringify((await shown(page)).dates) === JSON.stringify(Object.keys(slots)), "Honolulu's dates");
  await page.getByLabel("12 h").check();
  await page.reload();
  await ready(page);
  assert.ok(await page.getByLabel("12 h").isChecked());
});

test("The week begins as the host's does", async () => {
  const heads = async () => {
    const page = await visit("/alice/lezione-30");
    await ready(page);
    return page.locator("table.month th .unseen").first().textContent();
  };
  assert.equal(await heads(), "Monday");
  await service.asAlice("PATCH", "/v2/me", { weekStart: "Sunday" });
  assert.equal(await heads(), "Sunday");
  await service.asAlice("PATCH", "/v2/me", { weekStart: "Monday" });
});

test("Who comes too late is told, and nothing typed is lost", async () => {
  const page = await visit("/alice/lezione-30");
  await ready(page);
  const day = await aDay(page);
  await page.locator(`[data-date="${day}"]`).click();
  const start = (await shown(page)).starts[6];
  await pick(page, day, 6);
  await fill(page, "Late Lou");
  await service.book(lesson.id, start, "Quick Quinn");
  await page.getByRole("button", { name: "Book it" }).click();
  await page.getByText("no longer free").waitFor();
  await look(page, "too-late-1280");
  await until(async () => !(await shown(page)).starts.includes(start), "the fresh list");
  await page.locator(".times [data-start]").nth(6).click();
  assert.equal(await page.getByLabel("Your name").inputValue(), "Late Lou");
  await page.getByRole("button", { name: "Book it" }).click();
  await done(page);
  assert.deepEqual(page.problems, []);
});

test("Pressed twice, it is booked once", async () => {
  const page = await visit("/alice/lezione-30");
  await ready(page);
  const day = await aDay(page);
  await page.locator(`[data-date="${day}"]`).click();
  const start = (await shown(page)).starts[8];
  await pick(page, day, 8);
  await fill(page, "Twice Tess");
  await page.evaluate(() => {
    const form = document.querySelector("form");
    form.requestSubmit();
    form.requestSubmit();
  });
  await done(page);
  const [[count]] = service.sql("SELECT count(*) FROM attendee WHERE name = 'Twice Tess'");
  assert.equal(count, 1);
  assert.ok(start);
});

test("An open form hides its time from others, and leaving it gives it back", async () => {
  const page = await visit("/alice/lezione-30");
  await ready(page);
  const day = await aDay(page);
  await page.locator(`[data-date="${day}"]`).click();
  const start = (await shown(page)).starts[5];
  const isOffered = async () => (await offered(day.slice(0, 7), "Europe/Rome"))[day].some((slot) => slot.start === start);
  await pick(page, day, 5);
  await until(async () => !(await isOffered()), "the hold");
  await page.getByRole("button", { name: "Back" }).click();
  await ready(page);
  assert.ok(await isOffered());
});

const EVIL = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

test("Every kind of field is asked for, checked, and sent", async () => {
  const options = ["One", "Two", "Three"];
  const custom = (type, more = {}) => ({ type, slug: `my-${type}`, label: `My ${type}`, required: true, ...more });
  const event = await service.asAlice("POST", "/v2/event-types", {
    title: `Fields ${EVIL}`, slug: "fields", lengthInMinutes: 60, lengthInMinutesOptions: [30, 60, 90],
    description: EVIL, minimumBookingNotice: 0,
    locations: [{ type: "address", address: "Via Roma 1" }, { type: "attendeePhone" }, { type: "attendeeDefined" }],
    bookingFields: [
      custom("text"), custom("textarea"), custom("number"), custom("url"), custom("phone"), custom("address"),
      custom("select", { options }), custom("multiselect", { options }), custom("checkbox", { options }),
      custom("radio", { options }), custom("multiemail"), custom("boolean"),
      { ...custom("text", { required: false }), slug: "evil", label: EVIL, placeholder: EVIL },
    ],
  });
  const page = await visit(`/alice/fields?duration=90&name=Prefilled+Pia&my-text=given&my-select=Two`, { width: 360 });
  await ready(page);
  assert.ok(await page.getByLabel("1 h 30 min").isChecked());
  const day = await aDay(page);
  const slots = await offered(day.slice(0, 7), "Europe/Rome", event.id, "&duration=90");
  await page.locator(`[data-date="${day}"]`).click();
  assert.deepEqual((await shown(page)).starts, slots[day].map((slot) => slot.start));
  await page.locator(".times [data-start]").first().click();
  await page.getByRole("heading", { name: "Your details" }).waitFor();
  assert.equal(await page.getByLabel("Your name").inputValue(), "Prefilled Pia");
  assert.equal(await page.getByLabel("My text", { exact: true }).inputValue(), "given");
  assert.equal(await page.getByLabel("My select").inputValue(), "Two");
  await page.getByLabel("E-mail").fill("no address");
  await page.getByLabel("My phone").fill("123");
  await page.getByLabel("My url").fill("nowhere");
  await page.getByRole("button", { name: "Book it" }).click();
  await page.getByText("This is no e-mail address.").waitFor();
  await page.getByText("This is no web address", { exact: false }).waitFor();
  await page.getByText("This is no phone number", { exact: false }).waitFor();
  await look(page, "fields-360");
  await page.getByLabel("E-mail").fill("pia@example.test");
  await page.getByLabel("My textarea").fill("line\nline");
  await page.getByLabel("My number").fill("12.5");
  await page.getByLabel("My url").fill("https://example.test/");
  await page.getByLabel("My phone").fill("+39 06 1234567");
  await page.getByLabel("My address").fill("Via Appia 2");
  const group = (name) => page.getByRole("group", { name });
  await group("My multiselect").getByLabel("One").check();
  await group("My multiselect").getByLabel("Three").check();
  await group("My checkbox").getByLabel("Two").check();
  await group("My radio").getByLabel("Three").check();
  await page.getByLabel("My multiemail").fill("a@example.test\nb@example.test");
  await page.getByLabel("My boolean").check();
  await group("Where").getByLabel("By phone, on your number").check();
  await page.getByLabel("Your phone number").fill("+39 333 1234567");
  await page.getByLabel("More guests").fill("guest@example.test");
  await page.getByRole("button", { name: "Book it" }).click();
  const uid = await done(page);
  await look(page, "fields-booked-360");
  const booking = await service.ask("GET", `/v2/bookings/${uid}`);
  const answers = booking.bookingFieldsResponses;
  assert.equal(booking.duration, 90);
  assert.equal(booking.location, "+39 333 1234567");
  assert.deepEqual(booking.guests, ["guest@example.test"]);
  assert.deepEqual(answers["my-multiselect"], ["One", "Three"]);
  assert.deepEqual(answers["my-checkbox"], ["Two"]);
  assert.deepEqual([answers["my-radio"], answers["my-select"], answers["my-boolean"]], ["Three", "Two", true]);
  assert.equal(answers["my-textarea"], "line\nline");
  assert.equal(Number(answers["my-number"]), 12.5);
  assert.notEqual(await page.title(), "owned");
  assert.equal(await page.locator("img").count(), 0);
  assert.deepEqual(page.problems, []);
});

test("An event type's own address is where one ends, with what was booked", async () => {
  await service.asAlice("POST", "/v2/event-types", {
    title: "Redirects", slug: "redirects", lengthInMinutes: 30, successRedirectUrl: `${service.url}/docs?from=school`,
  });
  const page = await visit("/alice/redirects?campaign=autumn");
  await ready(page);
  await pick(page, await aDay(page), 1);
  await fill(page);
  await page.getByRole("button", { name: "Book it" }).click();
  await page.waitForURL(/\/docs/);
  const { searchParams } = new URL(page.url());
  assert.equal(searchParams.get("from"), "school");
  assert.equal(searchParams.get("campaign"), "autumn");
  const booking = await service.ask("GET", `/v2/bookings/${searchParams.get("uid")}`);
  assert.equal(booking.start, searchParams.get("startTime"));
});

test("Seats, series and requests say what they are", async () => {
  const make = (slug, more) => service.asAlice("POST", "/v2/event-types", {
    title: slug, slug, lengthInMinutes: 30, minimumBookingNotice: 0, ...more });
  await make("seats", { seats: { seatsPerTimeSlot: 3, showAttendeeInfo: false, showAvailabilityCount: true } });
  await make("series", { recurrence: { interval: 1, occurrences: 3, frequency: "weekly" } });
  await make("request", { confirmationPolicy: { type: "always", blockUnconfirmedBookingsInBooker: true } });

  const seats = await visit("/alice/seats");
  await ready(seats);
  const day = await aDay(seats);
  await seats.locator(`[data-date="${day}"]`).click();
  assert.match((await shown(seats)).texts[0], /3 of 3 places left/);
  await look(seats, "seats-1280");
  await pick(seats, day, 0);
  await fill(seats, "Seat Sue");
  await seats.getByRole("button", { name: "Book it" }).click();
  await done(seats);
  const again = await visit(`/alice/seats?date=${day}`);
  await ready(again);
  await until(async () => /2 of 3 places left/.test((await shown(again)).texts[0]), "the seat that is taken");
  // One seat moves, one seat is cancelled.
  await seats.getByRole("link", { name: "Move it" }).click();
  await ready(seats);
  await seats.getByRole("button", { name: "Next month" }).click();
  await until(async () => (await shown(seats)).dates.includes(day), "the day");
  await pick(seats, day, 3);
  await seats.getByRole("button", { name: "Move the booking" }).click();
  await seats.getByRole("heading", { name: "It is moved" }).waitFor();
  await seats.getByRole("button", { name: "Cancel it" }).click();
  await seats.getByRole("button", { name: "Cancel the booking" }).click();
  await seats.getByRole("heading", { name: "It is cancelled" }).waitFor();

  const series = await visit("/alice/series");
  await ready(series);
  await series.getByText("Every week, 3 times in all").waitFor();
  await pick(series, await aDay(series), 2);
  await fill(series, "Serial Sam");
  await series.getByRole("button", { name: "Book it" }).click();
  const uid = await done(series);
  await look(series, "series-1280");
  assert.equal((await service.ask("GET", `/v2/bookings/${uid}`)).length, 3);
  await series.getByRole("button", { name: "Cancel them" }).click();
  await series.getByRole("button", { name: "Cancel all that are left" }).click();
  await series.getByRole("heading", { name: "It is cancelled" }).waitFor();
  const statuses = (await service.ask("GET", `/v2/bookings/${uid}`)).map((one) => one.status);
  assert.deepEqual(statuses, ["cancelled", "cancelled", "cancelled"]);

  const request = await visit("/alice/request", { width: 360 });
  await ready(request);
  await pick(request, await aDay(request), 3);
  await fill(request, "Asking Ann");
  await request.getByRole("button", { name: "Book it" }).click();
  await request.getByRole("heading", { name: "Your request was sent" }).waitFor();
  await request.getByText("Waiting for the host to confirm").waitFor();
  await look(request, "request-360");
  for (const page of [seats, again, series, request]) assert.deepEqual(page.problems, []);
});

for (const width of WIDTHS) {
  test(`A team's page: both hosts are booked, then moved, ${width} px wide`, async () => {
    const organization = `/v2/organizations/${service.demo.organization}`;
    const bruno = await service.ask("POST", `/v2/oauth-clients/${service.demo.clientId}/users`, {
      headers: { "x-cal-client-id": service.demo.clientId, "x-cal-secret-key": service.demo.clientSecret },
      body: { name: "Bruno Neri", email: `bruno${width}@lingua.example`, timeZone: "Europe/Rome" } });
    const hours = await service.ask("GET", "/v2/schedules/default", { version: "2024-06-11", headers: { Authorization: `Bearer ${bruno.accessToken}` } });
    await service.ask("PATCH", `/v2/schedules/${hours.id}`, { version: "2024-06-11", headers: { Authorization: `Bearer ${bruno.accessToken}` },
      body: { availability: [{ days: ["Tuesday"], startTime: "11:00", endTime: "15:00" }] } });
    const team = await service.asOwner("POST", `${organization}/teams`, { name: `Italiano ${width}` });
    const alice = (await service.asAlice("GET", "/v2/me")).id;
    for (const userId of [alice, bruno.user.id]) {
      await service.asOwner("POST", `${organization}/teams/${team.id}/memberships`, { userId, accepted: true });
    }
    const event = await service.asOwner("POST", `${organization}/teams/${team.id}/event-types`, {
      title: "Lezione a tre", slug: "together", lengthInMinutes: 60, schedulingType: "collective", minimumBookingNotice: 0,
      hosts: [{ userId: alice }, { userId: bruno.user.id }] }, "2024-06-14");

    const page = await visit(`/team/${team.id}`, { width });
    await page.getByRole("heading", { name: `Italiano ${width}` }).waitFor();
    await look(page, `team-${width}`);
    await page.getByRole("link", { name: "Lezione a tre" }).click();
    await ready(page);
    const day = await aDay(page);
    assert.equal(new Date(day).getUTCDay(), 2, "a Tuesday, when both are there");
    const slots = await offered(day.slice(0, 7), "Europe/Rome", event.id);
    await page.locator(`[data-date="${day}"]`).click();
    await look(page, `team-month-${width}`);
    const seen = await shown(page);
    assert.deepEqual(seen.dates, Object.keys(slots));
    assert.deepEqual(seen.starts, slots[day].map((slot) => slot.start));
    await pick(page, day, 1);
    await fill(page, "Team Tom");
    await page.getByRole("button", { name: "Book it" }).click();
    const uid = await done(page);
    await look(page, `team-booked-${width}`);
    const booking = await service.ask("GET", `/v2/bookings/${uid}`);
    assert.equal(new Date(booking.start).getTime(), new Date(seen.starts[1]).getTime());
    const fact = (name) => page.locator(`dl.facts dt:text-is("${name}") + dd`).textContent();
    assert.equal(await fact("With"), "Alice Conti, Bruno Neri");
    assert.equal(await fact("For"), "Team Tom (bob@example.test)");
    for (const id of [lesson.id, event.id]) {
      const left = (await offered(day.slice(0, 7), "Europe/Rome", id))[day] ?? [];
      assert.ok(!left.some((slot) => Date.parse(slot.start) === Date.parse(booking.start)), "both are busy");
    }
    await page.getByRole("link", { name: "Move it" }).click();
    await ready(page);
    await page.getByRole("button", { name: "Next month" }).click();
    await until(async () => (await shown(page)).dates.includes(day), "the day");
    await pick(page, day, 0);
    await page.getByRole("button", { name: "Move the booking" }).click();
    await page.getByRole("heading", { name: "It is moved" }).waitFor();
    assert.deepEqual(page.problems, []);
  });
}

test("Both forms of links reschedule and cancel", async () => {
  const slots = await service.slots(lesson.id, dateFromToday(40), dateFromToday(47));
  const [first, second] = Object.values(slots);
  const booking = await service.book(lesson.id, first[0].start, "Linked Lee");
  const moving = "Move: Lezione di 30 minuti";
  for (const path of [
    `/alice/lezione-30?rescheduleUid=${booking.uid}`,
    `/alice?rescheduleUid=${booking.uid}&eventTypeSlug=lezione-30`,
    `/booking?rescheduleUid=${booking.uid}&eventTypeSlug=lezione-30`,
    `/booking/${booking.uid}?slug=lezione-30&username=alice&reschedule=true`,
  ]) {
    const page = await visit(path);
    await page.getByRole("heading", { name: moving }).waitFor();
    assert.deepEqual(page.problems, []);
  }
  const changes = await visit(`/booking/${booking.uid}?slug=lezione-30&username=alice&changes=true`);
  await changes.getByRole("link", { name: "Move it" }).waitFor();
  const cancel = await visit(`/booking/${booking.uid}?slug=lezione-30&username=alice&cancel=true&allRemainingBookings=false`);
  await cancel.getByRole("button", { name: "Cancel the booking" }).click();
  await cancel.getByRole("heading", { name: "It is cancelled" }).waitFor();
  assert.ok(second);
  // What is cancelled cannot be moved any more; the page says what it is.
  const late = await visit(`/booking/${booking.uid}?reschedule=true`);
  await late.getByText("Cancelled", { exact: true }).waitFor();
});

test("What is not there, and what fails, is said", async () => {
  const nobody = await visit("/nobody/lesson", { width: 360 });
  await nobody.getByRole("heading", { name: "Nothing to book here" }).waitFor();
  assert.equal(await nobody.getByRole("link", { name: "What else can be booked" }).count(), 0);
  await look(nobody, "nobody-360");
  const nothing = await visit("/alice/nothing");
  await nothing.getByRole("link", { name: "What else can be booked" }).waitFor();
  const noBooking = await visit("/booking/nothing");
  await noBooking.getByRole("heading", { name: "There is no such booking" }).waitFor();
  await look(noBooking, "no-booking-1280");

  const schedule = await service.asAlice("POST", "/v2/schedules", {
    name: "Never", timeZone: "Europe/Rome", isDefault: false, availability: [] }, "2024-06-11");
  await service.asAlice("POST", "/v2/event-types", { title: "Never", slug: "never", lengthInMinutes: 30, scheduleId: schedule.id });
  const never = await visit("/alice/never", { width: 360 });
  await never.getByText("Nothing is free in").waitFor();
  await look(never, "never-360");

  const page = await visit("/alice/lezione-30");
  await ready(page);
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Next month" }).click();
  await page.getByText("The service does not answer").waitFor();
  await look(page, "offline-1280", { axe: true });
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await ready(page);
  for (const one of [nobody, nothing, noBooking, never]) assert.deepEqual(one.problems, []);
});

test("In the dark, too, all can be read", async () => {
  const page = await visit("/alice/lezione-30", { colorScheme: "dark" });
  await ready(page);
  const day = await aDay(page);
  await page.locator(`[data-date="${day}"]`).click();
  await look(page, "month-dark-1280");
  await pick(page, day, 1);
  await look(page, "form-dark-1280");
});
