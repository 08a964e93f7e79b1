// The official client against the loomio app on a real Redis: who receives what, and in which bytes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MODES, received, upgraded } from "../support/client.mjs";
import { fresh, house, verbatim } from "../support/loomio.mjs";
import { betterThanReference } from "../support/laxer.mjs";
import { exchange } from "../support/wire.mjs";
import { sleep, until } from "../support/wait.mjs";

const { redis, gateway, client, publish, notice } = await house();

/** Waits for a notice that was published last: whatever else was to come has come by then. */
async function settled(...sockets) {
  const text = `end ${fresh()}`;
  await notice(text);
  for (const socket of sockets) {
    await until("the last notice", () => socket.events.some(([, data]) => data?.notice === text));
  }
}

const records = (socket) => socket.events.filter(([name]) => name === "records").map(([, data]) => data);

for (const [mode, options] of Object.entries(MODES)) {
  describe(`a browser with ${mode}`, () => {
    test("receives the records of its user and its groups, and no others", async () => {
      const [user, one, two, other] = [fresh(), fresh(), fresh(), fresh()];
      const token = `token-${fresh()}`;
      await redis.user(token, user, one, two);
      const socket = await client(token, options);
      await publish(`user-${user}`, { notifications: [{ id: 1 }] });
      await publish(`group-${other}`, { comments: [{ id: 2 }] });
      await publish(`user-${other}`, { comments: [{ id: 3 }] });
      await publish(`group-${one}`, { comments: [{ id: 4 }] });
      await publish(`group-${two}`, { polls: [{ id: 5 }] });
      await settled(socket);
      assert.deepEqual(records(socket), [
        { room: `user-${user}`, records: { notifications: [{ id: 1 }] } },
        { room: `group-${one}`, records: { comments: [{ id: 4 }] } },
        { room: `group-${two}`, records: { polls: [{ id: 5 }] } },
      ]);
    });

    test("misses nothing that is published the moment it is connected", async () => {
      const [user, group] = [fresh(), fresh()];
      const token = `token-${fresh()}`;
      await redis.user(token, user, group);
      for (let i = 0; i < 5; i++) {
        const socket = await client(token, options);
        await publish(`group-${group}`, { n: i });
        assert.deepEqual(await received(socket, "records", 1), [{ room: `group-${group}`, records: { n: i } }]);
        socket.disconnect();
      }
    });

    test("keeps the order of many records", async () => {
      const [user, group] = [fresh(), fresh()];
      const token = `token-${fresh()}`;
      await redis.user(token, user, group);
      const socket = await client(token, options);
      await Promise.all(Array.from({ length: 500 }, (_, n) => publish(`group-${group}`, { n })));
      const got = await received(socket, "records", 500);
      assert.deepEqual(got.map((data) => data.records.n), Array.from({ length: 500 }, (_, n) => n));
    });

    betterThanReference("receives every byte as it was published", async () => {
      const [user, group] = [fresh(), fresh()];
      const token = `token-${fresh()}`;
      await redis.user(token, user, group);
      const socket = await client(token, options);
      if (options.transports.includes("websocket")) await upgraded(socket);
      const room = `"room":"group-${group}"`;
      const sent = [
        `{${room},"records":{"events":[{"id":9007199254740993,"x":1.10,"y":1E5,"z":-0}]}}`,
        `{"unknown":{"b":1,"a":[2,{}]},${room},"records":{},"room2":null}`,
        `{${room},"text":"\u{1F514} \u2028 \u2029 ü 漢字","escaped":"\\u2028\\ud83d\\udd14\\/\\"\\\\"}`,
        `{ ${room} ,\t"blank" : [ 1 , 2 ] }`,
        `{"records":{"body":"${"x".repeat(200_000)}"},${room}}`,
        `{"records":{"room":"group-0"},${room}}`,
      ];
      for (const json of sent) await redis.publish("/records", json);
      await received(socket, "records", sent.length);
      const raw = socket.raw.filter((packet) => packet.startsWith('2["records"'));
      sent.forEach((json, i) => verbatim(raw[i], "records", json));
      const said = `{"version":"2.24.0","notice":"at 5 \u2028","reload":false,"n":12345678901234567890}`;
      await redis.publish("/system_notice", said);
      await received(socket, "notice", 1);
      verbatim(socket.raw.find((packet) => packet.startsWith('2["notice"')), "notice", said);
    });

    for (const [who, token] of [["without a token", undefined], ["with an unknown token", "nobody-knows"], ["with an empty token", ""]]) {
      test(`${who} is connected, hears notices and no records`, async () => {
        const socket = await client(token, options);
        await publish("user-undefined", {});
        await publish("user-null", {});
        await publish("group-1", {});
        await settled(socket);
        assert.deepEqual(records(socket), []);
        assert.deepEqual(socket.disconnects, []);
      });
    }
  });
}

