// The customer's own table of users: who they are here, and which managed user
// of bookabled each is. One JSON file, written anew beside itself and moved into
// place, so that it is whole after a crash. A real backend has a database.
import { createHash, randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const hash = (text) => createHash("sha256").update(text).digest("hex");

export class Users {
  constructor(path) {
    this.path = path;
    this.all = path && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
  }

  save() {
    if (!this.path) return;
    writeFileSync(`${this.path}.new`, JSON.stringify(this.all, null, 2), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }

  byEmail(email) {
    return this.all.find((user) => user.email === email.toLowerCase());
  }

  // The cookie of a signed-in browser is kept as its hash only.
  bySession(session) {
    return session ? this.all.find((user) => user.sessions.includes(hash(session))) : undefined;
  }

  // The access token a browser holds says who asks for the next one. The one
  // before the last counts too: two tabs may ask at once.
  byAccessToken(token) {
    return token ? this.all.find((user) => user.tokens.includes(hash(token))) : undefined;
  }

  add({ email, name, password, role, lesson, lessonId }) {
    const salt = randomBytes(16).toString("hex");
    const user = {
      email: email.toLowerCase(), name, role, lesson, lessonId, salt,
      password: scryptSync(password, salt, 32).toString("hex"),
      sessions: [], tokens: [],
    };
    this.all.push(user);
    return user;
  }

  isPasswordOf(user, password) {
    const given = scryptSync(password, user.salt, 32);
    return timingSafeEqual(given, Buffer.from(user.password, "hex"));
  }

  beginSession(user) {
    const session = randomBytes(32).toString("base64url");
    user.sessions = [hash(session), ...user.sessions].slice(0, 10);
    this.save();
    return session;
  }

  keepTokens(user, { accessToken, refreshToken, accessTokenExpiresAt }) {
    user.accessToken = accessToken;
    user.refreshToken = refreshToken;
    user.accessTokenExpiresAt = accessTokenExpiresAt;
    user.tokens = [hash(accessToken), ...user.tokens].slice(0, 2);
    this.save();
  }
}
