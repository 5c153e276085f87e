// The settings page in Chromium, as an operator uses it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WIDTHS, dateFromToday, look, openPage, startService, until } from "./support.mjs";

const service = await startService();
const lesson = await service.eventType("lezione-30");

async function signIn(width = 1280) {
  const page = await openPage({ width, origins: [service.url] });
  await page.goto(`${service.url}/settings`);
  await page.getByLabel("E-mail").fill("owner@lingua.example");
  await page.getByLabel("Password").fill(service.demo.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Clients" }).waitFor();
  return page;
}

async function goTo(page, name) {
  await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { name, level: 2, exact: true }).waitFor();
}

for (const width of WIDTHS) {
  test(`Every part can be read and used, ${width} px wide`, async () => {
    const starts = Object.values(await service.slots(lesson.id, dateFromToday(10 + width / 100), dateFromToday(25 + width / 100))).flat();
    const booking = await service.book(lesson.id, starts[3].start, "Bob Rossi");
    const page = await openPage({ width, origins: [service.url] });
    await page.goto(`${service.url}/settings`);
    await page.getByLabel("E-mail").waitFor();
    await look(page, `sign-in-${width}`);
    await page.getByLabel("E-mail").fill("owner@lingua.example");
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await until(() => page.locator(".told").textContent(), "why not");
    await page.getByLabel("Password").fill(service.demo.password);
    await page.getByRole("button", { name: "Sign in" }).click();

    await page.getByRole("heading", { name: "Clients" }).waitFor();
    await page.getByText(service.demo.clientId).first().click();
    await look(page, `settings-clients-${width}`);
    await page.getByRole("link", { name: "Its users" }).first().click();
    await page.getByText("Alice Conti").click();
    await look(page, `settings-users-${width}`);
    await page.getByRole("link", { name: "Event types" }).last().click();
    await page.getByRole("link", { name: "Lezione di 30 minuti" }).waitFor();
    await look(page, `settings-types-${width}`);
    await goTo(page, "Hours");
    await page.getByLabel("From").first().waitFor();
    await look(page, `settings-hours-${width}`);
    await goTo(page, "Bookings");
    await page.getByRole("link", { name: booking.title }).first().waitFor();
    await look(page, `settings-bookings-${width}`);
    await goTo(page, "Why is this time missing?");
    await page.getByLabel("What").waitFor();
    await page.getByLabel("What").selectOption(String(lesson.id));
    await page.getByLabel("Date").fill(booking.start.slice(0, 10));
    const rome = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Rome", hour: "2-digit", minute: "2-digit" });
    await page.getByLabel("Time", { exact: true }).fill(rome.format(new Date(booking.start)));
    await page.getByRole("button", { name: "Tell me why" }).click();
    await page.getByText("It is not offered, and it cannot be booked.").waitFor();
    assert.equal(await page.locator('[data-kind="busy"]').count(), 1);
    assert.equal(await page.getByRole("link", { name: "Look at it" }).getAttribute("href"), `/booking/${booking.uid}`);
    await look(page, `settings-why-${width}`);
    // At night; and a time that is offered.
    await page.getByLabel("Time", { exact: true }).fill("03:00");
    await page.getByRole("button", { name: "Tell me why" }).click();
    await page.locator('[data-kind="closed"]').first().waitFor();
    const free = starts[9].start;
    await page.getByLabel("Date").fill(free.slice(0, 10));
    await page.getByLabel("Time", { exact: true }).fill(rome.format(new Date(free)));
    await page.getByRole("button", { name: "Tell me why" }).click();
    await page.getByText("It is not missing: a slot begins here.").waitFor();
    assert.deepEqual(page.problems, []);
  });
}

