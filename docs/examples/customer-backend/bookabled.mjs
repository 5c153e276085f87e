// What a customer's backend asks of bookabled. Only here is the client's secret.
export class Bookabled {
  constructor({ apiUrl, clientId, clientSecret }) {
    this.url = `${apiUrl}/v2`;
    this.clientId = clientId;
    this.secret = { "x-cal-client-id": clientId, "x-cal-secret-key": clientSecret };
  }

  async ask(method, path, headers, body) {
    const answer = await fetch(this.url + path, {
      method,
      headers: { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const envelope = await answer.json();
    if (envelope.status === "success") return envelope.data;
    throw Object.assign(new Error(envelope.error.message), { status: answer.status });
  }

  // A managed user, with the first pair of tokens.
  createUser(user) {
    return this.ask("POST", `/oauth-clients/${this.clientId}/users`, this.secret, user);
  }

  // The next pair for a refresh token. One that is used up or revoked is
  // refused; then all the user's tokens are ended and a new pair is made.
  async refresh(userId, refreshToken) {
    try {
      return await this.ask("POST", `/oauth/${this.clientId}/refresh`, this.secret, { refreshToken });
    } catch (error) {
      if (error.status !== 400) throw error;
      return this.ask("POST", `/oauth-clients/${this.clientId}/users/${userId}/force-refresh`, this.secret);
    }
  }

  createEventType(accessToken, eventType) {
    return this.ask("POST", "/event-types",
      { Authorization: `Bearer ${accessToken}`, "cal-api-version": "2024-06-14" }, eventType);
  }
}
