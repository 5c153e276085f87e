// An operator's page: clients, users, event types, hours, bookings, dead
// letters, and why a time is missing. The session is in a cookie that this
// script cannot read; the CSRF token is kept for as long as the tab.
import {
  DAYS, ask as askApi, keep, kept, lengthText, make, ownClock, show, spanText, working, zones,
} from "/web/page.js";
import { explanationView, instantOf } from "/web/why.js";

const PERMISSIONS = [
  "EVENT_TYPE_READ", "EVENT_TYPE_WRITE", "BOOKING_READ", "BOOKING_WRITE", "SCHEDULE_READ",
  "SCHEDULE_WRITE", "APPS_READ", "APPS_WRITE", "PROFILE_READ", "PROFILE_WRITE"];
const CSRF = "csrfToken";
const PAGE = 25;
const clock = ownClock();

let me = null;
const told = make("p", { class: "told", role: "alert" });
const place = make("div");

function ask(method, path, body, version = "2024-08-13") {
  return askApi(method, path, {
    version, body, credentials: "same-origin",
    headers: { "x-csrf-token": sessionStorage.getItem(CSRF) ?? "" },
  });
}

function button(text, work, kind = null) {
  const made = make("button", { type: "button", class: kind }, text);
  made.addEventListener("click", working(made, told, work));
  return made;
}

function submit(text) {
  return make("button", { type: "submit", class: "main" }, text);
}

// A form that runs `work` with what was given, and its button.
function form(text, work, ...fields) {
  const send = submit(text);
  const made = make("form", {}, ...fields, make("div", { class: "buttons" }, send));
  made.addEventListener("submit", working(send, told, () => work(made)));
  return made;
}

let fields = 0;
function field(label, input) {
  input.id ||= `input-${++fields}`;
  return make("div", { class: "field" }, make("label", { for: input.id }, label), input);
}

function select(options, chosen, onchange = null, attributes = {}) {
  return make("select", { ...attributes, onchange }, options.map(([value, text]) =>
    make("option", { value: String(value), selected: String(value) === String(chosen) }, text)));
}

const box = (label, attributes) => make("label", { class: "choice" }, make("input", { type: "checkbox", ...attributes }), label);
const zoneSelect = (zone) => select([...new Set([zone, ...zones()])].sort().map((name) => [name, name.replaceAll("_", " ")]), zone, null, { name: "timeZone" });

function items(list, none, row) {
  return list.length === 0 ? make("p", { class: "soft" }, none) : make("ul", { class: "plain items" }, list.map((one) => make("li", {}, row(one))));
}

// --- clients -----------------------------------------------------------------

const secret = make("pre", { class: "code", hidden: true, tabindex: "0" });

function showSecret(id, text) {
  secret.textContent = `Shown this once; keep it where no browser sees it.\nclient id      ${id}\nclient secret  ${text}`;
  secret.hidden = false;
  secret.focus();
}

