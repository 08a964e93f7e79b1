// Engine.IO 4: messages over WebSocket, and what ends such a session.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MAX_PAYLOAD, PING_INTERVAL, PING_TIMEOUT, URL_BASE, betterThanReference } from "../support/target.mjs";
import { Wire, exchange } from "../support/wire.mjs";
import { until, within } from "../support/wait.mjs";

const open = (options) => Wire.open(URL_BASE, "/engine.io/", options);

/** Waits until the session is forgotten; while it is remembered, its transport does not match. */
async function gone(sid) {
  await until("the session to be forgotten", async () => {
    const answer = await exchange(URL_BASE, `/engine.io/?EIO=4&transport=polling&sid=${sid}`);
    assert.equal(answer.status, 400);
    return answer.text === '{"code":1,"message":"Session ID unknown"}';
  });
}

/** Sends, and expects the same back. */
async function echoes(data, options) {
  const wire = await open();
  wire.send(data, options);
  assert.deepEqual(await wire.next(), data);
  wire.close();
}

describe("messages over WebSocket", () => {
  test("echo a text packet", () => echoes("4hello"));
  test("echo a binary packet without a type byte", () => echoes(Buffer.from([1, 2, 3, 4])));
  test("echo a binary packet that looks like a text one", () => echoes(Buffer.from("4hello")));
  test("keep an empty text message", () => echoes("4"));
  test("keep an empty binary message", () => echoes(Buffer.alloc(0)));
  test("keep every character", () => echoes('4\u{1F514}€ü\u2028\u2029\u0000\u001e"\\\ufeff\uffff'));
  test("keep every byte", () => echoes(Buffer.from(Array.from({ length: 256 }, (_, i) => i))));
  test("take a message of exactly the limit", () => echoes(`4${"x".repeat(MAX_PAYLOAD - 1)}`));

  for (const length of [1, 124, 125, 126, 127, 65_534, 65_535, 65_536]) {
    test(`keep a binary message of ${length} bytes`, () => echoes(Buffer.alloc(length, 7)));
  }

  test("take a message in base64 in a text frame", async () => {
    const wire = await open();
    wire.send("bAQIDBA==");
    assert.deepEqual(await wire.next(), Buffer.from([1, 2, 3, 4]));
    wire.close();
  });

  test("take a message in fragments, with a WebSocket ping between them", async () => {
    const wire = await open();
    const pong = new Promise((resolve) => wire.socket.once("pong", resolve));
    wire.send("4hel", { fin: false });
    wire.socket.ping();
    wire.send("lo", { fin: true });
    await within(3_000, "pong", pong);
    assert.equal(await wire.next(), "4hello");
    wire.close();
  });

  test("keep the order of many, text and binary mixed", async () => {
    const wire = await open();
    const sent = Array.from({ length: 1_000 }, (_, i) => (i % 3 === 0 ? Buffer.from([i & 255, i >> 8]) : `4${i}`));
    for (const packet of sent) wire.send(packet);
    for (const packet of sent) assert.deepEqual(await wire.next(), packet);
    wire.close();
  });
});

describe("a WebSocket session ends", () => {
  for (const [what, data] of [
    ["a packet of an unknown type", "abc"],
    ["an empty text frame", ""],
    ["a client's ping", "2"],
    ["a client's late probe", "2probe"],
  ]) {
    test(`upon ${what}`, async () => {
      const wire = await open();
      wire.send(data);
      assert.deepEqual((await wire.drain()).packets, []);
      await gone(wire.sid);
    });
  }

  test("upon a message over the limit, with code 1009", async () => {
    const wire = await open();
    wire.send(`4${"x".repeat(MAX_PAYLOAD)}`);
    const { packets, code } = await wire.drain();
    assert.deepEqual(packets, []);
    assert.equal(code, 1009);
    await gone(wire.sid);
  });

  test("upon fragments that together are over the limit, with code 1009", async () => {
    const wire = await open();
    wire.send(`4${"x".repeat(MAX_PAYLOAD - 10)}`, { fin: false });
    wire.send("x".repeat(20), { fin: true });
    const { packets, code } = await wire.drain();
    assert.deepEqual(packets, []);
    assert.equal(code, 1009);
  });

  test("upon text that is not UTF-8, with code 1007", async () => {
    const wire = await open();
    wire.send(Buffer.from([0x34, 0xc3, 0x28]), { binary: false });
    const { packets, code } = await wire.drain();
    assert.deepEqual(packets, []);
    assert.equal(code, 1007);
    await gone(wire.sid);
  });

  test("upon a close packet", async () => {
    const wire = await open({ pings: true });
    wire.send("1");
    const { packets } = await wire.drain();
    assert.deepEqual(packets.filter((packet) => packet !== "2"), []);
    await gone(wire.sid);
  });

  betterThanReference("upon a close packet at once, not by timeout", async () => {
    const wire = await open();
    const begin = Date.now();
    wire.send("1");
    await wire.drain();
    assert.ok(Date.now() - begin < PING_INTERVAL + PING_TIMEOUT - 100, `took ${Date.now() - begin} ms`);
  });

  test("upon a WebSocket close, which is answered", async () => {
    const wire = await open();
    wire.socket.close(1000);
    const { code } = await wire.drain();
    assert.equal(code, 1000);
    await gone(wire.sid);
  });

  test("and its neighbours never notice", async () => {
    const neighbour = await open();
    const bad = await open();
    bad.send("abc");
    await bad.drain();
    neighbour.send("4fine");
    assert.equal(await neighbour.next(), "4fine");
    neighbour.close();
  });
});
