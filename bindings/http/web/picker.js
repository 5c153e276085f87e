// The month, and the times of the day that is chosen in it.
//
// Days are a grid as the ARIA practices describe it: one stop of the Tab key,
// arrows from day to day, Home and End in a week, Page Up and Down by months.
// Dates and times are those the API answers for the zone that is shown; nothing
// here adds hours to instants.
import {
  DAYS, ask, clockSwitch, dateIn, dateText, dayAfter, lengthText, make, monthAfter, ownClock,
  ownZone, timeIn, weekdayOf, zoneSelect,
} from "/web/page.js";

// So far ahead the first free month is looked for by itself.
const MONTHS_TO_LOOK = 6;

export class Picker {
  // event: {id, lengths, hasLengths, weekStart}; moved: the booking that is rescheduled, or
  // null; zone: one that is fixed, or null; first: a date to begin with, or
  // null; onPick(start, end).
  constructor({ event, moved = null, movedSeat = null, zone = null, first = null, length, onPick }) {
    this.event = event;
    this.moved = moved;
    this.movedSeat = movedSeat;
    this.isZoneLocked = zone !== null;
    this.zone = zone ?? ownZone();
    this.clock = ownClock();
    this.length = event.lengths.includes(length) ? length : event.lengths[0];
    this.onPick = onPick;
    this.answers = new Map();  // by month, zone and length
    this.asked = 0;
    this.date = null;
    this.month = (first ?? this.today()).slice(0, 7);
    this.wanted = first;
    this.isLooking = first === null;

    this.status = make("p", { class: "unseen", role: "status" });
    this.controls = make("div", { class: "controls" });
    this.monthBox = make("section", { "aria-labelledby": "month-name" });
    this.timesBox = make("section", { class: "times", "aria-labelledby": "times-name" });
    this.element = make("div", { class: "picker" }, this.monthBox, this.timesBox, this.status);
    this.drawControls();
  }

  today() {
    return dateIn(Date.now(), this.zone);
  }

  // What was answered may be old: after a time was taken.
  forget() {
    this.answers.clear();
    return this.load();
  }

  async load() {
    const asked = ++this.asked;
    this.draw("Looking for free times…");
    try {
      let month = this.month;
      let slots = await this.slotsOf(month);
      if (asked !== this.asked) return;
      for (let i = 0; this.isLooking && Object.keys(slots).length === 0 && i < MONTHS_TO_LOOK; ++i) {
        month = monthAfter(month, 1);
        slots = await this.slotsOf(month);
        if (asked !== this.asked) return;
      }
      if (Object.keys(slots).length > 0) this.month = month;
      this.isLooking = false;
      this.slots = slots;
      const dates = Object.keys(slots);
      if (!dates.includes(this.date)) {
        this.date = dates.includes(this.wanted) ? this.wanted : dates[0] ?? null;
      }
      this.wanted = null;
      this.draw();
    } catch (problem) {
      if (asked !== this.asked) return;
      this.slots = {};
      this.date = null;
      this.draw(problem.message, () => this.load());
    }
  }

  async slotsOf(month) {
    const key = `${month} ${this.zone} ${this.length}`;
    if (this.answers.has(key)) return this.answers.get(key);
    const query = new URLSearchParams({
      eventTypeId: this.event.id,
      // The API reads its bounds in UTC: a day more at each end.
      start: dayAfter(`${month}-01`, -1),
      end: `${monthAfter(month, 1)}-01`,
      timeZone: this.zone,
      format: "range",
    });
    if (this.event.hasLengths) query.set("duration", this.length);
    if (this.moved) query.set("bookingUidToReschedule", this.movedSeat ?? this.moved.uid);
    const answer = await ask("GET", `/v2/slots?${query}`, { version: "2024-09-04" });
    const slots = Object.fromEntries(Object.entries(answer).filter(([date]) => date.startsWith(month)));
    this.answers.set(key, slots);
    return slots;
  }

