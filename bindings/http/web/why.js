// "Why is this time missing?": the engine's reasons as sentences. Kinds and
// members are those of docs/request.md, section Explain.
import { dateIn, dateText, lengthText, make, timeIn } from "/web/page.js";

const SOURCES = [
  [/^schedule\.availability/, "the weekly hours"],
  [/^schedule\.overrides/, "the hours of this date, set apart"],
  [/^schedule\.holidays/, "a holiday"],
  [/^schedule\.outOfOffice/, "an absence"],
];

function sourceText(source) {
  return SOURCES.find(([pattern]) => pattern.test(source))?.[1] ?? source;
}

export function reasonText(reason, zone, clock) {
  const time = (instant) => timeIn(instant, zone, clock);
  const day = (instant) => dateText(dateIn(instant, zone));
  const range = () => (day(reason.start) === day(reason.end)
    ? `${time(reason.start)} – ${time(reason.end)}`
    : `${day(reason.start)} ${time(reason.start)} – ${day(reason.end)} ${time(reason.end)}`);
  const entry = () => (/^holds/.test(reason.source) ? "somebody's reservation" : reason.id ? "a booking" : "something");
  switch (reason.kind) {
    case "group": return reason.require === 1
      ? "Nobody who could host it can take this time." : `${reason.require} hosts are needed, ${reason.able} can take it.`;
    case "closed": return `Closed ${range()}: ${sourceText(reason.source)} of ${dateText(reason.date)} say so.`;
    case "busy": return `Busy ${range()}: ${entry()} is there.`;
    case "buffer": return `Too close to ${entry()} at ${range()}, which lies ${reason.side} it: a buffer must stay free between them.`;
    case "full": return `Full: ${reason.seatsBooked} of ${reason.seats} places are taken.`;
    case "short": return `Too short: the free time here ends at ${time(reason.end)}.`;
    case "grid": {
      const near = [reason.before, reason.after].filter(Boolean).map((at) => `${day(at)} ${time(at)}`);
      return `Free, but starts are at other minutes${near.length ? `: the nearest are ${near.join(" and ")}` : ""}.`;
    }
    case "notice": return `Too soon: the earliest start is ${day(reason.earliest)} ${time(reason.earliest)}.`;
    case "window": return `Outside the dates that can be booked${reason.first ? ` from ${dateText(reason.first)}` : ""}${reason.last ? ` to ${dateText(reason.last)}` : ""}.`;
    case "limit": {
      const amount = (count) => (reason.limit === "count" ? `${count} bookings` : lengthText(count));
      return `A limit: ${amount(reason.current)} from ${dateText(reason.first)} to ${dateText(reason.last)}, and ${amount(reason.most)} a ${reason.period} is the most.`;
    }
    case "notFirst": return `Only the first time of the date is shown, ${time(reason.first)}.`;
    default: return reason.kind;
  }
}

export function explanationView(told, clock) {
  const zone = told.timeZone;
  const verdict = told.bookable ? "It is not missing: a slot begins here."
    : told.accepted ? "It is not shown, but it can be booked." : "It is not offered, and it cannot be booked.";
  const list = (reasons) => make("ul", { class: "reasons" }, reasons.map((reason) =>
    make("li", { "data-kind": reason.kind }, reasonText(reason, zone, clock),
      /^bookings/.test(reason.source ?? "") && reason.id
        ? [" ", make("a", { href: `/booking/${encodeURIComponent(reason.id)}` }, "Look at it")] : null)));
  return make("section", { class: "explanation" },
    make("h3", {}, verdict),
    make("p", { class: "soft" }, `${dateText(dateIn(told.at, zone), { weekday: "long", day: "numeric", month: "long", year: "numeric" })}, ${timeIn(told.at, zone, clock)}, ${zone}`),
    told.reasons.length > 0 ? list(told.reasons) : null,
    (told.groups ?? []).flatMap((group) => group.hosts).map((host) => make("div", {},
      make("h3", {}, host.name || `User ${host.id}`),
      host.reasons.length > 0 ? list(host.reasons) : make("p", {}, "can take it"))));
}

// The instant of a wall clock, "2026-11-24" and "09:30", in a zone. Of a time
// that comes twice the first; a time that is skipped is the hour after.
export function instantOf(date, time, zone) {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const wallOf = (instant) => Date.parse(`${dateIn(instant, zone)}T${timeIn(instant, zone, 24)}:00Z`);
  const guesses = [wanted - 86_400_000, wanted + 86_400_000].map((around) => wanted - (wallOf(around) - around));
  const right = guesses.filter((guess) => wallOf(guess) === wanted);
  return new Date(right.length > 0 ? Math.min(...right) : Math.max(...guesses)).toISOString();
}