async function clients() {
  const all = await ask("GET", "/v2/oauth-clients");
  const list = items(all, "There is no OAuth client yet.", (client) => {
    const path = `/v2/oauth-clients/${encodeURIComponent(client.id)}`;
    return make("details", {},
      make("summary", {}, make("strong", {}, client.name), " ", make("code", {}, client.id)),
      make("dl", { class: "facts" },
        make("dt", {}, "Addresses"), make("dd", {}, client.redirectUris.join(", ") || "none: browsers cannot use its tokens"),
        make("dt", {}, "Permissions"), make("dd", {}, client.permissions.join(", "))),
      make("div", { class: "buttons" },
        make("a", { class: "button", href: `#users?client=${encodeURIComponent(client.id)}` }, "Its users"),
        button("Another secret", async () => {
          if (!confirm(`The secret of ${client.name} will end at once. Go on?`)) return;
          showSecret(client.id, (await ask("POST", `${path}/rotate-secret`)).clientSecret);
        }),
        button("Delete", async () => {
          if (!confirm(`Delete ${client.name} and end its users' tokens?`)) return;
          await ask("DELETE", path);
          await draw();
        }, "bad")));
  });
  const create = form("Make it", async (made) => {
    const given = new FormData(made);
    const client = await ask("POST", "/v2/oauth-clients", {
      name: given.get("name"),
      redirectUris: String(given.get("redirectUris")).split(/\s+/).filter(Boolean),
      permissions: given.getAll("permission"),
      areDefaultEventTypesEnabled: given.has("areDefaultEventTypesEnabled"),
    });
    await draw();
    showSecret(client.clientId, client.clientSecret);
  },
  field("Name", make("input", { name: "name", required: true })),
  field("Addresses of its pages, one a line", make("textarea", { name: "redirectUris", rows: "2", placeholder: "https://school.example" })),
  box("Its users begin with event types", { name: "areDefaultEventTypesEnabled" }),
  make("fieldset", { class: "field" }, make("legend", {}, "Permissions"),
    PERMISSIONS.map((permission) => box(permission, { name: "permission", value: permission, checked: true }))));
  return [list, secret, make("h3", {}, "Another client"), create];
}

// --- users -------------------------------------------------------------------

async function clientOf(query) {
  const all = await ask("GET", "/v2/oauth-clients");
  const chosen = all.find((client) => client.id === (query.get("client") ?? kept("client"))) ?? all[0];
  if (chosen) keep("client", chosen.id);
  return { all, chosen };
}

// All of them: an operator looks for one by what the list can be filtered by.
async function usersOf(client) {
  const users = [];
  for (;;) {
    const some = await ask("GET", `/v2/oauth-clients/${encodeURIComponent(client.id)}/users?limit=250&offset=${users.length}`);
    users.push(...some);
    if (some.length < 250) return users;
  }
}

const nameOf = (user) => user.name || user.username || user.email;

function clientSelect(all, chosen, to) {
  return field("OAuth client", select(all.map((client) => [client.id, client.name]), chosen.id,
    (event) => { location.hash = `#${to}?client=${encodeURIComponent(event.target.value)}`; }));
}

async function users(query) {
  const { all, chosen } = await clientOf(query);
  if (!chosen) return [make("p", {}, "There is no OAuth client yet; its users would be here.")];
  const list = await usersOf(chosen);
  const found = make("div");
  const find = make("input", { type: "search", autocomplete: "off", oninput: () => drawFound() });
  const drawFound = () => {
    const words = find.value.toLowerCase();
    const some = list.filter((user) => `${user.name} ${user.email} ${user.username}`.toLowerCase().includes(words));
    found.replaceChildren(items(some.slice(0, 200), "Nobody.", (user) => make("details", {},
      make("summary", {}, make("strong", {}, nameOf(user)), " ", make("span", { class: "soft" }, user.email)),
      make("dl", { class: "facts" },
        make("dt", {}, "Id"), make("dd", {}, String(user.id)),
        make("dt", {}, "Username"), make("dd", {}, user.username ?? ""),
        make("dt", {}, "Time zone"), make("dd", {}, user.timeZone)),
      make("div", { class: "buttons" },
        make("a", { class: "button", href: `/${encodeURIComponent(user.username)}` }, "Booking page"),
        make("a", { class: "button", href: `#types?user=${user.id}` }, "Event types"),
        make("a", { class: "button", href: `#hours?user=${user.id}` }, "Hours"),
        make("a", { class: "button", href: `#bookings?user=${user.id}` }, "Bookings")))));
  };
  drawFound();
  return [make("div", { class: "pair" }, clientSelect(all, chosen, "users"), field("Find", find)), found];
}

