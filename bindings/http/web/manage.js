// /booking/{uid}: what was booked, and moving or cancelling it. The links that
// an OAuth client's redirect addresses make end here too: ?reschedule=true,
// ?cancel=true with allRemainingBookings, ?changes=true, ?rescheduleUid=UID, and
// seatReferenceUid or seatUid for one seat.
import { showEvent } from "/web/booking.js";
import {
  ask, clockSwitch, make, ownClock, ownZone, show, showMessage, showProblem, spanText, working,
} from "/web/page.js";

const query = new URLSearchParams(location.search);
const uid = query.get("rescheduleUid") ?? decodeURIComponent(location.pathname.split("/").filter(Boolean)[1] ?? "");
let seatUid = query.get("seatUid") ?? query.get("seatReferenceUid");
const zone = ownZone();

const path = (of, action = "") => `/v2/bookings/${encodeURIComponent(of)}${action}`;

// The occurrences of what the uid names: one booking, or a series. Links to
// reschedule a seat have the seat's uid in the booking's place.
async function read() {
  try {
    return [await ask("GET", path(uid))].flat();
  } catch (problem) {
    if (problem.status !== 404) throw problem;
    const known = await ask("GET", path(uid, "/reschedule"), { version: "2024-06-14" }).catch(() => null);
    if (!known || known.uid === uid) throw problem;
    seatUid = uid;
    return [await ask("GET", path(known.uid))].flat();
  }
}

const isOver = (booking) => new Date(booking.end) <= new Date();
const isLive = (booking) => (booking.status === "accepted" || booking.status === "pending") && !isOver(booking);

function statusOf(bookings) {
  const live = bookings.filter(isLive);
  if (live.some((one) => one.status === "pending")) return ["Waiting for the host to confirm", ""];
  if (live.length > 0) return ["Confirmed", "good"];
  if (bookings.every((one) => one.status === "rejected")) return ["Declined by the host", "bad"];
  if (bookings[0].rescheduledToUid) return ["Moved to another time", "bad"];
  if (bookings.every((one) => one.status === "cancelled")) return ["Cancelled", "bad"];
  return ["Over", ""];
}

function headlineOf(bookings) {
  if (query.has("cancelled") && !bookings.some(isLive)) return "It is cancelled";
  if (query.has("moved")) return bookings.some((one) => one.status === "pending") ? "The new time waits for a yes" : "It is moved";
  if (query.has("booked")) return bookings.some((one) => one.status === "pending") ? "Your request was sent" : "It is booked";
  return bookings[0].title || "A booking";
}

const PLACE_CODES = { "integrations:daily": "By video" };

