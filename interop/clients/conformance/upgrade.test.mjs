// Engine.IO 4: from HTTP long-polling to WebSocket, without losing or doubling anything.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PING_INTERVAL, PING_TIMEOUT, URL_BASE, betterThanReference } from "../support/target.mjs";
import { Polling, SOON, Wire, exchange } from "../support/wire.mjs";
import { sleep, within } from "../support/wait.mjs";

/** Opens a session and a probing WebSocket for it. */
async function probe(path = "/engine.io/") {
  const session = await Polling.open(URL_BASE, path);
  const wire = new Wire(URL_BASE, session.url(session.sid, "websocket"));
  await wire.opened;
  wire.send("2probe");
  assert.equal(await wire.next(), "3probe");
  return { session, wire };
}

async function upgraded(path) {
  const both = await probe(path);
  both.wire.send("5");
  return both;
}

for (const path of ["/engine.io/", "/socket.io/"]) {
  describe(`upgrade at ${path}`, () => {
    test("releases the pending poll with a noop while probing", async () => {
      const session = await Polling.open(URL_BASE, path);
      const poll = session.startPoll();
      await sleep(30);
      const wire = new Wire(URL_BASE, session.url(session.sid, "websocket"));
      await wire.opened;
      wire.send("2probe");
      assert.equal(await wire.next(), "3probe");
      const answer = await within(SOON, "answer to the poll", poll.promise);
      assert.equal(answer.status, 200);
      // A ping that was due at the same moment is as good.
      assert.ok(["6", "2"].includes(answer.text), answer.text);
      wire.close();
    });

    test("refuses polling afterwards, and the session lives", async () => {
      const { session, wire } = await upgraded(path);
      await sleep(30);
      for (const method of ["GET", "POST"]) {
        const answer = await exchange(URL_BASE, session.url(), { method, body: method === "POST" ? "4x" : undefined });
        assert.equal(answer.status, 400);
        assert.deepEqual(JSON.parse(answer.text), { code: 3, message: "Bad request" });
      }
      if (path === "/engine.io/") {
        wire.send("4alive");
        assert.equal(await wire.next(), "4alive");
      } else {
        wire.send("40");
        assert.match(await wire.next(), /^40\{"sid"/);
      }
      wire.close();
    });

    test("refuses a second WebSocket afterwards, and the session lives", async () => {
      const { session, wire } = await upgraded(path);
      await sleep(30);
      const second = new Wire(URL_BASE, session.url(session.sid, "websocket"));
      const { packets } = await second.drain();
      assert.deepEqual(packets, []);
      wire.send(path === "/engine.io/" ? "4alive" : "40");
      assert.match(await wire.next(), path === "/engine.io/" ? /^4alive$/ : /^40\{"sid"/);
      wire.close();
    });
  });
}

describe("upgrade", () => {
  test("carries messages both ways over the WebSocket", async () => {
    const { wire } = await upgraded();
    wire.send("4hello");
    wire.send(Buffer.from([1, 2]));
    assert.equal(await wire.next(), "4hello");
    assert.deepEqual(await wire.next(), Buffer.from([1, 2]));
    wire.close();
  });

  test("releases each poll that comes while probing", async () => {
    const { session, wire } = await probe();
    for (let i = 0; i < 2; i++) {
      const answer = await session.poll();
      assert.equal(answer.status, 200);
      assert.ok(["6", "2"].includes(answer.text), answer.text);
      if (answer.text === "2") await session.send("3");
    }
    wire.close();
  });

  test("puts no data on the WebSocket before it is complete, and loses none", async () => {
    const { session, wire } = await probe();
    await session.send("4one", "4two");
    await sleep(150);
    assert.deepEqual(wire.unread, []);
    wire.send("5");
    assert.equal(await wire.next(), "4one");
    assert.equal(await wire.next(), "4two");
    wire.close();
  });

  test("serves data over the poll while it is not complete, and only there", async () => {
    const { session, wire } = await probe();
    await session.send("4poll");
    assert.equal(await session.next(), "4poll");
    wire.send("5");
    wire.send("4wire");
    assert.equal(await wire.next(), "4wire");
    assert.deepEqual(wire.unread, []);
    wire.close();
  });

  test("keeps the order from one transport to the other", async () => {
    const { session, wire } = await probe();
    for (let i = 0; i < 20; i++) await session.send(`4${i}`);
    wire.send("5");
    for (let i = 20; i < 40; i++) wire.send(`4${i}`);
    for (let i = 0; i < 40; i++) assert.equal(await wire.next(), `4${i}`);
    wire.close();
  });

  for (const wrong of ["4hello", "2", "2probes", "3probe", "abc"]) {
    test(`with "${wrong}" for a probe closes that WebSocket only`, async () => {
      const session = await Polling.open(URL_BASE, "/engine.io/");
      const wire = new Wire(URL_BASE, session.url(session.sid, "websocket"));
      await wire.opened;
      wire.send(wrong);
      assert.deepEqual((await wire.drain()).packets, []);
      await session.send("4still polling");
      assert.equal(await session.next(), "4still polling");
    });
  }

  test("that is broken off leaves the polling session as it was", async () => {
    const { session, wire } = await probe();
    wire.close();
    await session.send("4still polling");
    assert.equal(await session.next(), "4still polling");
    const again = new Wire(URL_BASE, session.url(session.sid, "websocket"));
    await again.opened;
    again.send("2probe");
    assert.equal(await again.next(), "3probe");
    again.send("5");
    again.send("4second try");
    assert.equal(await again.next(), "4second try");
    again.close();
  });

  test("does not admit a second WebSocket while it is under way", async () => {
    const { session, wire } = await probe();
    const second = new Wire(URL_BASE, session.url(session.sid, "websocket"));
    assert.deepEqual((await second.drain()).packets, []);
    wire.send("5");
    wire.send("4first");
    assert.equal(await wire.next(), "4first");
    wire.close();
  });

  betterThanReference("is not possible from a session that began with WebSocket", async () => {
    const first = await Wire.open(URL_BASE, "/engine.io/");
    const second = new Wire(URL_BASE, `/engine.io/?EIO=4&transport=websocket&sid=${first.sid}`);
    await second.opened.catch(() => {});
    second.send("5");
    first.send("4alive");
    assert.equal(await first.next(), "4alive");
    assert.deepEqual(second.unread.filter((thing) => thing.close === undefined), []);
    first.close();
    second.close();
  });

  test("moves the heartbeat along", async () => {
    const session = await Polling.open(URL_BASE, "/engine.io/");
    const wire = new Wire(URL_BASE, session.url(session.sid, "websocket"), { pings: true });
    await wire.opened;
    wire.send("2probe");
    assert.equal(await wire.next(), "3probe");
    wire.send("5");
    for (let i = 0; i < 3; i++) {
      assert.equal(await wire.next(), "2");
      wire.send("3");
    }
    const begin = Date.now();
    const { packets } = await wire.drain();
    assert.deepEqual(packets, ["2"]);
    assert.ok(Date.now() - begin < 2 * (PING_INTERVAL + PING_TIMEOUT));
  });
});