// The user that a part of the page is about, and a way to choose another.
async function userOf(query, to) {
  const { all, chosen } = await clientOf(query);
  if (!chosen) return { head: [make("p", {}, "There is no OAuth client yet.")] };
  let list = await usersOf(chosen);
  if (query.get("user") && !list.some((user) => String(user.id) === query.get("user"))) {
    for (const client of all.filter((one) => one !== chosen)) {
      const others = await usersOf(client);
      if (others.some((user) => String(user.id) === query.get("user"))) list = others;
    }
  }
  const user = list.find((one) => String(one.id) === (query.get("user") ?? kept("user"))) ?? list[0];
  if (!user) return { head: [clientSelect(all, chosen, to), make("p", {}, "The client has no users yet.")] };
  keep("user", user.id);
  const choose = field("User", select(list.map((one) => [one.id, nameOf(one)]), user.id,
    (event) => { location.hash = `#${to}?user=${event.target.value}`; }));
  return { user, head: [make("div", { class: "pair" }, all.length > 1 ? clientSelect(all, chosen, to) : null, choose)] };
}

// --- event types -------------------------------------------------------------

const pathOf = (user, what) => `/v2/organizations/${me.organizationId}/users/${user.id}/${what}`;
// Hidden ones too.
const eventTypesOf = (user) => ask("GET", pathOf(user, "event-types"), undefined, "2024-06-14");
const schedulesOf = (user) => ask("GET", pathOf(user, "schedules"), undefined, "2024-06-11");

const NEW_TYPE = {
  title: "", slug: "", description: "", lengthInMinutes: 30, minimumBookingNotice: 120, beforeEventBuffer: 0,
  afterEventBuffer: 0, slotInterval: null, scheduleId: null, hidden: false,
};

const number = (name, value, more = {}) => make("input", { type: "number", name, min: "0", step: "1", value: value ?? "", ...more });
const numberOf = (text) => (text.trim() === "" ? null : Number(text));

// What is asked for of an event type. There is more to one than this page
// shows; a change sends what was changed, and the rest stays.
function typeForm(text, event, schedules, work) {
  const options = event.lengthInMinutesOptions ?? [];
  const seats = event.seats && !event.seats.disabled ? event.seats.seatsPerTimeSlot : null;
  const asks = Boolean(event.confirmationPolicy && !event.confirmationPolicy.disabled);
  const made = form(text, async () => {
    const now = read();
    const changed = Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]));
    await work(Object.fromEntries(changed), now);
  },
  make("div", { class: "pair" },
    field("Title", make("input", { name: "title", required: true, value: event.title })),
    field("Name in the address", make("input", { name: "slug", required: true, value: event.slug, placeholder: "lesson" }))),
  field("Description", make("textarea", { name: "description", rows: "2", value: event.description ?? "" })),
  make("div", { class: "pair" },
    field("Length, minutes", number("lengthInMinutes", event.lengthInMinutes, { min: "1", required: true })),
    field("Lengths to choose from (optional)", make("input", { name: "lengthInMinutesOptions", value: options.join(", "), placeholder: "30, 60", pattern: "[0-9, ]*" })),
    field("Notice, minutes", number("minimumBookingNotice", event.minimumBookingNotice, { required: true })),
    field("A start every ... minutes (optional)", number("slotInterval", event.slotInterval, { min: "1" })),
    field("Minutes kept free before", number("beforeEventBuffer", event.beforeEventBuffer, { required: true })),
    field("Minutes kept free after", number("afterEventBuffer", event.afterEventBuffer, { required: true })),
    field("Seats (optional)", number("seats", seats, { min: "1" })),
    field("Hours", select([["", "The default ones"], ...schedules.map((one) => [one.id, one.name])], event.scheduleId ?? "", null, { name: "scheduleId" }))),
  box("Each booking waits for a yes", { name: "asks", checked: asks }),
  box("Hidden: booked only by who knows the address", { name: "hidden", checked: event.hidden }));
  const read = () => {
    const given = new FormData(made);
    const lengths = given.get("lengthInMinutesOptions").split(/[ ,]+/).filter(Boolean).map(Number);
    const places = numberOf(given.get("seats"));
    return {
      title: given.get("title"), slug: given.get("slug"), description: given.get("description"),
      lengthInMinutes: numberOf(given.get("lengthInMinutes")),
      lengthInMinutesOptions: lengths.length > 0 ? lengths : null,
      minimumBookingNotice: numberOf(given.get("minimumBookingNotice")),
      slotInterval: numberOf(given.get("slotInterval")),
      beforeEventBuffer: numberOf(given.get("beforeEventBuffer")),
      afterEventBuffer: numberOf(given.get("afterEventBuffer")),
      seats: places === null ? null : { showAttendeeInfo: false, showAvailabilityCount: true, ...event.seats, disabled: false, seatsPerTimeSlot: places },
      scheduleId: numberOf(given.get("scheduleId")),
      confirmationPolicy: given.has("asks") ? { type: "always", blockUnconfirmedBookingsInBooker: true } : null,
      hidden: given.has("hidden"),
    };
  };
  const before = read();
  return made;
}

