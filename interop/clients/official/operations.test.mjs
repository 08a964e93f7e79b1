// What operators do to a gateway, and what its clients notice of it.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { connect, connected, received } from "../support/client.mjs";
import { startLoomio } from "../support/gateway.mjs";
import { betterThanReference } from "../support/laxer.mjs";
import { Redis } from "../support/redis.mjs";
import { Wire } from "../support/wire.mjs";
import { sleep, until, within } from "../support/wait.mjs";

const CROWD = Number(process.env.CROWD ?? 1_000);

describe("a restart of the gateway", () => {
  test("is a lost connection to the client, which comes back to the next one", async () => {
    const redis = await Redis.start();
    await redis.user("token", 1, 2);
    let gateway = await startLoomio({ redis: redis.port, "stop.drain": "0s" });
    const sockets = await Promise.all(
      [["websocket"], ["polling"]].map((transports) =>
        connected(connect(gateway.url, { transports, upgrade: false, query: { channel_token: "token" } })),
      ),
    );
    try {
      assert.equal(await gateway.stop(), 0);
      for (const socket of sockets) {
        await until("the disconnect", () => socket.disconnects.length > 0);
        // "io server disconnect" would keep the client from coming back.
        assert.match(socket.disconnects[0], /^transport (close|error)$/);
      }
      gateway = await startLoomio({ redis: redis.port, at: gateway.at });
      for (const socket of sockets) await connected(socket);
      await redis.publish("/records", '{"room":"group-2","records":{"n":1}}');
      for (const socket of sockets) assert.equal((await received(socket, "records", 1)).length, 1);
    } finally {
      sockets.forEach((socket) => socket.disconnect());
      await gateway.stop();
      await redis.stop();
    }
  });
});

describe("a client that stops reading", () => {
  betterThanReference("is closed, and delays nobody", async () => {
    const redis = await Redis.start();
    await redis.user("token", 1, 2);
    const gateway = await startLoomio({ redis: redis.port, "apps.loomio.records.max-outbound": "256KiB" });
    const join = async () => {
      const wire = await Wire.open(gateway.url, "/socket.io/", { query: "&channel_token=token" });
      wire.send("40");
      assert.match(await wire.next(), /^40/);
      return wire;
    };
    const [slow, quick] = [await join(), await join()];
    try {
      slow.socket.pause();
      const total = 600;
      const body = "x".repeat(64 * 1024);
      for (let n = 0; n < total; n++) {
        await redis.publish("/records", `{"room":"group-2","n":${n},"body":"${body}"}`);
        const begin = Date.now();
        const packet = await quick.next();
        assert.ok(packet.includes(`"n":${n},`), `expected ${n}, got ${packet.slice(0, 60)}`);
        assert.ok(Date.now() - begin < 2_000, "the quick client was held up");
      }
      slow.socket.resume();
      const { packets } = await slow.drain(10_000);
      assert.ok(packets.length < total, `the slow client was sent all ${packets.length}`);
      packets.forEach((packet, n) => assert.ok(packet === "2" || packet.includes(`"n":${n},`), "a gap before the close"));
      assert.ok(await gateway.ready());
    } finally {
      slow.close();
      quick.close();
      await gateway.stop();
      await redis.stop();
    }
  });
});

describe("a crash of Redis", () => {
  let redis;
  let gateway;
  let crowd = [];
  after(async () => {
    crowd.forEach((wire) => wire.close());
    await gateway?.stop();
    await redis?.stop();
  });

  test(`disconnects none of ${CROWD} clients, shows in readiness, and heals`, async () => {
    redis = await Redis.start();
    const backend = async () => {
      await redis.user("in", 1, 2);
      await redis.user("out", 3, 4);
    };
    await backend();
    gateway = await startLoomio({ redis: redis.port, "apps.loomio.records.membership-refresh": "0s" });
    for (let i = 0; i < CROWD; i += 50) {
      crowd.push(
        ...(await Promise.all(
          Array.from({ length: 50 }, async (_, j) => {
            const wire = await Wire.open(gateway.url, "/socket.io/", { query: `&channel_token=${j % 2 ? "in" : "out"}` });
            wire.inside = j % 2 === 1;
            wire.send("40");
            assert.match(await wire.next(10_000), /^40/);
            return wire;
          }),
        )),
      );
    }
    const everybody = async (n) => {
      await redis.publish("/records", `{"room":"group-2","records":{"n":${n}}}`);
      await redis.publish("/system_notice", `{"notice":"${n}"}`);
      for (const wire of crowd) {
        if (wire.inside) assert.ok((await wire.next(15_000)).includes(`"n":${n}}`));
        assert.ok((await wire.next(15_000)).includes(`"notice":"${n}"`));
        assert.deepEqual(wire.unread, []);
      }
    };
    assert.ok(await gateway.ready());
    await everybody(1);

    await redis.kill();
    await until("readiness to be withdrawn", async () => !(await gateway.ready()), 20_000);
    await sleep(500);
    for (const wire of crowd) assert.deepEqual(wire.unread, [], "something was sent, or the connection closed");

    await redis.up();
    await backend();
    await until("readiness to return", () => gateway.ready(), 30_000);
    await everybody(2);
    await everybody(3);
    const late = await Wire.open(gateway.url, "/socket.io/", { query: "&channel_token=in" });
    late.send("40");
    assert.match(await within(10_000, "welcome", late.next()), /^40/);
    late.close();
  });

  test("while a client connects lets it in as soon as Redis is back, in its rooms", async () => {
    await redis.kill();
    await until("readiness to be withdrawn", async () => !(await gateway.ready()), 20_000);
    const socket = connect(gateway.url, { query: { channel_token: "in" } });
    await sleep(300);
    await redis.up();
    await redis.user("in", 1, 2);
    try {
      await connected(socket, 30_000);
      await until("readiness to return", () => gateway.ready(), 30_000);
      // Let in as a stranger meanwhile, it would hear notices only.
      const again = await connected(connect(gateway.url, { forceNew: true, query: { channel_token: "in" } }));
      await redis.publish("/records", '{"room":"group-2","records":{"n":9}}');
      await received(again, "records", 1);
      again.disconnect();
    } finally {
      socket.disconnect();
    }
  });
});
