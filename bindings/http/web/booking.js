// /{username}, /{username}/{event}, /team/{team} and /team/{team}/{event}: what
// can be booked, and booking it. Query parameters: rescheduleUid moves a booking
// (eventTypeSlug may name the event type instead of the path, as older links
// do), date and duration begin with them, and the booking fields' slugs fill
// their fields in.
import { BookingForm, placesText } from "/web/form.js";
import {
  ask, initials, lengthText, make, show, showMessage, showProblem, spanText, working,
} from "/web/page.js";
import { Picker } from "/web/picker.js";

const LANGUAGES = [
  "ar", "ca", "de", "es", "eu", "he", "id", "ja", "lv", "pl", "ro", "sr", "th", "vi", "az", "cs", "el", "es-419",
  "fi", "hr", "it", "km", "nl", "pt", "ru", "sv", "tr", "zh-CN", "bg", "da", "en", "et", "fr", "hu", "iw", "ko",
  "no", "pt-BR", "sk", "ta", "uk", "zh-TW"];
const EVENT_TYPES = "2024-06-14";

function language() {
  for (const wanted of navigator.languages ?? []) {
    const found = [wanted, wanted.split("-")[0]].find((one) => LANGUAGES.includes(one));
    if (found) return found;
  }
  return undefined;
}

// Whose page it is, of its path and query.
function addressOf(location) {
  const parts = location.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const query = new URLSearchParams(location.search);
  const isTeam = parts[0] === "team" && parts.length > 1;
  const [owner, slug = query.get("eventTypeSlug")] = isTeam ? parts.slice(1) : parts;
  return { owner, slug, isTeam, query, path: isTeam ? `/team/${encodeURIComponent(owner)}` : `/${encodeURIComponent(owner)}` };
}

// The path of all that is offered there; with a slug, of that only.
function listPath(address, slug = address.slug) {
  const query = new URLSearchParams();
  if (slug) query.set("eventSlug", slug);
  if (address.isTeam) return `/v2/teams/${encodeURIComponent(address.owner)}/event-types?${query}`;
  query.set("username", address.owner);
  for (const name of ["orgSlug", "orgId"]) {
    if (address.query.has(name)) query.set(name, address.query.get(name));
  }
  return `/v2/event-types?${query}`;
}

function hostsOf(event) {
  const people = event.users ?? event.hosts ?? [];
  const names = people.map((one) => one.name || one.username).filter(Boolean);
  const name = event.team?.name ?? names.join(", ");
  return { name, username: people[0]?.username, weekStart: event.team?.weekStart ?? people[0]?.weekStart ?? "Sunday" };
}

function person(name) {
  return make("div", { class: "person" }, initials(name), make("p", {}, name));
}

function recurrenceText(recurrence) {
  if (!recurrence || recurrence.disabled) return null;
  const { interval = 1, frequency = "weekly", occurrences } = recurrence;
  const unit = { weekly: "week", monthly: "month", yearly: "year" }[frequency];
  return `Every ${interval > 1 ? `${interval} ${unit}s` : unit}, ${occurrences} times in all`;
}

// --- all that somebody offers ------------------------------------------------

function showList(address, events) {
  if (events.length === 0) {
    showMessage("Nothing to book here", "Nobody by this name offers anything. Look at the address again; it may have a letter too many.");
    return;
  }
  const { name } = hostsOf(events[0]);
  show(name, make("section", { class: "card narrow" },
    make("div", { class: "person" }, initials(name), make("h1", {}, name)),
    make("p", { class: "soft" }, "What would you like to book?"),
    make("ul", { class: "plain items" }, events.map((event) => make("li", {},
      make("h2", {}, make("a", { href: `${address.path}/${encodeURIComponent(event.slug)}${location.search}` }, event.title)),
      make("p", { class: "soft" }, [lengthText(event.lengthInMinutes), placesText(event)].join(", ")),
      event.description ? make("p", { class: "lines" }, event.description) : null)))));
}

// --- one of them -------------------------------------------------------------