async function types(query) {
  const { user, head } = await userOf(query, "types");
  if (!user) return head;
  const [all, schedules] = await Promise.all([eventTypesOf(user), schedulesOf(user)]);
  const list = items(all, "Nothing is offered.", (event) => {
    const one = `${pathOf(user, "event-types")}/${event.id}`;
    const change = typeForm("Save", event, schedules, async (changed) => {
      if (Object.keys(changed).length > 0) await ask("PATCH", one, changed, "2024-06-14");
      await draw();
    });
    return [
      make("h3", {}, make("a", { href: `/${encodeURIComponent(user.username)}/${encodeURIComponent(event.slug)}` }, event.title),
        event.hidden ? make("span", { class: "soft" }, " (hidden)") : null),
      make("p", { class: "soft" }, [`id ${event.id}`, event.slug,
        (event.lengthInMinutesOptions ?? [event.lengthInMinutes]).map(lengthText).join(", "),
        `notice ${lengthText(event.minimumBookingNotice)}`,
        event.seats?.seatsPerTimeSlot && !event.seats.disabled ? `${event.seats.seatsPerTimeSlot} seats` : null,
        event.confirmationPolicy && !event.confirmationPolicy.disabled ? "asks for a yes" : null].filter(Boolean).join("; ")),
      make("p", {}, make("a", { href: `#why?user=${user.id}&type=${event.id}` }, "Why is a time missing?")),
      make("details", {}, make("summary", {}, "Change"), change,
        make("div", { class: "buttons" },
          button(event.hidden ? "Show it" : "Hide it", async () => {
            await ask("PATCH", one, { hidden: !event.hidden }, "2024-06-14");
            await draw();
          }),
          button("Delete", async () => {
            if (!confirm(`Delete ${event.title}? What is booked stays booked.`)) return;
            await ask("DELETE", one, undefined, "2024-06-14");
            await draw();
          }, "bad")))];
  });
  const another = make("details", {}, make("summary", {}, make("strong", {}, "Another event type")),
    typeForm("Make it", NEW_TYPE, schedules, async (_, given) => {
      await ask("POST", pathOf(user, "event-types"), given, "2024-06-14");
      await draw();
    }));
  return [...head, list, another];
}

// --- hours -------------------------------------------------------------------

function hoursRow(rule, rows) {
  const row = make("fieldset", { class: "field card" },
    make("legend", { class: "unseen" }, "Hours of some days"),
    make("div", { class: "days" }, [...DAYS.slice(1), DAYS[0]].map((day) =>
      box(day.slice(0, 3), { value: day, name: "day", checked: rule.days.includes(day), "aria-label": day }))),
    make("div", { class: "hours" },
      field("From", make("input", { type: "time", name: "from", required: true, value: rule.startTime })),
      field("To", make("input", { type: "time", name: "to", required: true, value: rule.endTime }))),
    make("button", { type: "button", onclick: () => { row.remove(); rows.querySelector("input, button")?.focus(); } }, "Remove these hours"));
  row.read = () => ({
    days: [...row.querySelectorAll("[name=day]:checked")].map((one) => one.value),
    startTime: row.querySelector("[name=from]").value, endTime: row.querySelector("[name=to]").value,
  });
  return row;
}

