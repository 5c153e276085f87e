// Shows /openapi.json. Text goes into the page as text only.
"use strict";

function make(tag, content, className) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const part of [].concat(content ?? [])) element.append(part);
  return element;
}

function schemaOf(body) {
  for (const [type, content] of Object.entries(body?.content ?? {})) {
    return { type, schema: content.schema };
  }
  return null;
}

// Follows references, to a depth that a reader still takes in.
function resolved(schema, named, depth = 0) {
  if (schema === null || typeof schema !== "object") return schema;
  if (Array.isArray(schema)) return schema.map((one) => resolved(one, named, depth));
  const name = schema.$ref?.split("/").pop();
  if (name !== undefined) {
    return depth < 3 && named[name] ? resolved(named[name], named, depth + 1) : { $ref: name };
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, resolved(value, named, depth)]));
}

function callers(security) {
  if (security.length === 0) return "anyone";
  const words = {
    clientId: "client id", clientSecret: "secret", accessToken: "access token",
    apiKey: "API key", session: "operator's session",
  };
  return security
    .map((way) => Object.keys(way).map((name) => words[name] ?? name).join(" and ") || "anyone")
    .join("; ");
}

function parameters(list) {
  const table = make("table");
  for (const one of list) {
    table.append(make("tr", [
      make("td", make("code", one.name)),
      make("td", one.in + (one.required ? ", required" : "")),
      make("td", make("code", JSON.stringify(one.schema))),
      make("td", one.description ?? ""),
    ]));
  }
  return table;
}

function operation(method, path, about, named) {
  const box = make("details");
  box.id = about.operationId;
  box.dataset.words = `${method} ${path} ${about.summary} ${about.operationId}`.toLowerCase();
  box.append(make("summary", [
    make("span", method.toUpperCase(), "method"), make("code", path), " ",
    make("span", about.summary, "note"),
  ]));
  if (about.description) box.append(make("p", about.description));
  box.append(make("p", `May be called by: ${callers(about.security ?? [])}.`));
  if (about.parameters?.length) {
    box.append(make("h3", "Parameters"), parameters(about.parameters));
  }
  const body = schemaOf(about.requestBody);
  if (body) {
    box.append(make("h3", `Body (${body.type})`),
      make("pre", JSON.stringify(resolved(body.schema, named), null, 2)));
  }
  box.append(make("h3", "Answers"));
  const table = make("table");
  for (const [status, answer] of Object.entries(about.responses)) {
    table.append(make("tr", [make("td", make("code", status)), make("td", answer.description)]));
  }
  box.append(table);
  for (const [status, answer] of Object.entries(about.responses)) {
    const shown = schemaOf(answer);
    if (status.startsWith("2") && shown?.type === "application/json") {
      box.append(make("pre", JSON.stringify(resolved(shown.schema, named), null, 2)));
    }
  }
  return box;
}

async function show() {
  const place = document.getElementById("routes");
  const answer = await fetch("/openapi.json");
  if (!answer.ok) {
    place.replaceChildren(make("p", `/openapi.json answered ${answer.status}.`));
    return;
  }
  const api = await answer.json();
  document.getElementById("about").textContent = api.info.description;
  const named = api.components.schemas;
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, about] of Object.entries(methods)) {
      const tag = about.tags[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operation(method, path, about, named));
    }
  }
  place.replaceChildren();
  for (const [tag, boxes] of groups) {
    place.append(make("section", [make("h2", tag), ...boxes]));
  }
  const find = document.getElementById("find");
  find.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/);
    for (const section of place.children) {
      let any = false;
      for (const box of section.querySelectorAll("details")) {
        box.hidden = !words.every((word) => box.dataset.words.includes(word));
        any ||= !box.hidden;
      }
      section.hidden = !any;
    }
  });
  if (location.hash) {
    const box = document.getElementById(location.hash.slice(1));
    if (box) { box.open = true; box.scrollIntoView(); }
  }
}

show().catch((error) => {
  document.getElementById("routes").replaceChildren(make("p", String(error)));
});
