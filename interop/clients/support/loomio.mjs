// What the Loomio tests share: a Redis, a gateway on it, and clients that are closed at the end.
import assert from "node:assert/strict";
import { after } from "node:test";
import { connect, connected } from "./client.mjs";
import { startLoomio } from "./gateway.mjs";
import { Redis } from "./redis.mjs";

/** Starts a gateway on a Redis of its own for this file, with these settings. */
export async function house(settings = {}) {
  const redis = await Redis.start();
  const gateway = await startLoomio({ redis: redis.port, ...settings });
  const open = [];
  after(async () => {
    open.forEach((socket) => socket.disconnect());
    await gateway.stop();
    await redis.stop();
  });

  return {
    redis,
    gateway,

    /** A client with the token, connected; `url` may be a proxy's. */
    async client(token, options = {}, url = gateway.url) {
      const socket = connect(url, { ...options, query: token === undefined ? {} : { channel_token: token } });
      open.push(socket);
      return connected(socket);
    },

    publish: (room, records) => redis.publish("/records", JSON.stringify({ room, records })),
    notice: (text) => redis.publish("/system_notice", JSON.stringify({ version: "1.0.0", notice: text, reload: false })),
  };
}

/** Fails unless this packet is the event with these very bytes for an argument, and at most an offset behind it. */
export function verbatim(packet, name, json) {
  const head = `2["${name}",${json}`;
  assert.equal(packet.slice(0, head.length), head);
  assert.match(packet.slice(head.length), /^(,"[^"\\]+")?\]$/);
}

let last = 0;

/** A token, user id or group id that no other test uses. */
export const fresh = () => ++last;
