// A web app like Eclipse's: it mints tokens, saves messages, knows users, and publishes what happened.
import http from "node:http";
import jwt from "jsonwebtoken";

const json = (status, body) => ({ status, body: JSON.stringify(body) });

export class WebApp {
  jwtSecret = "the-secret-of-the-tokens-in-these-tests";
  internalSecret = "the-secret-between-web-app-and-gateway";

  /** Every call of the gateway: method, path, headers, body, and how many were open by then. */
  calls = [];

  /** What every client was told to connect to; set once the gateway is there. */
  wsUrl = null;

  /** How the gateway's messages are published beside the answer: a publisher, and how many copies. */
  publisher = null;
  copies = 0;

  /** Whether the copies go out before the answer, as in the web app, or behind it. */
  answersFirst = false;

  users = new Map([["agent-1", { id: "agent-1", name: "Sam Davidoff", email: "sam@x", image: null }]]);

  #open = new Set();
  #busy = 0;
  #messages = 0;

  static async start() {
    const web = new WebApp();
    web.server = http.createServer((request, response) => web.#receive(request, response));
    web.server.on("connection", (socket) => {
      web.#open.add(socket);
      socket.on("close", () => web.#open.delete(socket));
    });
    await web.up();
    return web;
  }

  async up() {
    await new Promise((resolve) => this.server.listen(this.port ?? 0, "127.0.0.1", resolve));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /** Stops listening and breaks what is open. */
  async down() {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.#open.forEach((socket) => socket.destroy());
    await closed;
  }

  /** A token as `GET /api/ws/token` answers with: of a user, or of somebody without a name. */
  token(chatId, userId = null, { secret = this.jwtSecret, ...options } = {}) {
    const stranger = `anon_${Date.now()}_${Math.random().toString(36).slice(2, 11).padEnd(9, "0")}`;
    const claims = { userId: userId ?? stranger, chatId, isAuthenticated: userId !== null };
    return jwt.sign(claims, secret, { expiresIn: 7_200, ...options });
  }

  /** How the next messages are saved; the default saves them. May answer late, wrongly or never. */
  async save(chatId, { content, role, userId }) {
    const createdAt = new Date().toISOString();
    const sender = { id: userId, name: `Name of ${userId}`, email: `${userId}@x`, avatar: null };
    return json(200, { success: true, message: { id: `msg_${++this.#messages}`, content, role, createdAt, sender } });
  }

  /** What the web app publishes about a saved message. */
  announcement({ message }) {
    const { id, content, role, createdAt, sender } = message;
    return JSON.stringify({
      type: "message",
      data: { id, content, role: role.toLowerCase(), timestamp: createdAt, sender },
      timestamp: new Date().toISOString(),
    });
  }

  async #receive(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const call = { method: request.method, path: request.url, headers: request.headers, text, open: ++this.#busy };
    try {
      const url = new URL(request.url, this.url);
      if (url.pathname === "/api/ws/token") {
        this.#answer(response, this.#mint(url.searchParams.get("chatId"), request.headers["x-user"] ?? null));
        return;
      }
      this.calls.push(call);
      const send = /^\/api\/chats\/([^/]+)\/messages\/send$/.exec(url.pathname);
      const user = /^\/api\/users\/([^/]+)$/.exec(url.pathname);
      if (request.headers["x-internal-secret"] !== this.internalSecret) this.#answer(response, json(401, { error: "Unauthorized" }));
      else if (send && request.method === "POST") await this.#send(response, decodeURIComponent(send[1]), JSON.parse(text));
      else if (user && request.method === "GET") this.#answer(response, await this.who(decodeURIComponent(user[1])));
      else this.#answer(response, json(404, { error: "Not found" }));
    } finally {
      this.#busy--;
    }
  }

  async who(id) {
    const user = this.users.get(id);
    return user ? json(200, user) : json(404, { error: "User not found" });
  }

  #mint(chatId, userId) {
    if (!chatId) return json(400, { error: "chatId query parameter is required" });
    return json(200, { token: this.token(chatId, userId), wsUrl: this.wsUrl, userId: userId ?? "anon", chatId });
  }

  async #send(response, chatId, body) {
    const answer = await this.save(chatId, body);
    if (this.answersFirst) this.#answer(response, answer);
    if (answer.status === 200) {
      for (let i = 0; i < this.copies; i++) await this.publisher.publish(`chat:${chatId}`, this.announcement(JSON.parse(answer.body)));
    }
    if (!this.answersFirst) this.#answer(response, answer);
  }

  #answer(response, { status, body }) {
    if (response.destroyed) return;
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  }
}
