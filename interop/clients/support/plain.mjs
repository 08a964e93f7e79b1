// A bare WebSocket of npm's `ws` that keeps everything it hears, and says how it ended.
import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { SOON } from "./wire.mjs";
import { sleep, until, within } from "./wait.mjs";

export class Plain {
  /** The texts heard so far, as they came. */
  texts = [];
  #taken = 0;
  #wake = () => {};

  constructor(url, { protocols, ...options } = {}) {
    this.socket = new WebSocket(url.replace(/^http/, "ws"), protocols, { perMessageDeflate: false, ...options });
    this.opened = new Promise((resolve, reject) => {
      this.socket.on("open", () => resolve(this));
      this.socket.on("unexpected-response", (_, response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => {
          this.refused = { status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString() };
          reject(new Error(`refused with ${response.statusCode}`));
        });
      });
      this.socket.on("error", reject);
    });
    this.opened.catch(() => {});
    this.socket.on("message", (data, binary) => {
      assert.equal(binary, false, "the server sent a binary frame");
      this.texts.push(data.toString("utf8"));
      this.#wake();
    });
    this.ended = new Promise((resolve) =>
      this.socket.on("close", (code, reason) => {
        this.end = { code, reason: reason.toString() };
        resolve(this.end);
      }),
    );
  }

  /** Opens a connection; fails when it is refused. */
  static open(url, options) {
    return within(10_000, "connection", new Plain(url, options).opened);
  }

  /** Sends JSON, or a text or bytes as they are. */
  say(message) {
    this.socket.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
    return this;
  }

  /** The next text that was not yet taken. */
  async next(limit = SOON) {
    if (this.unread === 0) await within(limit, "message", new Promise((resolve) => (this.#wake = resolve)));
    return this.texts[this.#taken++];
  }

  async nextJson(limit) {
    return JSON.parse(await this.next(limit));
  }

  /** How many texts were not yet taken. */
  get unread() {
    return this.texts.length - this.#taken;
  }

  /** Everything heard and not yet taken, parsed. */
  rest() {
    const rest = this.texts.slice(this.#taken).map((text) => JSON.parse(text));
    this.#taken = this.texts.length;
    return rest;
  }

  /** Drops everything heard so far. */
  forget() {
    this.texts.length = this.#taken = 0;
  }

  /** Waits for the end: the code and the reason of the close frame. */
  closed(limit = SOON) {
    return within(limit, "close", this.ended);
  }

  get isOpen() {
    return this.socket.readyState === WebSocket.OPEN;
  }

  leave() {
    this.socket.terminate();
  }
}

/** Waits until each of the sockets has so many untaken texts, and a little longer for those that should not come. */
export async function heardBy(sockets, count, limit = 10_000) {
  const counts = () => sockets.map((socket) => socket.unread);
  await until(`${count} messages for each (so far ${counts()})`, () => counts().every((n) => n >= count), limit);
  await sleep(100);
}

/** Opens many connections, some at a time. */
export async function crowd(count, open) {
  const all = [];
  while (all.length < count) {
    const some = Array.from({ length: Math.min(100, count - all.length) }, (_, i) => open(all.length + i));
    all.push(...(await Promise.all(some)));
  }
  return all;
}