  // --- what is drawn ---------------------------------------------------------

  drawControls() {
    const controls = [];
    if (this.event.lengths.length > 1) {
      controls.push(make("fieldset", { class: "lengths" }, make("legend", {}, "Length"),
        this.event.lengths.map((length) => make("label", { class: "choice" },
          make("input", {
            type: "radio", name: "length", value: String(length), checked: length === this.length,
            onchange: () => { this.length = length; this.load(); },
          }), lengthText(length)))));
    }
    controls.push(
      zoneSelect(this.zone, (zone) => { this.zone = zone; this.load(); }, this.isZoneLocked),
      clockSwitch(this.clock, (clock) => { this.clock = clock; this.draw(); }));
    this.controls.replaceChildren(...controls);
  }

  draw(message = null, again = null) {
    this.drawMonth(message === null ? this.slots : {});
    this.drawTimes(message, again);
  }

  goTo(month, focus = null) {
    this.month = month;
    this.wanted = focus;
    this.focused = focus;
    return this.load();
  }

  drawMonth(slots) {
    const first = `${this.month}-01`;
    const start = Math.max(0, DAYS.indexOf(this.event.weekStart));
    const name = dateText(first, { month: "long", year: "numeric" });
    const isPast = this.month <= this.today().slice(0, 7);
    const step = (months, label, sign, isOff) => make("button", {
      type: "button", "aria-label": label, "aria-disabled": isOff ? "true" : null,
      onclick: () => isOff || this.goTo(monthAfter(this.month, months)),
    }, sign);
    const hadFocus = this.monthBox.contains(document.activeElement) ? document.activeElement : null;
    const barLabel = hadFocus?.getAttribute("aria-label") ?? null;

    const head = make("tr", {}, Array.from({ length: 7 }, (_, i) => {
      const day = DAYS[(start + i) % 7];
      return make("th", { scope: "col", abbr: day }, make("span", { "aria-hidden": "true" }, day.slice(0, 2)),
        make("span", { class: "unseen" }, day));
    }));
    const rows = [];
    let date = dayAfter(first, -((weekdayOf(first) - start + 7) % 7));
    while (date.slice(0, 7) <= this.month) {
      const row = make("tr");
      for (let i = 0; i < 7; ++i, date = dayAfter(date, 1)) row.append(this.day(date, slots));
      rows.push(row);
    }
    const grid = make("table", { class: "month", role: "grid", "aria-labelledby": "month-name" },
      make("thead", {}, head), make("tbody", {}, rows));
    grid.addEventListener("keydown", (event) => this.onKey(event));
    this.monthBox.replaceChildren(
      make("div", { class: "bar" },
        step(-1, "Previous month", "‹", isPast), make("h2", { id: "month-name", "aria-live": "polite" }, name),
        step(1, "Next month", "›", false)),
      grid);

    // One day takes the Tab key; the focus stays where it was.
    const days = [...grid.querySelectorAll("button")];
    const on = (date) => days.find((one) => one.dataset.date === date);
    const stop = on(this.focused ?? hadFocus?.dataset.date) ?? on(this.date) ?? days[0];
    stop.tabIndex = 0;
    if (this.focused || hadFocus?.dataset.date) stop.focus();
    else if (barLabel) this.monthBox.querySelector(`[aria-label="${barLabel}"]`)?.focus();
    this.focused = null;
  }

  day(date, slots) {
    if (!date.startsWith(this.month)) return make("td");
    const count = slots[date]?.length ?? 0;
    const said = count === 0 ? "nothing free" : `${count} ${count === 1 ? "time" : "times"}`;
    return make("td", { role: "gridcell", "aria-selected": count > 0 ? String(date === this.date) : null },
      make("button", {
        type: "button", tabindex: "-1", "data-date": date, class: count > 0 ? "free" : "none",
        "aria-label": `${dateText(date)}, ${said}`,
        "aria-disabled": count === 0 ? "true" : null,
        "aria-current": date === this.today() ? "date" : null,
        onclick: () => count > 0 && this.choose(date),
      }, String(Number(date.slice(8)))));
  }

