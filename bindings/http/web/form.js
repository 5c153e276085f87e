// The form of a booking: the event type's booking fields, its locations, and
// what the API is sent of them.
import { make } from "/web/page.js";

const LABELS = {
  name: "Your name", email: "E-mail", attendeePhoneNumber: "Phone number", title: "What is it about?",
  notes: "Notes", guests: "More guests", rescheduleReason: "Why do you move it?",
};
const HINTS = {
  guests: "Their e-mail addresses, one a line.",
  attendeePhoneNumber: "With the country's code, like +39 06 1234567.",
  phone: "With the country's code, like +39 06 1234567.",
};
const INPUTS = { email: "email", phone: "tel", number: "number", url: "url" };
// What the browser may fill in by itself.
const AUTOFILL = { name: "name", email: "email", attendeePhoneNumber: "tel" };
const PLACES = {
  attendeeAddress: ["address", "At an address you name", "The address"],
  attendeePhone: ["phone", "By phone, on your number", "Your phone number"],
  attendeeDefined: ["location", "Somewhere you name", "Where?"],
};

function placeText(location) {
  switch (location.type) {
    case "address": return `In person: ${location.address}`;
    case "link": return "Online, by a link";
    case "phone": return `By phone: ${location.phone}`;
    case "integration":
    case "organizersDefaultApp": return "By video";
    default: return PLACES[location.type]?.[1] ?? "As agreed";
  }
}

// Where an event takes place, in a few words.
export function placesText(event) {
  return event.locations.map(placeText).join(", or ");
}

const lines = (text) => text.split(/[\n,;]+/).map((line) => line.trim()).filter(Boolean);

// A field: how it is shown, read, checked. `value` is undefined where nothing
// was answered.
class Field {
  constructor(spec, given) {
    this.slug = spec.slug;
    this.type = spec.type;
    this.isRequired = spec.required === true;
    this.id = `field-${spec.slug}`;
    this.label = spec.label || LABELS[spec.slug] || spec.slug;
    this.hint = HINTS[spec.slug] ?? HINTS[spec.type] ?? "";
    this.options = spec.options ?? [];
    this.placeholder = spec.placeholder || null;
    this.wrong = make("p", { class: "wrong", id: `${this.id}-wrong`, hidden: true });
    this.element = this.make(given);
    // What was wrong is looked at again as it is mended, not before.
    this.element.addEventListener("input", () => { if (!this.wrong.hidden) this.check(); });
  }

  isGroup() {
    return this.type === "radio" || this.type === "checkbox" || this.type === "multiselect";
  }

  make(given) {
    const title = this.isRequired ? this.label : `${this.label} (optional)`;
    const hint = this.hint ? make("p", { class: "hint", id: `${this.id}-hint` }, this.hint) : null;
    const told = [hint?.id, this.wrong.id].filter(Boolean).join(" ");
    if (this.isGroup()) {
      const kind = this.type === "radio" ? "radio" : "checkbox";
      const chosen = new Set([given ?? []].flat());
      this.inputs = this.options.map((option) => make("input", {
        type: kind, name: this.slug, value: option, checked: chosen.has(option),
      }));
      return make("fieldset", { class: "field", id: this.id, tabindex: "-1", "aria-describedby": told },
        make("legend", {}, title), hint,
        this.inputs.map((input) => make("label", { class: "choice" }, input, input.value)), this.wrong);
    }
    if (this.type === "boolean") {
      this.input = make("input", {
        type: "checkbox", id: this.id, name: this.slug, checked: given === true || given === "true",
        "aria-describedby": told,
      });
      return make("div", { class: "field" },
        make("label", { class: "choice", for: this.id }, this.input, title), hint, this.wrong);
    }
    const attributes = {
      id: this.id, name: this.slug, "aria-describedby": told, "aria-required": this.isRequired ? "true" : null,
      placeholder: this.placeholder, autocomplete: AUTOFILL[this.slug] ?? null,
    };
    if (this.type === "select") {
      this.input = make("select", attributes, make("option", { value: "" }, "Choose…"),
        this.options.map((option) => make("option", { value: option, selected: option === given }, option)));
    } else if (this.type === "textarea" || this.type === "multiemail") {
      this.input = make("textarea", { ...attributes, rows: "3" });
      this.input.value = [given ?? ""].flat().join("\n");
    } else {
      this.input = make("input", { ...attributes, type: INPUTS[this.type] ?? "text" });
      if (this.type === "number") this.input.step = "any";
      if (given !== undefined) this.input.value = String(given);
    }
    return make("div", { class: "field" }, make("label", { for: this.id }, title), hint, this.input, this.wrong);
  }

  get value() {
    if (this.isGroup()) {
      const chosen = this.inputs.filter((input) => input.checked).map((input) => input.value);
      return chosen.length === 0 ? undefined : this.type === "radio" ? chosen[0] : chosen;
    }
    if (this.type === "boolean") return this.input.checked ? true : this.isRequired ? undefined : false;
    const text = this.input.value.trim();
    if (text === "") return undefined;
    if (this.type === "multiemail") return lines(text);
    if (this.type === "number") return Number(text);
    return text;
  }