function factsOf(event) {
  const facts = [["Where", placesText(event)]];
  if (!(event.lengthInMinutesOptions?.length > 1)) facts.unshift(["Length", lengthText(event.lengthInMinutes)]);
  const recurrence = recurrenceText(event.recurrence);
  if (recurrence) facts.push(["Repeats", recurrence]);
  if (event.confirmationPolicy && !event.confirmationPolicy.disabled) facts.push(["Confirmed", "by the host, after you ask"]);
  return make("dl", { class: "facts" }, facts.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]));
}

// Where to go after a booking: the event type's own address, if it has one.
function goOn(event, booking, own) {
  const first = [booking].flat()[0];
  if (event.successRedirectUrl) {
    const url = new URL(event.successRedirectUrl);
    if (event.forwardParamsSuccessRedirect !== false) {
      for (const [name, value] of new URLSearchParams(location.search)) url.searchParams.append(name, value);
      url.searchParams.set("uid", first.uid);
      url.searchParams.set("eventTypeSlug", event.slug);
      url.searchParams.set("startTime", first.start);
      url.searchParams.set("endTime", first.end);
    }
    location.assign(url);
    return;
  }
  const query = new URLSearchParams(own);
  if (first.seatUid) query.set("seatUid", first.seatUid);
  location.assign(`/booking/${encodeURIComponent(first.recurringBookingUid ?? first.uid)}?${query}`);
}