  choose(date) {
    this.date = date;
    this.focused = date;
    this.draw();
    const count = this.slots[date].length;
    this.status.textContent = `${dateText(date)}: ${count} ${count === 1 ? "time" : "times"} to choose from`;
    // Below the month, on a narrow page, the times may be out of sight.
    const { top } = this.timesBox.getBoundingClientRect();
    if (top > window.innerHeight - 120) this.timesBox.scrollIntoView({ block: "start" });
  }

  onKey(event) {
    const date = event.target.dataset?.date;
    if (!date || event.altKey || event.ctrlKey || event.metaKey) return;
    const start = Math.max(0, DAYS.indexOf(this.event.weekStart));
    const column = (weekdayOf(date) - start + 7) % 7;
    const inMonth = (months) => {
      const month = monthAfter(date.slice(0, 7), months);
      const last = Number(dayAfter(`${monthAfter(month, 1)}-01`, -1).slice(8));
      return `${month}-${String(Math.min(Number(date.slice(8)), last)).padStart(2, "0")}`;
    };
    const to = {
      ArrowLeft: () => dayAfter(date, -1), ArrowRight: () => dayAfter(date, 1),
      ArrowUp: () => dayAfter(date, -7), ArrowDown: () => dayAfter(date, 7),
      Home: () => dayAfter(date, -column), End: () => dayAfter(date, 6 - column),
      PageUp: () => inMonth(-1), PageDown: () => inMonth(1),
    }[event.key]?.();
    if (!to) return;
    event.preventDefault();
    const month = to.slice(0, 7);
    if (month < this.today().slice(0, 7)) return;
    if (month !== this.month) {
      this.goTo(month, to);
      return;
    }
    for (const button of this.monthBox.querySelectorAll("[data-date]")) {
      button.tabIndex = button.dataset.date === to ? 0 : -1;
      if (button.tabIndex === 0) button.focus();
    }
  }

  drawTimes(message, again) {
    if (message !== null) {
      this.timesBox.replaceChildren(
        make("h2", { id: "times-name" }, "Times"), make("p", { role: again ? "alert" : null }, message),
        again ? make("button", { type: "button", onclick: again }, "Try again") : "");
      return;
    }
    if (this.date === null) {
      this.timesBox.replaceChildren(
        make("h2", { id: "times-name" }, "Times"),
        make("p", {}, `Nothing is free in ${dateText(`${this.month}-01`, { month: "long", year: "numeric" })}.`),
        make("button", {
          type: "button", onclick: () => { this.isLooking = true; this.goTo(monthAfter(this.month, 1)); },
        }, "Look further ahead"));
      return;
    }
    const list = this.slots[this.date];
    const texts = list.map((slot) => timeIn(slot.start, this.zone, this.clock));
    this.timesBox.replaceChildren(
      make("h2", { id: "times-name" }, dateText(this.date)),
      make("p", { class: "soft small" }, `Times in ${this.zone.replaceAll("_", " ")}`),
      make("ul", { class: "plain" }, list.map((slot, i) => {
        // In the night the clocks go back an hour comes twice.
        const isTwice = texts.indexOf(texts[i]) !== texts.lastIndexOf(texts[i]);
        const offset = slot.start.endsWith("Z") ? "UTC" : slot.start.slice(-6);
        const seats = slot.seatsTotal === undefined ? null
          : make("small", {}, `${slot.seatsRemaining} of ${slot.seatsTotal} places left`);
        return make("li", {}, make("button", {
          type: "button", "data-start": slot.start, onclick: () => this.onPick(slot.start, slot.end),
        }, isTwice ? `${texts[i]} (${offset})` : texts[i], seats));
      })));
  }
}