function placeOf(booking) {
  const place = booking.location;
  if (!place) return null;
  if (/^https?:\/\//.test(place)) return make("a", { href: place, rel: "noreferrer" }, place);
  return PLACE_CODES[place] ?? place;
}

// The API lists the hosts beside the first among the attendees, last. They are
// those who are neither who booked, nor a guest, nor on a seat.
function cohostsOf(booking) {
  return booking.attendees.filter((one, i) => i > 0 && !one.seatUid && !(booking.guests ?? []).includes(one.email));
}

function peopleOf(booking) {
  const cohosts = cohostsOf(booking);
  return booking.attendees.filter((one) => !cohosts.includes(one))
    .map((one) => one.name ? `${one.name} (${one.email})` : one.email).join(", ");
}

function factsOf(bookings, clock) {
  const first = bookings[0];
  const when = bookings.map((one) => {
    const text = spanText(one.start, one.end, zone, clock);
    return make("span", {}, one.status === "cancelled" || one.status === "rejected"
      ? make("span", { class: "former" }, text) : text, make("br"));
  });
  const facts = [
    ["What", first.title],
    ["When", [...when, make("span", { class: "soft" }, zone.replaceAll("_", " "))]],
    ["With", [...first.hosts, ...cohostsOf(first)].map((one) => one.name).join(", ")],
    ["For", peopleOf(first)],
    ["Where", placeOf(first)],
    ["Notes", first.description],
    ["Moved because", first.reschedulingReason],
    ["Cancelled because", first.cancellationReason],
    ["Declined because", first.rejectionReason],
  ];
  return make("dl", { class: "facts" }, facts.filter(([, content]) => content && content.length !== 0)
    .flatMap(([name, content]) => [make("dt", {}, name), make("dd", { class: "lines" }, content)]));
}

// Made here, for the API gives its links to those who manage a booking.
function calendarLinks(booking) {
  const compact = (time) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
  const of = (address, parts) => `${address}?${new URLSearchParams(parts)}`;
  const [start, end] = [compact(booking.start), compact(booking.end)];
  const place = booking.location ?? "";
  const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
  const file = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bookable//EN", "BEGIN:VEVENT", `UID:${booking.icsUid}`,
    `DTSTAMP:${start}`, `DTSTART:${start}`, `DTEND:${end}`, `SUMMARY:${escaped(booking.title)}`,
    `LOCATION:${escaped(place)}`, "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
  const links = [
    ["Google Calendar", of("https://calendar.google.com/calendar/r/eventedit",
      { dates: `${start}/${end}`, text: booking.title, location: place })],
    ["Microsoft Outlook", of("https://outlook.live.com/calendar/0/deeplink/compose",
      { path: "/calendar/action/compose", rru: "addevent", startdt: booking.start, enddt: booking.end,
        subject: booking.title, location: place })],
    ["a file (.ics)", `data:text/calendar,${encodeURIComponent(file)}`],
  ];
  return make("p", { class: "small" }, "Add it to a calendar: ", links.flatMap(([label, href], i) => [
    i ? ", " : "",
    make("a", { href, rel: "noreferrer", download: href.startsWith("data:") ? "booking.ics" : null }, label)]));
}

function cancelForm(bookings) {
  const live = bookings.filter(isLive);
  const isSeries = Boolean(bookings[0].recurringBookingUid);
  const takesAll = isSeries && (bookings.length > 1 || query.get("allRemainingBookings") === "true");
  const reason = make("textarea", { id: "reason", rows: "3" });
  const told = make("p", { class: "told", role: "alert" });
  const submit = make("button", { type: "submit", class: "bad" }, takesAll ? "Cancel all that are left" : "Cancel the booking");
  const title = make("h2", { tabindex: "-1" }, takesAll ? "Cancel these bookings?" : "Cancel this booking?");
  const form = make("form", {
    hidden: true,
    onsubmit: working(submit, told, async () => {
      const body = {};
      // A seat is cancelled by its uid alone.
      if (seatUid) body.seatUid = seatUid;
      else if (reason.value.trim()) body.cancellationReason = reason.value.trim();
      const of = takesAll ? bookings[0].recurringBookingUid : live[0].uid;
      await ask("POST", path(of, "/cancel"), { body });
      location.assign(`/booking/${encodeURIComponent(of)}?cancelled=true`);
    }),
  }, title,
  seatUid ? null : make("div", { class: "field" }, make("label", { for: "reason" }, "Why? (optional)"), reason),
  told, make("div", { class: "buttons" }, submit,
    make("button", { type: "button", onclick: () => { form.hidden = true; } }, "Keep it")));
  form.open = () => { form.hidden = false; title.focus(); title.scrollIntoView({ block: "nearest" }); };
  return form;
}

async function showBooking(bookings) {
  const [status, mood] = statusOf(bookings);
  const canChange = bookings.some(isLive);
  const cancelling = canChange ? cancelForm(bookings) : null;
  const facts = make("div");
  const draw = (clock) => facts.replaceChildren(factsOf(bookings, clock));
  draw(ownClock());
  const heading = make("h1", { tabindex: "-1" }, headlineOf(bookings));
  const single = bookings.length === 1;
  const buttons = canChange ? make("div", { class: "buttons" },
    single ? make("a", { class: "button", href: `/booking/${encodeURIComponent(bookings[0].uid)}?${withSeat("reschedule=true")}` }, "Move it") : null,
    make("button", { type: "button", class: "bad", onclick: () => cancelling.open() }, single ? "Cancel it" : "Cancel them")) : null;
  const next = bookings[0].rescheduledToUid;
  const { username } = bookings[0].hosts[0] ?? {};
  const again = canChange || !username || !bookings[0].eventType ? null : make("p", {},
    make("a", { href: `/${encodeURIComponent(username)}/${encodeURIComponent(bookings[0].eventType.slug)}` }, "Book another time"));
  show(headlineOf(bookings), make("section", { class: "card narrow" },
    make("p", { class: `status ${mood}` }, status), heading, facts, clockSwitch(ownClock(), draw),
    next ? make("p", {}, make("a", { href: `/booking/${encodeURIComponent(next)}` }, "See the new time")) : null,
    single ? null : make("ul", { class: "plain small" }, bookings.filter(isLive).map((one) => make("li", {},
      make("a", { href: `/booking/${encodeURIComponent(one.uid)}` }, `Change ${spanText(one.start, one.end, zone, ownClock())} only`)))),
    canChange ? calendarLinks(bookings.find(isLive)) : null,
    buttons, cancelling, again));
  if (query.has("booked") || query.has("moved") || query.has("cancelled")) heading.focus();
  if (query.get("cancel") === "true" && cancelling) cancelling.open();
}

function withSeat(text) {
  const all = new URLSearchParams(text);
  if (seatUid) all.set("seatUid", seatUid);
  return all;
}

// The event type as it stands; where it cannot be read (a team's, a hidden
// one), the booking itself says enough to be moved.
async function eventOf(booking) {
  const { username } = booking.hosts[0] ?? {};
  const slug = booking.eventType?.slug;
  if (username && slug) {
    const found = await ask("GET", `/v2/event-types?${new URLSearchParams({ username, eventSlug: slug })}`,
      { version: "2024-06-14" }).catch(() => []);
    if (found[0]?.id === booking.eventTypeId) return { ...found[0], successRedirectUrl: null };
  }
  return {
    id: booking.eventTypeId, slug, title: booking.title, lengthInMinutes: booking.duration,
    locations: [], bookingFields: [], users: booking.hosts,
  };
}

async function begin() {
  if (!uid) {
    showMessage("Which booking?", "The address of this page must end with a booking's uid, as your confirmation has it.");
    return;
  }
  try {
    const bookings = await read();
    const moves = query.get("reschedule") === "true" || query.has("rescheduleUid");
    if (moves && bookings.length === 1 && isLive(bookings[0])) {
      const event = await eventOf(bookings[0]);
      if (event.id) {
        await showEvent(event, { moved: bookings[0], seatUid });
        return;
      }
    }
    await showBooking(bookings);
  } catch (problem) {
    if (problem.status === 404) {
      showMessage("There is no such booking", "Look at the address again; it should end with the uid of your confirmation.");
    } else {
      showProblem(problem, begin);
    }
  }
}

begin();