// event: of the API; moved: the booking that moves, with seatUid, or null.
export function showEvent(event, { moved = null, seatUid = null, query = new URLSearchParams(), lockedZone = null } = {}) {
  const host = hostsOf(event);
  const hasLengths = event.lengthInMinutesOptions?.length > 0;
  const lengths = moved ? [moved.duration] : [...new Set([event.lengthInMinutes, ...(event.lengthInMinutesOptions ?? [])])]
    .sort((a, b) => a - b);
  let given = Object.fromEntries([...query.keys()].map((name) =>
    [name, query.getAll(name).length > 1 ? query.getAll(name) : query.get(name)]));
  let hold = null;
  const body = make("div");
  const picker = new Picker({
    event: { id: event.id, lengths, hasLengths, weekStart: host.weekStart },
    moved, movedSeat: seatUid, zone: lockedZone,
    first: /^\d{4}-\d\d-\d\d$/.test(query.get("date") ?? "") ? query.get("date") : null,
    length: Number(query.get("duration")) || event.lengthInMinutes,
    onPick: (start, end) => showForm(start, end),
  });
  const former = moved ? make("p", {}, make("span", { class: "unseen" }, "Former time: "),
    make("span", { class: "former" }, spanText(moved.start, moved.end, picker.zone, picker.clock))) : null;

  // Courtesy to others: while the form is open the time is not shown to them. A
  // hold that cannot be had is no reason to stop.
  function beginHold(start) {
    if (moved || event.recurrence && !event.recurrence.disabled) return;
    const wanted = { eventTypeId: event.id, slotStart: new Date(start).toISOString() };
    if (hasLengths) wanted.slotDuration = picker.length;
    hold = ask("POST", "/v2/slots/reservations", { version: "2024-09-04", body: wanted })
      .then((made) => made.reservationUid, () => null);
  }

  async function endHold() {
    const uid = await hold;
    hold = null;
    if (uid) await ask("DELETE", `/v2/slots/reservations/${uid}`, { version: "2024-09-04" }).catch(() => null);
  }

  function showPicker(told = "") {
    const problem = make("p", { class: "told", role: "alert" });
    body.replaceChildren(problem, picker.element);
    picker.controls.hidden = false;
    problem.textContent = told;
    return picker.forget();
  }

  function showForm(start, end) {
    beginHold(start);
    const title = make("h2", { tabindex: "-1" }, moved ? "Move it to this time?" : "Your details");
    const form = moved ? null : new BookingForm(event, given);
    const reason = make("textarea", { id: "reason", rows: "3" });
    const told = make("p", { class: "told", role: "alert" });
    const submit = make("button", { type: "submit", class: "main" }, moved ? "Move the booking" : "Book it");
    // The same key while the same thing is asked: pressed twice, or again after
    // an answer that was lost, it is booked once.
    let key = { of: "", uid: "" };

    async function book() {
      const wanted = { ...form.body(picker.zone, language()), start: new Date(start).toISOString(), eventTypeId: event.id };
      if (hasLengths) wanted.lengthInMinutes = picker.length;
      const uid = await hold;
      if (uid) wanted.reservationUid = uid;
      const text = JSON.stringify(wanted);
      if (key.of !== text) key = { of: text, uid: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` };
      return ask("POST", "/v2/bookings", { body: wanted, headers: { "Idempotency-Key": key.uid } });
    }

    function move() {
      const wanted = { start: new Date(start).toISOString() };
      if (seatUid) wanted.seatUid = seatUid;
      if (reason.value.trim()) wanted.reschedulingReason = reason.value.trim();
      return ask("POST", `/v2/bookings/${encodeURIComponent(moved.uid)}/reschedule`, { body: wanted });
    }

    const send = working(submit, told, async () => {
      if (form && !form.check()) return;
      try {
        goOn(event, await (moved ? move() : book()), moved ? "moved=true" : "booked=true");
      } catch (problem) {
        const isGone = ["no_available_users_found_error", "booking_seats_full_error", "held", "taken",
          "booking_time_out_of_bounds_error", "booking_limit_reached", "duration_limit_reached"].includes(problem.reason);
        if (!isGone) throw problem;
        // Somebody was quicker: back to the times, and nothing typed is lost.
        if (form) given = { ...given, ...form.answers() };
        await endHold();
        await showPicker("Sorry, this time is no longer free. Please choose another; what you typed is kept.");
      }
    });
    const back = make("button", {
      type: "button",
      onclick: async () => {
        if (form) given = { ...given, ...form.answers() };
        await endHold();
        await showPicker();
      },
    }, "Back");
    picker.controls.hidden = true;
    body.replaceChildren(make("form", { novalidate: true, onsubmit: send },
      title,
      make("p", {}, spanText(start, end, picker.zone, picker.clock),
        make("br"), make("span", { class: "soft" }, picker.zone.replaceAll("_", " "))),
      form ? form.element : make("div", { class: "field" },
        make("label", { for: "reason" }, "Why do you move it? (optional)"), reason),
      told, make("div", { class: "buttons" }, submit, back)));
    title.focus();
    title.scrollIntoView({ block: "nearest" });
  }

  show(`${event.title}, ${host.name}`, make("div", { class: "booking card" },
    make("section", { class: "about" },
      host.name ? person(host.name) : null,
      make("h1", {}, moved ? `Move: ${event.title}` : event.title),
      former, factsOf(event),
      event.description ? make("p", { class: "lines" }, event.description) : null,
      picker.controls),
    body));
  return showPicker();
}

// An event type may be bound to its own zone, whatever the visitor's.
async function lockedZoneOf(event, address) {
  if (!event.lockTimeZoneToggleOnBookingPage) return null;
  const query = new URLSearchParams({ username: address.isTeam ? "" : address.owner });
  if (address.isTeam) {
    query.set("isTeamEvent", "true");
    query.set("teamId", address.owner);
  }
  const told = await ask("GET", `/v2/atoms/event-types/${encodeURIComponent(event.slug)}/public?${query}`)
    .catch(() => null);
  return told?.lockedTimeZone ?? told?.schedule?.timeZone ?? null;
}

async function begin() {
  const address = addressOf(location);
  const moved = address.query.get("rescheduleUid");
  try {
    const events = await ask("GET", listPath(address), { version: EVENT_TYPES });
    if (!address.slug) {
      showList(address, events);
      return;
    }
    if (events.length === 0) {
      // The link to the rest only where there is a rest.
      if ((await ask("GET", listPath(address, ""), { version: EVENT_TYPES })).length === 0) {
        showList(address, []);
        return;
      }
      showMessage("There is nothing here", "This cannot be booked, or not any more. Look at the address again.",
        make("p", {}, make("a", { href: address.path }, "What else can be booked")));
      return;
    }
    if (moved) {
      location.replace(`/booking/${encodeURIComponent(moved)}?reschedule=true`);
      return;
    }
    await showEvent(events[0], { query: address.query, lockedZone: await lockedZoneOf(events[0], address) });
  } catch (problem) {
    if (problem.status === 404 || problem.status === 400) showMessage("There is nothing here", problem.message);
    else showProblem(problem, begin);
  }
}

if (document.documentElement.dataset.page === "booking") begin();
