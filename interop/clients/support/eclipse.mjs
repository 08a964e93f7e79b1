// What the tests of the eclipse app share.
import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { Plain } from "./plain.mjs";
import { exchange } from "./wire.mjs";
import { until } from "./wait.mjs";

export const ISO_MILLIS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * The connection of Eclipse's chat view: it fetches a token, connects, and after every close, whatever
 * its code, fetches a new token and tries again, later each time, ten times at most. Messages that it
 * shows already it does not show again.
 */
export class ChatView {
  shown = [];
  heard = [];
  closes = [];
  opened = 0;
  isConnected = false;
  #attempts = 0;
  #mounted = true;

  constructor(web, chatId, userId, { base = 1_000, most = 30_000 } = {}) {
    Object.assign(this, { web, chatId, userId, base, most });
    this.#connect();
  }

  async #connect() {
    let wsUrl;
    let token;
    try {
      const headers = this.userId ? { "x-user": this.userId } : {};
      ({ wsUrl, token } = JSON.parse((await exchange(this.web.url, `/api/ws/token?chatId=${this.chatId}`, { headers })).text));
    } catch {
      this.#again();
      return;
    }
    if (!this.#mounted) return;
    const socket = (this.socket = new WebSocket(`${wsUrl}?token=${token}`));
    socket.on("error", () => {});
    socket.on("open", () => {
      this.opened++;
      this.#attempts = 0;
    });
    socket.on("message", (data) => this.#hear(JSON.parse(data.toString())));
    socket.on("close", (code, reason) => {
      this.isConnected = false;
      this.closes.push({ code, reason: reason.toString() });
      if (this.#mounted) this.#again();
    });
  }

  #again() {
    if (this.#attempts >= 10) return;
    this.timer = setTimeout(() => this.#connect(), Math.min(this.base * 2 ** this.#attempts++, this.most));
  }

  #hear(message) {
    this.heard.push(message);
    if (message.type === "connected") this.isConnected = true;
    if (message.type === "message" && !this.shown.some(({ id }) => id === message.data.id)) this.shown.push(message.data);
  }

  say(message) {
    this.socket.send(JSON.stringify(message));
  }

  connected() {
    return until("the chat to be connected", () => this.isConnected, 15_000);
  }

  unmount() {
    this.#mounted = false;
    clearTimeout(this.timer);
    this.socket?.close(1000, "Component unmounting");
  }
}

/** Opens a socket with this token that has been told that it is connected. */
export async function guest(gateway, token, options) {
  const socket = await Plain.open(`${gateway.url}/?token=${token}`, options);
  const { type } = await socket.nextJson(10_000);
  assert.equal(type, "connected");
  return socket;
}

let last = 0;

/** A chat id that no other test uses; like real ones, they all begin alike. */
export const freshChat = () => `cmhavp3xg001hm6flkp4${String(++last).padStart(5, "0")}`;

/** A message as the web app publishes it. */
export const announcement = (id, content = "Hello!", more = {}) => ({
  type: "message",
  data: {
    id,
    content,
    role: "user",
    timestamp: "2025-10-31T12:00:00.000Z",
    sender: { id: "u1", name: "John", email: "j@x", avatar: null },
    ...more,
  },
  timestamp: "2025-10-31T12:00:00.100Z",
});

let marks = 0;

/**
 * Everything that the sockets heard and had not taken up to now: published behind it, a mark of our own
 * reaches each of them last.
 */
export async function upToNow(sockets, publish) {
  const mark = `mark-${++marks}`;
  await publish(JSON.stringify({ type: mark }));
  const all = [];
  for (const socket of sockets) {
    const heard = [];
    for (;;) {
      const message = await socket.nextJson(10_000);
      if (message.type === mark) break;
      heard.push(message);
    }
    all.push(heard);
  }
  return all;
}
