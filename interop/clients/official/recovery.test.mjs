// The official client loses its connection and misses nothing: connection state recovery.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { MODES, received, upgraded } from "../support/client.mjs";
import { fresh, house } from "../support/loomio.mjs";
import { betterThanReference } from "../support/laxer.mjs";
import { Proxy } from "../support/proxy.mjs";
import { Wire } from "../support/wire.mjs";
import { sleep, until } from "../support/wait.mjs";

const WINDOW = 3_000;
const { redis, gateway, client, publish } = await house({ "apps.loomio.records.recovery-window": `${WINDOW}ms` });

const proxies = [];
after(() => proxies.forEach((proxy) => proxy.close()));

/** A client behind a proxy of its own, in a group of its own. */
async function away(options) {
  const proxy = await Proxy.to(gateway.url);
  proxies.push(proxy);
  const [user, group] = [fresh(), fresh()];
  const token = `token-${fresh()}`;
  await redis.user(token, user, group);
  const socket = await client(token, options, proxy.url);
  let n = 0;
  return {
    proxy,
    socket,
    user,
    group,
    /** Publishes `count` records to the client's rooms by turns, among records for others. */
    async publish(count) {
      for (let i = 0; i < count; i++) {
        await publish(n % 2 ? `user-${user}` : `group-${group}`, { n: n++ });
        await publish("group-0", { not: "yours" });
      }
    },
    /** Loses the connection, does something meanwhile, and waits until the client is back. */
    async lose(how, meanwhile) {
      // Cut in the middle of an upgrade, the client notices only by the next missing ping.
      if (options.transports.includes("websocket")) await upgraded(socket);
      proxy.refusing = true;
      proxy[how]();
      await until("the client to notice", () => !socket.connected);
      await sleep(50);
      await meanwhile?.();
      proxy.refusing = false;
      await until("the client to be back", () => socket.connected);
    },
    /** Fails unless exactly the records 0 … count-1 came, in order. */
    async got(count) {
      await received(socket, "records", count);
      await sleep(100);
      assert.deepEqual(
        socket.events.filter(([name]) => name === "records").map(([, data]) => data.records.n),
        Array.from({ length: count }, (_, i) => i),
      );
    },
  };
}

for (const [mode, options] of Object.entries(MODES)) {
  describe(`recovery with ${mode}`, { concurrency: 4 }, () => {
    test("brings all that was missed, in order, once, with the same id", async () => {
      const it = await away(options);
      await it.publish(3);
      await it.got(3);
      const { id } = it.socket;
      await it.lose("cut", () => it.publish(50));
      assert.equal(it.socket.recovered, true);
      assert.equal(it.socket.id, id);
      await it.got(53);
      await it.publish(2);
      await it.got(55);
    });

    test("works again and again", async () => {
      const it = await away(options);
      await it.publish(1);
      await it.got(1);
      const { id } = it.socket;
      for (let round = 1; round <= 3; round++) {
        await it.lose("cut", () => it.publish(10));
        assert.equal(it.socket.recovered, true, `round ${round}`);
        assert.equal(it.socket.id, id);
        await it.got(1 + 10 * round);
      }
    });

    test("works when nothing was missed", async () => {
      const it = await away(options);
      await it.publish(1);
      await it.got(1);
      await it.lose("cut");
      assert.equal(it.socket.recovered, true);
      await it.publish(1);
      await it.got(2);
    });

    betterThanReference("works for a client that had received nothing yet", async () => {
      const it = await away(options);
      const { id } = it.socket;
      await it.lose("cut", () => it.publish(5));
      assert.equal(it.socket.recovered, true);
      assert.equal(it.socket.id, id);
      await it.got(5);
    });

    betterThanReference("takes over from a connection that the server believes alive", async () => {
      const it = await away(options);
      await it.publish(1);
      await it.got(1);
      const { id } = it.socket;
      await it.lose("vanish", () => it.publish(50));
      assert.equal(it.socket.recovered, true);
      assert.equal(it.socket.id, id);
      await it.got(51);
      await it.publish(1);
      await it.got(52);
    });

    test("is over after the window: a new session in the same rooms, and the client can tell", async () => {
      const it = await away(options);
      await it.publish(1);
      await it.got(1);
      const { id } = it.socket;
      await it.lose("cut", () => sleep(WINDOW + 300));
      assert.equal(it.socket.recovered, false);
      assert.notEqual(it.socket.id, id);
      await it.publish(1);
      await it.got(2);
    });

    test("is not for a client that left of its own will", async () => {
      const it = await away(options);
      await it.publish(1);
      await it.got(1);
      const { id } = it.socket;
      it.socket.disconnect();
      await sleep(50);
      it.socket.connect();
      await until("the client to be back", () => it.socket.connected);
      assert.equal(it.socket.recovered, false);
      assert.notEqual(it.socket.id, id);
    });
  });
}

describe("the private id", () => {
  /** Connects by hand with this payload; the reply's members and what came before it. */
  async function reply(payload) {
    const wire = await Wire.open(gateway.url, "/socket.io/");
    wire.send(`40${payload}`);
    const packet = await wire.next();
    wire.close();
    assert.match(packet, /^40\{/);
    return JSON.parse(packet.slice(2));
  }

  test("comes beside the public one, and is another", async () => {
    const { sid, pid, ...rest } = await reply("");
    assert.match(sid, /^[A-Za-z0-9_-]{20}$/);
    assert.match(pid, /^[A-Za-z0-9_-]{20,}$/);
    assert.notEqual(sid, pid);
    assert.deepEqual(rest, {});
  });

  for (const payload of [
    '{"pid":"unknown"}', '{"pid":"unknown","offset":"x"}', '{"pid":5,"offset":"x"}', '{"pid":null,"offset":null}',
    '{"pid":{},"offset":[]}', `{"pid":"${"x".repeat(100_000)}","offset":"${"y".repeat(100_000)}"}`, '{"offset":"x"}',
  ]) {
    test(`that is rubbish leads to a new session: ${payload.slice(0, 40)}`, async () => {
      const { sid, pid } = await reply(payload);
      assert.ok(sid && pid);
      assert.notEqual(pid, "unknown");
    });
  }

  test("is not the public id: with that of somebody else nothing is taken over", async () => {
    const it = await away({ transports: ["websocket"] });
    await it.publish(3);
    await it.got(3);
    const { sid } = await reply(`{"pid":"${it.socket.id}","offset":"x"}`);
    assert.notEqual(sid, it.socket.id);
    assert.equal(it.socket.connected, true);
  });
});
