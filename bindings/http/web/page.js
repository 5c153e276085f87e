// What the pages share: making elements, asking the API, writing times. Text
// goes into a page as text only.

// An element with attributes, listeners (on...), and children.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// Why a request failed, in words for the reader. `status` 0: no answer at all.
export class Problem extends Error {
  constructor(message, status, reason = "") {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

function problemOf(status, envelope) {
  if (status === 429) {
    return new Problem("Those were too many requests at once. Wait a minute, then try again.", status);
  }
  if (status >= 500 || !envelope?.error) {
    return new Problem("The service has a problem of its own. Try again in a moment.", status);
  }
  const { message, details } = envelope.error;
  const rules = (details?.errors ?? []).flatMap((one) => Object.values(one.constraints ?? {}));
  return new Problem(rules.join("; ") || message, status, details?.reason ?? "");
}

// The data of an answer. The booking pages ask as nobody in particular: an
// operator's cookie has no business there.
export async function ask(method, path, { version = "2024-08-13", body, headers = {}, credentials = "omit" } = {}) {
  const sent = { "cal-api-version": version, ...headers };
  if (body !== undefined) sent["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, { method, headers: sent, credentials, body: JSON.stringify(body) });
  } catch {
    throw new Problem("The service does not answer. Look at your connection, then try again.", 0);
  }
  const envelope = await answer.json().catch(() => null);
  if (answer.ok && envelope?.status === "success") return envelope.data;
  throw problemOf(answer.status, envelope);
}

// --- times -------------------------------------------------------------------

export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

// The pages are in English; the order of day and month is the reader's, where
// the reader reads English.
export const LOCALE = navigator.language?.startsWith("en") ? navigator.language : "en-GB";

export function ownZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

export function zones() {
  const known = Intl.supportedValuesOf?.("timeZone") ?? [];
  return [...new Set([...known, ownZone(), "UTC"])].sort();
}

// "2026-11-24", days later or earlier.
export function dayAfter(date, days) {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

export function weekdayOf(date) {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

// "2026-11", months later or earlier.
export function monthAfter(month, months) {
  const first = new Date(`${month}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + months);
  return first.toISOString().slice(0, 7);
}

export function dateText(date, options = { weekday: "long", day: "numeric", month: "long" }) {
  return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" })
    .format(new Date(`${date}T00:00:00Z`));
}

// The date of an instant in a zone.
export function dateIn(instant, zone) {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone, calendar: "iso8601", year: "numeric", month: "2-digit", day: "2-digit",
  }).formatToParts(new Date(instant));
  const part = (type) => parts.find((one) => one.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

export function timeIn(instant, zone, clock) {
  return new Intl.DateTimeFormat(LOCALE, {
    timeZone: zone, hour: clock === 12 ? "numeric" : "2-digit", minute: "2-digit",
    hourCycle: clock === 12 ? "h12" : "h23",
  }).format(new Date(instant));
}

// "Tuesday, 24 November 2026, 09:00 – 09:30"
export function spanText(start, end, zone, clock) {
  const day = dateText(dateIn(start, zone),
    { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return `${day}, ${timeIn(start, zone, clock)} – ${timeIn(end, zone, clock)}`;
}

export function lengthText(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return `${hours} h${rest ? ` ${rest} min` : ""}`;
}

// --- what the reader chose before --------------------------------------------

// Private windows may refuse to keep anything; then each page begins anew.
export function kept(name) {
  try {
    return localStorage.getItem(`bookable.${name}`);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`bookable.${name}`, value);
  } catch {
    // then not
  }
}

// 12 or 24: what was chosen, else what the reader's language says.
export function ownClock() {
  const chosen = Number(kept("clock"));
  if (chosen === 12 || chosen === 24) return chosen;
  const cycle = new Intl.DateTimeFormat(navigator.language, { hour: "numeric" }).resolvedOptions().hourCycle;
  return cycle === "h12" || cycle === "h11" ? 12 : 24;
}

export function clockSwitch(clock, onChange) {
  const choice = (hours) => make("label", { class: "choice" },
    make("input", {
      type: "radio", name: "clock", value: String(hours), checked: hours === clock,
      onchange: () => { keep("clock", hours); onChange(hours); },
    }), `${hours} h`);
  return make("fieldset", { class: "switch" },
    make("legend", { class: "unseen" }, "Clock"), choice(12), choice(24));
}

export function zoneSelect(zone, onChange, isLocked = false) {
  const select = make("select", {
    id: "zone", disabled: isLocked, onchange: () => onChange(select.value),
  }, [...new Set([zone, ...zones()])].sort().map((name) =>
    make("option", { value: name, selected: name === zone }, name.replaceAll("_", " "))));
  return make("div", {}, make("label", { for: "zone" }, "Time zone"), select);
}

// --- whole pages -------------------------------------------------------------

export function show(title, ...content) {
  document.title = title;
  const page = document.getElementById("page");
  page.replaceChildren(...content);
  page.removeAttribute("aria-busy");
}

// A page that says one thing.
export function showMessage(title, text, ...more) {
  show(title, make("section", { class: "card narrow" },
    make("h1", {}, title), make("p", {}, text), ...more));
}

export function showProblem(problem, again) {
  const retry = make("div", { class: "buttons" },
    make("button", { type: "button", class: "main", onclick: again }, "Try again"));
  showMessage("This did not work", problem.message, again ? retry : null);
}

export function initials(name) {
  const letters = (name || "?").split(/\s+/).map((word) => [...word][0] ?? "").filter(Boolean);
  const shown = letters.length > 1 ? letters[0] + letters.at(-1) : letters[0] ?? "?";
  return make("span", { class: "initials", "aria-hidden": "true" }, shown.toUpperCase());
}

// Runs what a button or form does: one at a time, and what goes wrong is told.
export function working(button, told, work) {
  return async (event) => {
    event?.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    told.textContent = "";
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem)) console.error(problem);
      told.textContent = problem.message;
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
}