test("A client is made, its secret is shown once, and it is deleted", async () => {
  const page = await signIn();
  await page.getByLabel("Name").fill("Another school");
  await page.getByLabel(/Addresses/).fill("https://school.example https://www.school.example");
  await page.getByLabel("APPS_WRITE").uncheck();
  await page.getByRole("button", { name: "Make it" }).click();
  const text = await until(() => page.locator("pre.code:not([hidden])").textContent(), "the secret");
  await look(page, "settings-secret-1280");
  const id = /client id +(\S+)/.exec(text)[1];
  const secret = /client secret +(\S+)/.exec(text)[1];
  const users = await service.send("GET", `/v2/oauth-clients/${id}/users`, { headers: { "x-cal-secret-key": secret, "x-cal-client-id": id } });
  assert.equal(users.status, 200);
  const client = await service.asOwner("GET", `/v2/oauth-clients/${id}`);
  assert.deepEqual(client.redirectUris, ["https://school.example", "https://www.school.example"]);
  assert.ok(!client.permissions.includes("APPS_WRITE"));
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await page.getByText("Another school").click();
  const box = page.getByRole("listitem").filter({ hasText: "Another school" });
  assert.equal(await page.getByText(secret).count(), 0);
  await box.getByRole("button", { name: "Delete" }).click();
  await until(async () => (await page.getByText("Another school").count()) === 0, "its end");
  assert.deepEqual(page.problems, []);
});

test("Hours that are saved are what is offered", async () => {
  const page = await signIn(360);
  await goTo(page, "Hours");
  await page.getByLabel("From").first().fill("10:00");
  await page.getByLabel("Friday").first().uncheck();
  await page.getByRole("button", { name: "Add a date" }).click();
  const closed = dateFromToday(30 + ((8 - new Date(dateFromToday(30)).getUTCDay()) % 7));  // a Monday
  await page.getByLabel("Date").fill(closed);
  await page.getByLabel("From").last().fill("00:00");
  await page.getByLabel("To", { exact: true }).last().fill("00:00");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  const slots = await service.slots(lesson.id, dateFromToday(28), dateFromToday(48), "Europe/Rome");
  assert.ok(!slots[closed], "the date is closed");
  for (const [date, list] of Object.entries(slots)) {
    assert.notEqual(new Date(date).getUTCDay(), 5, date);
    assert.equal(list[0].start.slice(11, 16), "10:00", date);
  }
  assert.deepEqual(page.problems, []);
});

test("A request is confirmed, a booking cancelled", async () => {
  const event = await service.asAlice("POST", "/v2/event-types", {
    title: "Request", slug: "request", lengthInMinutes: 30, confirmationPolicy: { type: "always", blockUnconfirmedBookingsInBooker: true } });
  const starts = Object.values(await service.slots(event.id, dateFromToday(50), dateFromToday(60))).flat();
  const booking = await service.book(event.id, starts[1].start, "Asking Ann");
  assert.equal(booking.status, "pending");
  const page = await signIn();
  page.on("dialog", (dialog) => dialog.accept("The teacher is ill"));
  await goTo(page, "Bookings");
  await page.getByLabel("Which").selectOption("unconfirmed");
  const row = () => page.getByRole("listitem").filter({ hasText: "Asking Ann" });
  await row().getByRole("button", { name: "Confirm" }).click();
  await until(async () => (await service.ask("GET", `/v2/bookings/${booking.uid}`)).status === "accepted", "the yes");
  await page.getByLabel("Which").selectOption("upcoming");
  await row().getByRole("button", { name: "Cancel" }).click();
  await until(async () => (await service.ask("GET", `/v2/bookings/${booking.uid}`)).status === "cancelled", "the end");
  assert.equal((await service.ask("GET", `/v2/bookings/${booking.uid}`)).cancellationReason, "The teacher is ill");
  assert.deepEqual(page.problems, []);
});

test("Signed out, nothing is shown and nothing can be asked", async () => {
  const page = await signIn();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal(await page.evaluate(async () => (await fetch("/v2/oauth-clients")).status), 401);
});