  // What is wrong, in words; nothing if all is well. The API has the last word.
  problem() {
    const value = this.value;
    if (this.type === "number" && this.input.validity.badInput) return "This must be a number.";
    if (value === undefined) {
      if (!this.isRequired) return null;
      return this.isGroup() || this.type === "select" ? "Please choose." : this.type === "boolean"
        ? "This must be ticked." : "Please fill this in.";
    }
    const isAddress = (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
    if (this.type === "email" && !isAddress(value)) return "This is no e-mail address.";
    if (this.type === "multiemail") {
      const bad = value.find((one) => !isAddress(one));
      if (bad) return `${bad} is no e-mail address.`;
    }
    if (this.type === "phone" && !/^\+[\d ()-]{7,}$/.test(value)) {
      return "This is no phone number with a country's code, like +39 06 1234567.";
    }
    if (this.type === "url" && !/^https?:\/\/\S+$/.test(value)) return "This is no web address, like https://example.org.";
    return null;
  }

  // Shows what is wrong; whether all is well.
  check() {
    const problem = this.problem();
    this.wrong.textContent = problem ?? "";
    this.wrong.hidden = problem === null;
    for (const input of this.inputs ?? [this.input]) {
      if (problem === null) input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
    }
    return problem === null;
  }

  focus() {
    (this.inputs?.[0] ?? this.input).focus();
  }
}

// Where: one place is said, several are chosen from; some want a text.
class Places {
  constructor(locations, given) {
    this.locations = locations;
    this.inputs = locations.map((location, i) => make("input", {
      type: "radio", name: "location", value: String(i), checked: i === 0, onchange: () => this.draw(),
    }));
    this.detail = make("div");
    this.given = given;
    this.element = make("div");
    if (locations.length > 1) {
      this.element.append(make("fieldset", { class: "field" }, make("legend", {}, "Where"),
        this.inputs.map((input, i) => make("label", { class: "choice" }, input, placeText(locations[i])))));
    }
    this.element.append(this.detail);
    this.draw();
  }

  get chosen() {
    return this.locations[Math.max(0, this.inputs.findIndex((input) => input.checked))];
  }

  draw() {
    const wanted = PLACES[this.chosen?.type];
    this.field = wanted ? new Field({
      slug: "location-detail", type: this.chosen.type === "attendeePhone" ? "phone" : "text",
      label: wanted[2], required: true,
    }, this.given) : null;
    this.detail.replaceChildren(...(this.field ? [this.field.element] : []));
  }

  get value() {
    const { type, integration } = this.chosen ?? {};
    if (!type || type === "organizersDefaultApp") return undefined;
    if (this.field) return { type, [PLACES[type][0]]: this.field.value };
    return integration ? { type, integration } : { type };
  }
}

// The form of an event type. `given` are answers by slug: of the page's query,
// or of an attempt before.
export class BookingForm {
  constructor(event, given) {
    const shown = event.bookingFields.filter((spec) =>
      !spec.hidden && spec.slug !== "location" && spec.slug !== "rescheduleReason" && spec.type !== "unknown");
    this.fields = [];
    for (const spec of shown) {
      const isSplit = spec.type === "splitName" || (spec.slug === "name" && spec.firstNameLabel !== undefined);
      if (isSplit) {
        const [first = "", ...rest] = String(given.name ?? "").split(" ");
        this.fields.push(
          new Field({ slug: "firstName", type: "text", required: true, label: spec.firstNameLabel || "First name" },
            given.firstName ?? first),
          new Field({
            slug: "lastName", type: "text", required: spec.lastNameRequired === true,
            label: spec.lastNameLabel || "Last name",
          }, given.lastName ?? rest.join(" ")));
      } else {
        this.fields.push(new Field(spec.type === "name" ? { ...spec, type: "text" } : spec, given[spec.slug]));
      }
    }
    this.places = new Places(event.locations ?? [], given.location);
    this.element = make("div", {}, this.fields.map((field) => field.element), this.places.element);
  }

  // All answers by slug, to fill another form with.
  answers() {
    const all = Object.fromEntries(this.fields.map((field) => [field.slug, field.value]));
    if (this.places.field) all.location = this.places.field.value;
    return all;
  }

  // Whether all is filled in; the first that is not has the focus.
  check() {
    const all = [...this.fields, ...(this.places.field ? [this.places.field] : [])];
    const wrong = all.filter((field) => !field.check());
    wrong[0]?.focus();
    return wrong.length === 0;
  }

  // The parts of a POST /v2/bookings that the form knows.
  body(zone, language) {
    const { name, firstName, lastName, email, guests, attendeePhoneNumber, location, ...rest } = this.answers();
    const attendee = { name: name ?? [firstName, lastName].filter(Boolean).join(" "), timeZone: zone };
    if (email) attendee.email = email;
    if (attendeePhoneNumber) attendee.phoneNumber = attendeePhoneNumber;
    if (language) attendee.language = language;
    const answers = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const body = { attendee, bookingFieldsResponses: answers };
    if (guests) body.guests = guests;
    const place = this.places.value;
    if (place) body.location = place;
    return body;
  }
}