describe("identity", () => {
  betterThanReference("is not found for a client that sent no token", async () => {
    const user = fresh();
    await redis.user("undefined", user);
    await redis.user("", user);
    const sockets = [await client(undefined), await client("")];
    await publish(`user-${user}`, {});
    await settled(...sockets);
    for (const socket of sockets) assert.deepEqual(records(socket), []);
  });

  test("is the same for tokens with strange characters", async () => {
    const user = fresh();
    const token = "a/b c%20+&=\u{1F514}";
    await redis.user(token, user);
    const socket = await client(token);
    await publish(`user-${user}`, { n: 1 });
    await settled(socket);
    assert.equal(records(socket).length, 1);
  });

  for (const value of [
    "not json", "null", "{}", "[]", "5", '"text"', '{"id":7}', '{"id":7,"group_ids":"x"}', '{"id":null,"group_ids":[]}',
    '{"id":{"a":1},"group_ids":[null,{},[1],"\\u0000"]}', '{"id":7,"group_ids":[1,2', "x".repeat(2_000_000),
  ]) {
    test(`read from ${value.slice(0, 40)} leaves the client connected`, async () => {
      const token = `token-${fresh()}`;
      await redis.client.set(`/current_users/${token}`, value);
      const socket = await client(token);
      await settled(socket);
      assert.deepEqual(socket.disconnects, []);
    });
  }

  test("stored as another Redis type leaves the client connected", async () => {
    await redis.client.hSet("/current_users/hash", "a", "b");
    const socket = await client("hash");
    await settled(socket);
  });

  betterThanReference("with the id null joins no room of that name", async () => {
    const token = `token-${fresh()}`;
    await redis.client.set(`/current_users/${token}`, '{"name":null,"group_ids":[],"id":null}');
    const socket = await client(token);
    await publish("user-null", {});
    await settled(socket);
    assert.deepEqual(records(socket), []);
  });
});

describe("rubbish", () => {
  test("on the channels reaches nobody and stops nothing", async () => {
    const [user, group] = [fresh(), fresh()];
    const token = `token-${fresh()}`;
    await redis.user(token, user, group);
    const socket = await client(token);
    const room = `"room":"group-${group}"`;
    const rubbish = [
      "", "not json", "null", "true", "5", '"text"', "[]", "{}", '{"room":null}', '{"room":5}', '{"room":{}}', '{"room":""}',
      `{${room}`, `{${room}}{"a":1}`, `{${room},}`, `{${room},"a":tru}`, `{${room}} trailing`, `[{${room}}]`,
      `{${room},"a":"\u0001"}`, "[".repeat(100_000), `{${room},"a":${"[".repeat(50_000)}`, "x".repeat(2_000_000),
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), Buffer.from(`{${room},"a":"\xff"`, "latin1"),
    ];
    for (const message of rubbish) await redis.publish("/records", message);
    for (const message of ["", "not json", "null", "{", "[".repeat(100_000)]) await redis.publish("/system_notice", message);
    await publish(`group-${group}`, { n: "good" });
    await settled(socket);
    assert.deepEqual(records(socket), [{ room: `group-${group}`, records: { n: "good" } }]);
    assert.equal(socket.events.filter(([name]) => name === "notice").length, 1);
    assert.deepEqual(socket.disconnects, []);
    assert.ok(await gateway.ready());
  });

  test("from clients is ignored, and heard by no other", async () => {
    const [user, group] = [fresh(), fresh()];
    const token = `token-${fresh()}`;
    await redis.user(token, user, group);
    const honest = await client(token);
    const rude = await client("nobody");
    rude.emit("records", { room: `group-${group}`, records: {} });
    rude.emit("notice", { notice: "forged" });
    rude.emit("join", `group-${group}`);
    rude.emit("subscribe", `group-${group}`, Buffer.from([1]));
    const acked = await new Promise((resolve) => rude.timeout(200).emit("catchup", {}, (error) => resolve(!error)));
    assert.equal(acked, false);
    await publish(`group-${group}`, { n: 1 });
    await settled(honest, rude);
    assert.deepEqual(records(honest), [{ room: `group-${group}`, records: { n: 1 } }]);
    assert.deepEqual(records(rude), []);
    assert.deepEqual(rude.disconnects, []);
  });

  test("a room name with strange characters is only a name", async () => {
    const user = fresh();
    const token = `token-${fresh()}`;
    await redis.user(token, user);
    const socket = await client(token);
    for (const room of ["", "*", "user-*", "notice\u0000", "__proto__", socket.id.slice(1), "\u{1F514}".repeat(1_000)]) await publish(room, {});
    await publish(`user-${user}`, { n: 1 });
    await settled(socket);
    assert.equal(records(socket).length, 1);
  });
});

test("every other path answers 404", async () => {
  for (const path of ["/", "/health", "/socket.iox", "/favicon.ico"]) {
    assert.equal((await exchange(gateway.url, path)).status, 404, path);
  }
});

test("a client that leaves is forgotten", async () => {
  const [user, group] = [fresh(), fresh()];
  const token = `token-${fresh()}`;
  await redis.user(token, user, group);
  const gone = await client(token);
  const stays = await client(token);
  gone.disconnect();
  await sleep(50);
  await publish(`group-${group}`, { n: 1 });
  await settled(stays);
  assert.equal(records(stays).length, 1);
  assert.equal(records(gone).length, 0);
});
