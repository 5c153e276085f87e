// A customer of bookabled: a school of languages with users of its own.
//
//   POST /signup   {name, email, password, timeZone, role, lesson?}
//   POST /signin   {email, password}
//   POST /signout
//   GET  /token    who is signed in, with an access token that is good for a while
//   GET  /refresh  the next access token; the components call it with the old one
//   GET  /teachers whose lessons can be booked
//
// Each user here is a managed user there, made at sign-up. The client's secret
// and the refresh tokens never leave this program. It needs Node and no package:
//
//   API_URL=http://127.0.0.1:5555 CLIENT_ID=... CLIENT_SECRET=... node server.mjs
import { createServer } from "node:http";
import { Bookabled } from "./bookabled.mjs";
import { Users } from "./users.mjs";

const {
  API_URL: apiUrl = "http://127.0.0.1:5555",
  CLIENT_ID: clientId,
  CLIENT_SECRET: clientSecret,
  PORT: port = "3001",
  // Where the pages are; only they may call from a browser.
  PAGES_ORIGIN: pagesOrigin = "http://localhost:3000",
  USERS_FILE: usersFile = "users.json",
} = process.env;
if (!clientId || !clientSecret) {
  console.error("CLIENT_ID and CLIENT_SECRET must say the OAuth client; bookabled demo prints them");
  process.exit(2);
}

const bookabled = new Bookabled({ apiUrl, clientId, clientSecret });
const users = new Users(usersFile);
const LONG_ENOUGH_MS = 5 * 60 * 1000;

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// Refreshing uses a refresh token up: one at a time for each user.
const refreshing = new Map();
function refresh(user) {
  if (!refreshing.has(user)) {
    refreshing.set(user, bookabled.refresh(user.managedUserId, user.refreshToken)
      .then((tokens) => users.keepTokens(user, tokens))
      .finally(() => refreshing.delete(user)));
  }
  return refreshing.get(user);
}

function text(body, name, most = 200) {
  const value = body[name];
  if (typeof value !== "string" || value.trim() === "" || value.length > most) {
    throw new Refusal(400, `${name} must be a text`);
  }
  return value.trim();
}

async function signUp(body) {
  const email = text(body, "email");
  const name = text(body, "name");
  const password = text(body, "password");
  const timeZone = text(body, "timeZone");
  const role = body.role === "teacher" ? "teacher" : "pupil";
  if (password.length < 8) throw new Refusal(400, "password must have 8 characters");
  if (users.byEmail(email)) throw new Refusal(409, "there is a user of this e-mail address");
  const made = await bookabled.createUser({ email, name, timeZone, weekStart: "Monday", timeFormat: 24 });
  let lesson = null;
  if (role === "teacher") {
    lesson = await bookabled.createEventType(made.accessToken, {
      title: body.lesson || "A lesson", slug: "lesson", lengthInMinutes: 30, minimumBookingNotice: 0,
    });
  }
  const user = users.add({ email, name, password, role, lesson: lesson?.slug ?? null, lessonId: lesson?.id ?? null });
  user.managedUserId = made.user.id;
  user.username = made.user.username;
  users.keepTokens(user, made);
  return user;
}

function signIn(body) {
  const user = users.byEmail(text(body, "email"));
  if (!user || !users.isPasswordOf(user, text(body, "password"))) {
    throw new Refusal(401, "e-mail address or password is wrong");
  }
  return user;
}

const shown = ({ name, email, role, username, lesson, lessonId, accessToken }) =>
  ({ name, email, role, username, lesson, lessonId, accessToken });

async function freshToken(user) {
  if (user.accessTokenExpiresAt < Date.now() + LONG_ENOUGH_MS) await refresh(user);
  return shown(user);
}

const bearerOf = (request) => /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
const sessionOf = (request) => /(?:^|;\s*)session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
const cookieOf = (session, life) => ({ "Set-Cookie": `session=${session}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${life}` });
const A_WEEK = 7 * 24 * 3600;

const routes = {
  "POST /signup": async (_, body) => {
    const user = await signUp(body);
    return { status: 201, body: shown(user), headers: cookieOf(users.beginSession(user), A_WEEK) };
  },
  "POST /signin": async (_, body) => {
    const user = signIn(body);
    return { body: await freshToken(user), headers: cookieOf(users.beginSession(user), A_WEEK) };
  },
  "POST /signout": async () => ({ body: {}, headers: cookieOf("", 0) }),
  "GET /token": async (request) => {
    const user = users.bySession(sessionOf(request));
    if (!user) throw new Refusal(401, "nobody is signed in");
    return { body: await freshToken(user) };
  },
  // The components send the access token that has expired, no cookie, and read
  // accessToken at the top of the answer. A second call with the same old token
  // gets the token that the first call made.
  "GET /refresh": async (request) => {
    const old = bearerOf(request);
    const user = users.byAccessToken(old);
    if (!user) throw new Refusal(401, "this access token is nobody's");
    if (user.accessToken === old) await refresh(user);
    return { body: { accessToken: user.accessToken } };
  },
  "GET /teachers": async () => ({
    body: users.all.filter((user) => user.role === "teacher")
      .map(({ name, username, lesson }) => ({ name, username, lesson })),
  }),
};

async function bodyOf(request) {
  let text = "";
  for await (const part of request) {
    text += part;
    if (text.length > 10_000) throw new Refusal(413, "the body is too long");
  }
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new Refusal(400, "the body is no JSON");
  }
}

const server = createServer(async (request, response) => {
  const headers = {
    "Access-Control-Allow-Origin": pagesOrigin,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Max-Age": "600",
    "Cache-Control": "no-store",
    Vary: "Origin",
  };
  if (request.method === "OPTIONS") {
    response.writeHead(204, headers).end();
    return;
  }
  const send = (status, body, more = {}) => {
    response.writeHead(status, { ...headers, ...more, "Content-Type": "application/json" })
      .end(JSON.stringify(body));
  };
  try {
    const route = routes[`${request.method} ${new URL(request.url, "http://here").pathname}`];
    if (!route) throw new Refusal(404, "there is no such route");
    const answer = await route(request, request.method === "POST" ? await bodyOf(request) : {});
    send(answer.status ?? 200, answer.body, answer.headers);
  } catch (error) {
    const status = error.status ?? 500;
    if (status >= 500) console.error(error);
    send(status, { error: status >= 500 ? "the backend failed" : error.message });
  }
});
server.listen(Number(port), "127.0.0.1", () => {
  console.log(`customer backend on http://localhost:${server.address().port}, for pages at ${pagesOrigin}`);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.close(() => process.exit(0)));
