// Engine.IO 4: the server pings, the client answers, and silence ends the session.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PING_INTERVAL, PING_TIMEOUT, URL_BASE } from "../support/target.mjs";
import { Polling, Wire } from "../support/wire.mjs";
import { sleep, until } from "../support/wait.mjs";

/** Timers may fire a little early against another process's clock. */
const EARLY = 30;

for (const path of ["/engine.io/", "/socket.io/"]) {
  // At /socket.io/ a client that joins nothing is closed after the connect timeout.
  const join = path === "/socket.io/" ? "40/custom," : null;

  describe(`heartbeat at ${path} over HTTP long-polling`, { concurrency: 8 }, () => {
    test("pings after the interval, and again after each pong", async () => {
      let begin = Date.now(); // before what the server counts from
      const session = await Polling.open(URL_BASE, path);
      for (let i = 0; i < 3; i++) {
        const answer = await session.poll();
        assert.equal(answer.status, 200);
        assert.equal(answer.text, "2");
        assert.ok(Date.now() - begin > PING_INTERVAL - EARLY, `ping after ${Date.now() - begin} ms`);
        begin = Date.now();
        await session.send("3");
      }
    });

    test("closes the session upon ping timeout, and not before", async () => {
      const session = await Polling.open(URL_BASE, path);
      await sleep(PING_INTERVAL / 2);
      assert.ok(await session.alive());
      const other = await Polling.open(URL_BASE, path);
      await sleep(PING_INTERVAL + PING_TIMEOUT + 10);
      assert.equal((await other.poll()).status, 400);
    });
  });

  describe(`heartbeat at ${path} over WebSocket`, { concurrency: 8 }, () => {
    test("pings after the interval, and again after each pong", async () => {
      let begin = Date.now();
      const wire = await Wire.open(URL_BASE, path, { pings: true });
      for (let i = 0; i < 3; i++) {
        assert.equal(await wire.next(), "2");
        assert.ok(Date.now() - begin > PING_INTERVAL - EARLY, `ping after ${Date.now() - begin} ms`);
        begin = Date.now();
        wire.send("3");
      }
      wire.close();
    });

    test("closes the session upon ping timeout, and not before", async () => {
      const begin = Date.now();
      const wire = await Wire.open(URL_BASE, path, { pings: true });
      const { packets } = await wire.drain();
      const lived = Date.now() - begin;
      assert.deepEqual(packets, ["2"]);
      assert.ok(lived > PING_INTERVAL + PING_TIMEOUT - EARLY, `lived ${lived} ms`);
      assert.ok(lived < 2 * (PING_INTERVAL + PING_TIMEOUT), `lived ${lived} ms`);
    });

    test("keeps a session that answers", async () => {
      const wire = await Wire.open(URL_BASE, path);
      if (join) wire.send(join);
      await sleep(4 * (PING_INTERVAL + PING_TIMEOUT));
      assert.equal(wire.socket.readyState, 1);
      wire.close();
    });
  });
}

describe("heartbeat", { concurrency: 8 }, () => {
  test("is not satisfied by other traffic", async () => {
    const wire = await Wire.open(URL_BASE, "/engine.io/", { pings: true });
    const begin = Date.now();
    const timer = setInterval(() => wire.send("4busy"), 20);
    const { packets } = await wire.drain(5_000);
    clearInterval(timer);
    assert.ok(packets.includes("4busy"));
    assert.equal(packets.filter((packet) => packet === "2").length, 1);
    assert.ok(Date.now() - begin < 2 * (PING_INTERVAL + PING_TIMEOUT), `lived ${Date.now() - begin} ms`);
  });

  test("takes a pong that nobody asked for", async () => {
    const wire = await Wire.open(URL_BASE, "/engine.io/");
    wire.send("3");
    wire.send("4x");
    assert.equal(await wire.next(), "4x");
    wire.close();
  });

  test("ends a polling session that answers pings but forgets one", async () => {
    const session = await Polling.open(URL_BASE, "/engine.io/");
    assert.equal((await session.poll()).text, "2");
    await session.send("3");
    assert.equal((await session.poll()).text, "2");
    await sleep(PING_TIMEOUT + 50);
    await until("the session to end", async () => !(await session.alive()), 1_000);
  });
});
