// What the tests of the toggo app share.
import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { Plain } from "./plain.mjs";
import { until } from "./wait.mjs";

/**
 * The connection of Toggo's shipped client, which is a hook of one mounted view: no token, one socket,
 * a subscribe when it opens, a ping now and then, and another try some time after each close. What it
 * cannot parse and what it does not know it passes over.
 */
export class TripHook {
  events = [];
  opened = 0;
  #mounted = true;

  constructor(url, trip, { reconnectDelay = 3_000, pingInterval = 30_000 } = {}) {
    this.url = `${url.replace(/^http/, "ws")}/ws`;
    this.trip = trip;
    this.reconnectDelay = reconnectDelay;
    this.pingInterval = pingInterval;
    this.#connect();
  }

  #connect() {
    const socket = (this.socket = new WebSocket(this.url));
    socket.on("error", () => {});
    socket.on("open", () => {
      this.opened++;
      socket.send(JSON.stringify({ type: "subscribe", trip_id: this.trip }));
      this.pings = setInterval(() => socket.send('{"type":"ping"}'), this.pingInterval);
    });
    socket.on("message", (data) => this.#hear(data.toString()));
    socket.on("close", () => {
      clearInterval(this.pings);
      if (this.#mounted) this.timer = setTimeout(() => this.#connect(), this.reconnectDelay);
    });
  }

  #hear(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (message.type === "events") this.events.push(...message.events);
    if (message.type === "pong") this.pongs = (this.pongs ?? 0) + 1;
  }

  unmount() {
    this.#mounted = false;
    clearTimeout(this.timer);
    this.socket.close();
  }
}

let last = 0;

/** A trip id that no other test uses. */
export const freshTrip = () => `5b2e0c1a-0000-4000-8000-${String(++last).padStart(12, "0")}`;

/** An event as Toggo's services publish it, with all eight members. */
export const event = (trip, topic, id, more = {}) => ({
  id,
  topic,
  trip_id: trip,
  entity_id: `entity-${id}`,
  actor_id: "19cd",
  actor_name: "Ann",
  data: { n: 1 },
  timestamp: "2026-02-03T10:30:00.5Z",
  ...more,
});

/** Opens a socket that has subscribed to these trips: the pong behind the subscriptions says so. */
export async function traveller(gateway, ...trips) {
  const socket = await Plain.open(`${gateway.url}/ws`);
  trips.forEach((trip) => socket.say({ type: "subscribe", trip_id: trip }));
  await settled(socket);
  return socket;
}

/** Waits until the server has dealt with what was said before, and takes what came meanwhile. */
export async function settled(socket, limit) {
  socket.say('{"type":"ping"}');
  for (;;) {
    const message = await socket.nextJson(limit);
    if (message.type === "pong") return;
  }
}

/** The next `events` message. */
export async function batch(socket, limit) {
  const message = await socket.nextJson(limit);
  assert.equal(message.type, "events", JSON.stringify(message));
  return message.events;
}

/** All events until one with this id came, however they were batched. */
export async function eventsUntil(socket, id, limit) {
  const events = [];
  while (events.at(-1)?.id !== id) events.push(...(await batch(socket, limit)));
  return events;
}

/** Waits until so many gateways listen on the trip's channel. */
export function listened(redis, trip, gateways) {
  const channel = `trip:${trip}`;
  return until(`${gateways} subscribers of ${channel}`, async () => (await redis.client.pubSubNumSub(channel))[channel] === gateways);
}