function overrideRow(override, rows) {
  const row = make("fieldset", { class: "field card" },
    make("legend", { class: "unseen" }, "Hours of one date"),
    field("Date", make("input", { type: "date", name: "date", required: true, value: override.date ?? "" })),
    make("div", { class: "hours" },
      field("From", make("input", { type: "time", name: "from", required: true, value: override.startTime ?? "09:00" })),
      field("To", make("input", { type: "time", name: "to", required: true, value: override.endTime ?? "17:00" }))),
    make("p", { class: "soft small" }, "From and to the same, the date is closed."),
    make("button", { type: "button", onclick: () => { row.remove(); rows.querySelector("input, button")?.focus(); } }, "Remove this date"));
  row.read = () => ({
    date: row.querySelector("[name=date]").value,
    startTime: row.querySelector("[name=from]").value, endTime: row.querySelector("[name=to]").value,
  });
  return row;
}

async function hours(query) {
  const { user, head } = await userOf(query, "hours");
  if (!user) return head;
  const path = pathOf(user, "schedules");
  const schedules = await schedulesOf(user);
  return [...head, items(schedules, "There are no hours: nothing can be booked.", (schedule) => {
    const rows = make("div", {});
    rows.append(...schedule.availability.map((rule) => hoursRow(rule, rows)));
    const dates = make("div", {});
    dates.append(...schedule.overrides.map((override) => overrideRow(override, dates)));
    const done = make("p", { role: "status", class: "status good" });
    const edit = form("Save", async (made) => {
      done.textContent = "";
      await ask("PATCH", `${path}/${schedule.id}`, {
        name: made.elements.name.value, timeZone: made.elements.timeZone.value,
        availability: [...rows.children].map((row) => row.read()).filter((rule) => rule.days.length > 0),
        overrides: [...dates.children].map((row) => row.read()),
      }, "2024-06-11");
      done.textContent = "Saved.";
    },
    make("div", { class: "pair" },
      field("Name", make("input", { name: "name", required: true, value: schedule.name })),
      field("Time zone", zoneSelect(schedule.timeZone))),
    make("h3", {}, "Every week"), rows,
    make("button", { type: "button", onclick: () => { rows.append(hoursRow({ days: [], startTime: "09:00", endTime: "17:00" }, rows)); rows.lastChild.querySelector("input").focus(); } }, "Add hours"),
    make("h3", {}, "Single dates"), dates,
    make("button", { type: "button", onclick: () => { dates.append(overrideRow({}, dates)); dates.lastChild.querySelector("input").focus(); } }, "Add a date"),
    done);
    return [make("h2", {}, schedule.isDefault ? `${schedule.name} (default)` : schedule.name), edit];
  })];
}

// --- bookings ----------------------------------------------------------------

const STATUSES = [["upcoming", "To come"], ["unconfirmed", "Waiting for a yes"], ["past", "Past"], ["cancelled", "Cancelled"]];

