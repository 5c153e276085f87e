// Signs an operator in and keeps OAuth clients. Text goes into the page as text
// only. The session is in a cookie that this script cannot read; the CSRF token
// is kept for as long as the tab.
"use strict";

const PERMISSIONS = [
  "EVENT_TYPE_READ", "EVENT_TYPE_WRITE", "BOOKING_READ", "BOOKING_WRITE", "SCHEDULE_READ",
  "SCHEDULE_WRITE", "APPS_READ", "APPS_WRITE", "PROFILE_READ", "PROFILE_WRITE"];
const CSRF = "csrfToken";
const find = (id) => document.getElementById(id);

function tell(text) {
  find("told").textContent = text;
}

async function ask(method, path, body) {
  const headers = { "x-csrf-token": sessionStorage.getItem(CSRF) ?? "" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
  const envelope = await answer.json();
  if (envelope.status === "success") return envelope.data;
  const problems = envelope.error.details?.errors ?? [];
  const texts = problems.flatMap((problem) => Object.values(problem.constraints ?? {}));
  throw new Error(texts.join("; ") || envelope.error.message);
}

// Runs what a button or form does; what goes wrong is told.
function on(element, event, work) {
  element.addEventListener(event, async (happened) => {
    happened.preventDefault();
    tell("");
    try {
      await work(element);
    } catch (error) {
      tell(error.message);
    }
  });
}

function button(text, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  on(made, "click", work);
  return made;
}

function showSecret(id, secret) {
  find("secret").textContent = `The secret of ${id}, shown this once: ${secret}`;
}

function row(client) {
  const box = document.createElement("details");
  const summary = document.createElement("summary");
  const name = document.createElement("code");
  name.textContent = client.name;
  summary.append(name, ` ${client.id}`);
  const facts = document.createElement("p");
  facts.textContent =
    `${client.redirectUris.join(", ") || "no address"}; ${client.permissions.join(", ")}`;
  const path = `/v2/oauth-clients/${encodeURIComponent(client.id)}`;
  const rotate = button("Another secret", async () => {
    if (!confirm(`The secret of ${client.name} will end at once. Go on?`)) return;
    const made = await ask("POST", `${path}/rotate-secret`);
    showSecret(client.id, made.clientSecret);
  });
  const remove = button("Delete", async () => {
    if (!confirm(`Delete ${client.name} and end its users' tokens?`)) return;
    await ask("DELETE", path);
    await showClients();
  });
  box.append(summary, facts, rotate, " ", remove);
  return box;
}

async function showClients() {
  const clients = await ask("GET", "/v2/oauth-clients");
  find("clients").replaceChildren(...clients.map(row));
}

async function show() {
  let user = null;
  try {
    if (sessionStorage.getItem(CSRF)) user = await ask("GET", "/v2/session");
  } catch {
    sessionStorage.removeItem(CSRF);
  }
  find("sign-in").hidden = user !== null;
  find("settings").hidden = user === null;
  if (user === null) return;
  find("who").textContent = `${user.name ?? ""} ${user.email}`;
  await showClients();
}

on(find("sign-in"), "submit", async (form) => {
  const session = await ask("POST", "/v2/session", Object.fromEntries(new FormData(form)));
  sessionStorage.setItem(CSRF, session.csrfToken);
  form.reset();
  await show();
});

on(find("sign-out"), "click", async () => {
  await ask("DELETE", "/v2/session");
  sessionStorage.removeItem(CSRF);
  find("secret").textContent = "";
  await show();
});

on(find("create"), "submit", async (form) => {
  const given = new FormData(form);
  const uri = given.get("redirectUri");
  const made = await ask("POST", "/v2/oauth-clients", {
    name: given.get("name"),
    redirectUris: uri ? [uri] : [],
    permissions: given.getAll("permission"),
    areDefaultEventTypesEnabled: given.has("areDefaultEventTypesEnabled"),
  });
  form.reset();
  await showClients();
  showSecret(made.clientId, made.clientSecret);
});

for (const permission of PERMISSIONS) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.name = "permission";
  box.value = permission;
  box.defaultChecked = true;
  label.append(box, ` ${permission} `);
  find("permissions").append(label, " ");
}
show().catch((error) => tell(error.message));
