// The official client, with what it received kept byte for byte.
import { io } from "socket.io-client";
import { until, within } from "./wait.mjs";

/** The three ways in which the official client uses transports. */
export const MODES = {
  "polling only": { transports: ["polling"], upgrade: false },
  "WebSocket only": { transports: ["websocket"] },
  "polling, then upgrade": { transports: ["polling", "websocket"] },
};

/** Reconnects at once, so that no test waits for a back-off. */
const EAGER = { reconnectionDelay: 20, reconnectionDelayMax: 40, randomizationFactor: 0 };

/**
 * Connects. `socket.raw` collects the text of each Socket.IO packet; `socket.events` the arguments of
 * each event without the offset that a server with recovery appends.
 */
export function connect(url, options = {}, namespace = "/") {
  const socket = io(url.replace(/\/$/, "") + namespace, { forceNew: true, ...EAGER, ...options });
  socket.raw = [];
  socket.events = [];
  socket.disconnects = [];
  socket.onAny((name, ...args) => socket.events.push([name, ...args]));
  socket.on("disconnect", (reason) => socket.disconnects.push(reason));
  const tap = (engine) =>
    engine.on("packet", ({ type, data }) => type === "message" && socket.raw.push(data));
  socket.io.on("open", () => tap(socket.io.engine));
  return socket;
}

/** Waits until the client says that it is connected. */
export async function connected(socket, limit = 10_000) {
  if (!socket.connected) {
    await within(limit, "connection", new Promise((resolve) => socket.once("connect", resolve)));
  }
  return socket;
}

/** Waits for the upgrade to WebSocket. */
export function upgraded(socket) {
  return until("the upgrade", () => socket.io.engine.transport.name === "websocket");
}

/** Waits until `count` events of the name have come, and returns their first arguments. */
export async function received(socket, name, count, limit = 10_000) {
  const of = () => socket.events.filter(([event]) => event === name);
  await until(`${count} events ${name} (${of().length} so far)`, () => of().length >= count, limit);
  return of().map(([, first]) => first);
}