async function bookings(query) {
  const status = query.get("status") ?? "upcoming";
  const skip = Number(query.get("skip")) || 0;
  const of = query.get("user");
  const to = (more) => `#bookings?${new URLSearchParams({ status, skip, ...(of ? { user: of } : {}), ...more })}`;
  const path = of ? `/v2/organizations/${me.organizationId}/users/${encodeURIComponent(of)}/bookings`
    : `/v2/organizations/${me.organizationId}/bookings`;
  // One more than is shown: whether there are others.
  const found = await ask("GET", `${path}?status=${status}&take=${PAGE + 1}&skip=${skip}`);
  const row = (booking) => {
    const one = `/v2/bookings/${encodeURIComponent(booking.uid)}`;
    const reason = () => prompt("Why? The other side reads it.");
    const actions = booking.status === "pending" ? [
      button("Confirm", async () => { await ask("POST", `${one}/confirm`); await draw(); }),
      button("Decline", async () => { await ask("POST", `${one}/decline`, { reason: reason() ?? "" }); await draw(); }, "bad"),
    ] : booking.status === "accepted" && new Date(booking.end) > new Date() ? [
      button("Cancel", async () => {
        const why = reason();
        if (why === null) return;
        await ask("POST", `${one}/cancel`, { cancellationReason: why || "Cancelled by the operator" });
        await draw();
      }, "bad"),
    ] : [];
    return [
      make("h3", {}, make("a", { href: `/booking/${encodeURIComponent(booking.uid)}` }, booking.title)),
      make("p", {}, spanText(booking.start, booking.end, booking.hosts[0]?.timeZone ?? "UTC", clock), " ",
        make("span", { class: "soft" }, booking.hosts[0]?.timeZone ?? "UTC")),
      make("p", { class: "soft" }, `${booking.hosts.map((host) => host.name).join(", ")} with ${booking.attendees.map((one2) => one2.name || one2.email).join(", ") || "nobody"}`),
      actions.length > 0 ? make("div", { class: "buttons" }, actions) : null].filter(Boolean);
  };
  return [
    make("div", { class: "pair" }, field("Which", select(STATUSES, status, (event) => { location.hash = to({ status: event.target.value, skip: 0 }); }))),
    of ? make("p", {}, `Only those of user ${of}. `, make("a", { href: "#bookings" }, "Show all")) : null,
    items(found.slice(0, PAGE), "None.", row),
    make("div", { class: "buttons" },
      skip > 0 ? make("a", { class: "button", href: to({ skip: Math.max(0, skip - PAGE) }) }, "Back") : null,
      found.length > PAGE ? make("a", { class: "button", href: to({ skip: skip + PAGE }) }, "More") : null)];
}

// --- dead letters ------------------------------------------------------------

// A body that is JSON, a member a line; any other as it is.
function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function letters(query) {
  const skip = Number(query.get("skip")) || 0;
  const path = `/v2/organizations/${me.organizationId}/dead-letters`;
  const found = await ask("GET", `${path}?take=${PAGE + 1}&skip=${skip}`);
  const row = (letter) => {
    const body = make("pre", { class: "code", tabindex: "0", hidden: true });
    return make("details", {},
      make("summary", {}, make("strong", {}, letter.triggerEvent), " ",
        make("span", { class: "soft" }, letter.subscriberUrl ?? "its webhook was deleted")),
      make("dl", { class: "facts" },
        make("dt", {}, "Given up"), make("dd", {}, `${new Date(letter.deadAt).toLocaleString()}, after ${letter.attempts} attempts`),
        make("dt", {}, "The last error"), make("dd", {}, letter.lastError ?? "unknown"),
        make("dt", {}, "Delivery"), make("dd", {}, make("code", {}, letter.deliveryId)),
        make("dt", {}, "Booking"), make("dd", {}, make("a", { href: `/booking/${encodeURIComponent(letter.bookingUid)}` }, letter.bookingUid))),
      make("div", { class: "buttons" },
        button("Send it again", async () => { await ask("POST", `${path}/${letter.id}/replay`); await draw(); }),
        button("Show what was sent", async () => {
          body.textContent = readable((await ask("GET", `${path}/${letter.id}`)).body);
          body.hidden = false;
        })), body);
  };
  return [
    make("p", { class: "soft" }, "Deliveries of webhooks that failed too often. They wait here until somebody sends them again."),
    items(found.slice(0, PAGE), "None: every delivery has arrived, or is still being tried.", row),
    make("div", { class: "buttons" },
      found.length > 0 ? button("Send all again", async () => { await ask("POST", `${path}/replay`); await draw(); }) : null,
      skip > 0 ? make("a", { class: "button", href: `#letters?skip=${Math.max(0, skip - PAGE)}` }, "Back") : null,
      found.length > PAGE ? make("a", { class: "button", href: `#letters?skip=${skip + PAGE}` }, "More") : null)];
}

// --- why is this time missing? -----------------------------------------------

