// The loomio app without any Redis: the embedded broker, fed through POST /publish.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { MODES, connect, connected, received, upgraded } from "../support/client.mjs";
import { startLoomio } from "../support/gateway.mjs";
import { betterThanReference } from "../support/laxer.mjs";
import { verbatim } from "../support/loomio.mjs";
import { Proxy } from "../support/proxy.mjs";
import { exchange } from "../support/wire.mjs";
import { sleep, until } from "../support/wait.mjs";

const gateway = await startLoomio();
const open = [];
after(async () => {
  open.forEach((socket) => socket.disconnect());
  await gateway.stop();
});

async function client(options, url = gateway.url) {
  const socket = connect(url, { ...options, query: { channel_token: "nobody" } });
  open.push(socket);
  return connected(socket);
}

async function say(text) {
  const answer = await gateway.publish("/system_notice", JSON.stringify({ version: "1", notice: text, reload: false }));
  assert.ok(answer.status >= 200 && answer.status < 300, `answered ${answer.status} ${answer.text}`);
}

for (const [mode, options] of Object.entries(MODES)) {
  describe(`without Redis, with ${mode}`, () => {
    test("a notice reaches everybody, records reach nobody who is not in the room", async () => {
      const sockets = await Promise.all([client(options), client(options)]);
      await gateway.publish("/records", '{"room":"group-1","records":{}}');
      await say("hello");
      for (const socket of sockets) {
        const got = await received(socket, "notice", 1);
        assert.deepEqual(got, [{ version: "1", notice: "hello", reload: false }]);
        assert.deepEqual(socket.events.map(([name]) => name), ["notice"]);
      }
      sockets.forEach((socket) => socket.disconnect());
    });

    betterThanReference("every byte arrives as it was posted", async () => {
      const socket = await client(options);
      const json = '{"n":9007199254740993,"d":1.10,"s":"\u{1F514}\u2028 \\u2028","reload":false}';
      await gateway.publish("/system_notice", json);
      await received(socket, "notice", 1);
      verbatim(socket.raw.find((packet) => packet.startsWith('2["notice"')), "notice", json);
    });

    test("a client that lost its connection misses nothing", async () => {
      const proxy = await Proxy.to(gateway.url);
      const socket = await client(options, proxy.url);
      if (options.transports.includes("websocket")) await upgraded(socket);
      await say("first");
      await received(socket, "notice", 1);
      const { id } = socket;
      // Cut between two polls, the reference takes the client for alive and does not let it recover.
      await sleep(50);
      proxy.refusing = true;
      proxy.cut();
      await until("the client to notice", () => !socket.connected);
      await sleep(50);
      for (let i = 0; i < 50; i++) await say(`missed ${i}`);
      proxy.refusing = false;
      await until("the client to be back", () => socket.connected);
      assert.equal(socket.recovered, true);
      assert.equal(socket.id, id);
      const got = await received(socket, "notice", 51);
      await sleep(50);
      assert.deepEqual(got.map((data) => data.notice), ["first", ...Array.from({ length: 50 }, (_, i) => `missed ${i}`)]);
      socket.disconnect();
      proxy.close();
    });
  });
}

describe("POST /publish", () => {
  for (const body of ["", "not json", "[", "null", "5", '"text"', "{}", '{"channel":5,"message":1}', '{"message":1}']) {
    test(`refuses the body ${JSON.stringify(body)}`, async () => {
      const answer = await exchange(gateway.ops, "/publish", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      assert.ok(answer.status >= 400 && answer.status < 500 || process.env.REFERENCE === "1", `answered ${answer.status}`);
    });
  }

  test("of rubbish for clients disturbs none of them", async () => {
    const socket = await client({ transports: ["websocket"] });
    for (const message of ["null", "5", '"text"', "[]", "{}", '{"room":5}', '{"room":null}']) await gateway.publish("/records", message);
    await say("still here");
    await until("the notice", () => socket.events.some(([, data]) => data?.notice === "still here"));
    assert.deepEqual(socket.disconnects, []);
  });
});