test("A delivery that was given up is seen, and sent again", async () => {
  await service.asAlice("POST", "/v2/webhooks", {
    active: true, subscriberUrl: "https://school.example/hook", triggers: ["BOOKING_CREATED"], secret: "secret" });
  const starts = Object.values(await service.slots(lesson.id, dateFromToday(60), dateFromToday(70))).flat();
  const booking = await service.book(lesson.id, starts[2].start, "Hooked Hal");
  // As it is after its last attempt.
  await until(() => service.sql("SELECT id FROM outbox WHERE kind = 'webhook'").length > 0, "the delivery");
  service.sql(`UPDATE outbox SET dead_ms = ${Date.now()}, attempts = 12, claimed_by = NULL, claimed_until_ms = NULL, `
    + "last_error = 'school.example does not answer' WHERE kind = 'webhook'");
  const page = await signIn();
  await goTo(page, "Dead letters");
  await page.getByText("BOOKING_CREATED").click();
  await page.getByText("school.example does not answer").waitFor();
  await page.getByText(booking.uid).waitFor();
  await page.getByRole("button", { name: "Show what was sent" }).click();
  await page.getByText('"triggerEvent": "BOOKING_CREATED"').waitFor();
  await look(page, "settings-letters-1280");
  await page.getByRole("button", { name: "Send it again" }).click();
  await page.getByText("None: every delivery has arrived").waitFor();
  assert.deepEqual(service.sql("SELECT count(*) FROM outbox WHERE dead_ms IS NOT NULL"), [[0]]);
  assert.deepEqual(page.problems, []);
});

for (const width of WIDTHS) {
  test(`An event type is made, changed, hidden, shown and deleted, ${width} px wide`, async () => {
    const page = await signIn(width);
    page.on("dialog", (dialog) => dialog.accept());
    await goTo(page, "Event types");
    const slug = `sera-${width}`;
    await page.getByText("Another event type").click();
    const make = page.locator("details").filter({ hasText: "Another event type" });
    await make.getByLabel("Title").fill("Sera");
    await make.getByLabel("Name in the address").fill(slug);
    await make.getByLabel("Length, minutes").fill("45");
    await make.getByLabel("Seats").fill("3");
    await look(page, `settings-type-new-${width}`);
    await make.getByRole("button", { name: "Make it" }).click();
    const row = () => page.getByRole("listitem").filter({ hasText: slug });
    await row().waitFor();
    const made = await service.eventType(slug);
    assert.deepEqual([made.title, made.lengthInMinutes, made.seats.seatsPerTimeSlot], ["Sera", 45, 3]);

    // What this page does not show, or was not changed, stays.
    await service.asAlice("PATCH", `/v2/event-types/${made.id}`, { bookingLimitsCount: { day: 4 } });
    await page.reload();
    await goTo(page, "Event types");
    await row().getByText("Change").click();
    await row().getByLabel("Length, minutes").fill("50");
    await row().getByLabel("Lengths to choose from").fill("50, 90");
    await row().getByLabel("Hidden").check();
    await look(page, `settings-type-change-${width}`);
    await row().getByRole("button", { name: "Save" }).click();
    await row().getByText("(hidden)").waitFor();
    const changed = await service.asAlice("GET", `/v2/event-types/${made.id}`);
    assert.deepEqual([changed.lengthInMinutes, changed.lengthInMinutesOptions, changed.hidden, changed.bookingLimitsCount.day],
      [50, [50, 90], true, 4]);
    assert.equal(changed.seats.seatsPerTimeSlot, 3);
    const listed = async () => (await service.ask("GET", "/v2/event-types?username=alice", { version: "2024-06-14" }))
      .some((one) => one.slug === slug);
    assert.ok(!await listed());
    await row().getByText("Change").click();
    await row().getByRole("button", { name: "Show it" }).click();
    await until(listed, "the list");
    // What the service refuses is said.
    await page.reload();
    await goTo(page, "Event types");
    await row().getByText("Change").click();
    await row().getByLabel("Name in the address").fill("lezione-30");
    await row().getByRole("button", { name: "Save" }).click();
    await page.getByText("is there already").waitFor();
    await row().getByRole("button", { name: "Delete" }).click();
    await until(async () => (await row().count()) === 0, "its end");
    assert.equal((await service.send("GET", `/v2/event-types?username=alice&eventSlug=${slug}`, { version: "2024-06-14" })).body.data.length, 0);
    assert.deepEqual(page.problems, []);
  });
}
