// The official client against the echo app, in each of its modes.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { MODES, connect, connected, received, upgraded } from "../support/client.mjs";
import { URL_BASE } from "../support/target.mjs";
import { sleep, until, within } from "../support/wait.mjs";

const open = [];
after(() => open.forEach((socket) => socket.disconnect()));

function client(options, namespace) {
  const socket = connect(URL_BASE, options, namespace);
  open.push(socket);
  return socket;
}

for (const [mode, options] of Object.entries(MODES)) {
  describe(`the official client with ${mode}`, () => {
    test("connects and is greeted with its own payload", async () => {
      const socket = await connected(client({ ...options, auth: { token: "\u{1F514}", deep: [1, { a: null }] } }));
      assert.deepEqual(await received(socket, "auth", 1), [{ token: "\u{1F514}", deep: [1, { a: null }] }]);
      assert.ok(!socket.recovered);
    });

    test("uses the transports that it was told to", async () => {
      const socket = await connected(client(options));
      if (options.transports.includes("websocket")) await upgraded(socket);
      else assert.equal(socket.io.engine.transport.name, "polling");
    });

    test("has its events echoed, text and binary", async () => {
      const socket = await connected(client(options));
      const args = [1, "2\u2028\u{1F514}", { a: [Buffer.from([1, 2, 3]), { b: Buffer.alloc(70_000, 5) }] }, Buffer.alloc(0), null];
      const back = new Promise((resolve) => socket.once("message-back", (...all) => resolve(all)));
      socket.emit("message", ...args);
      assert.deepEqual(await within(10_000, "echo", back), args);
    });

    test("has its acknowledgements, text and binary", async () => {
      const socket = await connected(client(options));
      const plain = await socket.timeout(10_000).emitWithAck("message-with-ack", { x: 1 });
      assert.deepEqual(plain, { x: 1 });
      const binary = await socket.timeout(10_000).emitWithAck("message-with-ack", Buffer.from([9, 8]));
      assert.deepEqual(binary, Buffer.from([9, 8]));
      const many = await Promise.all(
        Array.from({ length: 200 }, (_, i) => socket.timeout(10_000).emitWithAck("message-with-ack", i)),
      );
      assert.deepEqual(many, Array.from({ length: 200 }, (_, i) => i));
    });

    test("loses nothing and keeps the order while it connects and upgrades", async () => {
      const socket = client(options);
      for (let i = 0; i < 300; i++) {
        socket.emit("message", i);
        if (i % 10 === 0) await sleep(1);
      }
      assert.deepEqual(await received(socket, "message-back", 300), Array.from({ length: 300 }, (_, i) => i));
    });

    test("sends a message near the limit", async () => {
      const socket = await connected(client(options));
      const text = "x".repeat(900_000);
      assert.equal(await socket.timeout(10_000).emitWithAck("message-with-ack", text), text);
    });

    test("joins another namespace over the same connection", async () => {
      const main = await connected(client(options));
      const custom = main.io.socket("/custom", { auth: { b: 2 } });
      const greeting = new Promise((resolve) => custom.once("auth", resolve));
      assert.deepEqual(await within(10_000, "greeting", greeting), { b: 2 });
      assert.notEqual(custom.id, main.id);
      custom.disconnect();
      assert.equal(await main.timeout(10_000).emitWithAck("message-with-ack", "still"), "still");
    });

    test("is told when a namespace does not exist", async () => {
      const socket = client(options, "/random");
      const error = await within(10_000, "refusal", new Promise((resolve) => socket.once("connect_error", resolve)));
      assert.equal(error.message, "Invalid namespace");
      assert.equal(socket.connected, false);
    });

    test("survives many heartbeats", async () => {
      const socket = await connected(client(options));
      await sleep(1_500);
      assert.deepEqual(socket.disconnects, []);
      assert.equal(await socket.timeout(10_000).emitWithAck("message-with-ack", 1), 1);
    });

    test("leaves and comes back with another id", async () => {
      const socket = await connected(client(options));
      const { id } = socket;
      socket.disconnect();
      assert.deepEqual(socket.disconnects, ["io client disconnect"]);
      await connected(socket.connect());
      assert.notEqual(socket.id, id);
    });

    test("notices a lost connection and reconnects by itself", async () => {
      const socket = await connected(client(options));
      const { id } = socket;
      if (options.transports.includes("websocket")) await upgraded(socket);
      socket.io.engine.close();
      await until("a new id", () => socket.connected && socket.id !== id);
    });
  });
}
