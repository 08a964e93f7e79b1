// Engine.IO 4 by hand: plain HTTP requests and plain WebSockets, so that a test sees the very bytes.
import http from "node:http";
import { WebSocket } from "ws";
import { within } from "./wait.mjs";

/** How long an answer that is due at once may take; generous, because machines that run tests are busy. */
export const SOON = 3_000;

/**
 * Starts one HTTP request. `promise` settles with `{status, headers, text}` or rejects when the
 * connection breaks; `abort()` cuts it; `write()` and `end()` send the body when `options.open` is set.
 */
export function start(base, pathAndQuery, options = {}) {
  const url = new URL(pathAndQuery, base);
  const request = http.request(url, {
    method: options.method ?? "GET",
    headers: options.headers,
    agent: options.agent ?? false,
  });
  const promise = new Promise((resolve, reject) => {
    request.on("response", (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    request.on("error", reject);
  });
  promise.catch(() => {});
  if (!options.open) request.end(options.body);
  return {
    promise,
    abort: () => request.destroy(),
    write: (part) => new Promise((resolve) => request.write(part, resolve)),
    end: (part) => request.end(part),
  };
}

/** One HTTP request with its whole answer. */
export function exchange(base, pathAndQuery, options) {
  const request = start(base, pathAndQuery, options);
  return within(options?.limit ?? SOON, `answer to ${pathAndQuery}`, request.promise).catch((e) => {
    request.abort();
    throw e;
  });
}

/** An Engine.IO session over HTTP long-polling. */
export class Polling {
  #ready = [];

  constructor(base, path, query = "") {
    this.base = base;
    this.path = path;
    this.extra = query;
  }

  /** Opens a session; `handshake` then holds what the server said. */
  static async open(base, path, query) {
    const session = new Polling(base, path, query);
    const answer = await exchange(base, session.url(""));
    if (answer.status !== 200) throw new Error(`handshake: ${answer.status} ${answer.text}`);
    const [first, ...rest] = answer.text.split("\x1e");
    session.answer = answer;
    session.handshake = JSON.parse(first.slice(1));
    session.sid = session.handshake.sid;
    session.#ready.push(...rest);
    return session;
  }

  url(sid = this.sid, transport = "polling") {
    return `${this.path}?EIO=4&transport=${transport}${sid ? `&sid=${sid}` : ""}${this.extra}`;
  }

  /** Starts a GET that a test may leave pending or abort. */
  startPoll() {
    return start(this.base, this.url());
  }

  poll(options) {
    return exchange(this.base, this.url(), options);
  }

  post(body, options = {}) {
    return exchange(this.base, this.url(), {
      method: "POST",
      headers: { "content-type": "text/plain;charset=UTF-8" },
      ...options,
      body,
    });
  }

  async send(...packets) {
    const answer = await this.post(packets.join("\x1e"));
    if (answer.status !== 200) throw new Error(`post: ${answer.status} ${answer.text}`);
  }

  /** The next packet that is not a ping; pings are answered. Returns null when the session is gone. */
  async next() {
    for (;;) {
      while (this.#ready.length > 0) {
        const packet = this.#ready.shift();
        if (packet === "2") await this.post("3").catch(() => {});
        else if (packet !== "6") return packet;
      }
      let answer;
      try {
        answer = await this.poll();
      } catch (e) {
        if (e.code === "ECONNRESET") return null;
        throw e;
      }
      if (answer.status === 400) return null;
      if (answer.status !== 200) throw new Error(`poll: ${answer.status} ${answer.text}`);
      if (answer.text !== "") this.#ready.push(...answer.text.split("\x1e"));
    }
  }

  /** Whether the server still knows the session: a POST without effect is the cheapest question. */
  async alive() {
    try {
      return (await this.post("3")).status === 200;
    } catch {
      return false;
    }
  }
}

/**
 * A WebSocket that keeps everything it hears, from the first byte on. A heard thing is a string, a
 * Buffer, or `{close: code}`. Engine.IO pings are answered and hidden unless `pings` is set.
 */
export class Wire {
  #heard = [];
  #waiting = [];

  constructor(base, pathAndQuery, options = {}) {
    const url = new URL(pathAndQuery, base);
    url.protocol = url.protocol.replace("http", "ws");
    this.socket = new WebSocket(url, { headers: options.headers, perMessageDeflate: false });
    this.opened = new Promise((resolve, reject) => {
      this.socket.on("open", resolve);
      this.socket.on("unexpected-response", (_, response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => {
          this.refused = { status: response.statusCode, text: Buffer.concat(parts).toString() };
          reject(new Error(`refused: ${response.statusCode}`));
          this.#hear({ close: response.statusCode, refused: true });
        });
        response.on("error", () => {});
      });
      this.socket.on("error", reject);
    });
    this.opened.catch(() => {});
    this.socket.on("message", (data, binary) => {
      const packet = binary ? Buffer.from(data) : data.toString("utf8");
      if (packet === "2" && !options.pings) this.send("3");
      else this.#hear(packet);
    });
    this.socket.on("close", (close) => this.#hear({ close }));
  }

  /** Opens an Engine.IO session over WebSocket and reads its handshake. */
  static async open(base, path, options = {}) {
    const wire = new Wire(base, `${path}?EIO=4&transport=websocket${options.query ?? ""}`, options);
    const first = await wire.next();
    if (typeof first !== "string" || first[0] !== "0") throw new Error(`no handshake: ${JSON.stringify(first)}`);
    wire.handshake = JSON.parse(first.slice(1));
    wire.sid = wire.handshake.sid;
    return wire;
  }

  #hear(thing) {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(thing);
    else this.#heard.push(thing);
  }

  /** What was heard and not yet taken. */
  get unread() {
    return this.#heard;
  }

  /** The next thing heard. */
  next(limit = SOON) {
    if (this.#heard.length > 0) return Promise.resolve(this.#heard.shift());
    let waiting;
    const thing = new Promise((resolve) => {
      waiting = resolve;
      this.#waiting.push(waiting);
    });
    return within(limit, "frame", thing).catch((e) => {
      this.#waiting = this.#waiting.filter((w) => w !== waiting);
      throw e;
    });
  }

  /** Takes everything up to the close, and returns it: the packets, and the code last. */
  async drain(limit = SOON) {
    const packets = [];
    for (;;) {
      const thing = await this.next(limit);
      if (thing.close !== undefined) return { packets, code: thing.close, refused: thing.refused };
      packets.push(thing);
    }
  }

  send(data, options) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(data, options);
  }

  close() {
    this.socket.terminate();
  }
}