async function why(query) {
  const { user, head } = await userOf(query, "why");
  if (!user) return head;
  const own = await eventTypesOf(user);
  const ofTeams = await ask("GET", `/v2/organizations/${me.organizationId}/teams/event-types?take=250`).catch(() => []);
  const all = [...own, ...ofTeams.map((event) => ({ ...event, title: `${event.title} (team ${event.team?.name ?? event.teamId})` }))];
  if (all.length === 0) return [...head, make("p", {}, "Nothing is offered, so nothing is missing.")];
  const answer = make("div", { "aria-live": "polite" });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const asking = form("Tell me why", async (made) => {
    const { type, date, time, timeZone } = Object.fromEntries(new FormData(made));
    const start = instantOf(date, time, timeZone);
    const text = await ask("GET", `/v2/event-types/${type}/explanation?${new URLSearchParams({ start, timeZone })}`);
    answer.replaceChildren(explanationView(text, clock));
  },
  field("What", select(all.map((event) => [event.id, event.title]), query.get("type"), null, { name: "type" })),
  make("div", { class: "pair" },
    field("Date", make("input", { type: "date", name: "date", required: true, value: tomorrow })),
    field("Time", make("input", { type: "time", name: "time", required: true, value: "09:00" }))),
  field("Time zone", zoneSelect(user.timeZone)));
  return [...head, asking, answer];
}

// --- the page ----------------------------------------------------------------

const PARTS = { clients: ["Clients", clients], users: ["Users", users], types: ["Event types", types], hours: ["Hours", hours], bookings: ["Bookings", bookings], letters: ["Dead letters", letters], why: ["Why is this time missing?", why] };

function partOf(hash) {
  const [name, query = ""] = hash.slice(1).split("?");
  return { name: PARTS[name] ? name : "clients", query: new URLSearchParams(query) };
}

let drawn = 0;
async function draw() {
  const mine = ++drawn;
  const { name, query } = partOf(location.hash);
  const [title, part] = PARTS[name];
  for (const link of document.querySelectorAll(".tabs a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${title}, settings, bookable`;
  told.textContent = "";
  place.setAttribute("aria-busy", "true");
  try {
    const content = await part(query);
    if (mine !== drawn) return;
    place.replaceChildren(make("h2", {}, title), ...content.filter(Boolean));
  } catch (problem) {
    if (mine !== drawn) return;
    if (problem.status === 401) {
      sessionStorage.removeItem(CSRF);
      await begin();
      return;
    }
    place.replaceChildren(make("h2", {}, title));
    told.textContent = problem.message;
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function showSignIn() {
  show("Sign in, bookable", make("section", { class: "card narrow" },
    make("h1", {}, "Settings"),
    form("Sign in", async (made) => {
      const session = await ask("POST", "/v2/session", Object.fromEntries(new FormData(made)));
      sessionStorage.setItem(CSRF, session.csrfToken);
      await begin();
    },
    field("E-mail", make("input", { name: "email", type: "email", autocomplete: "username", required: true })),
    field("Password", make("input", { name: "password", type: "password", autocomplete: "current-password", required: true })),
    told)));
}

async function begin() {
  me = null;
  try {
    if (sessionStorage.getItem(CSRF)) me = await ask("GET", "/v2/me");
  } catch {
    sessionStorage.removeItem(CSRF);
  }
  if (me === null) {
    showSignIn();
    return;
  }
  show("Settings, bookable",
    make("header", {}, make("h1", {}, "Settings"),
      make("span", { class: "soft" }, `${nameOf(me)} `, button("Sign out", async () => {
        await ask("DELETE", "/v2/session");
        sessionStorage.removeItem(CSRF);
        secret.hidden = true;
        secret.textContent = "";
        await begin();
      }))),
    make("nav", { class: "tabs", "aria-label": "Parts of the settings" },
      Object.entries(PARTS).map(([name, [title]]) => make("a", { href: `#${name}` }, title))),
    told, make("section", { class: "card" }, place));
  await draw();
}

window.addEventListener("hashchange", () => { if (me) draw(); });
begin();
