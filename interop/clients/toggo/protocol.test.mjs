// Everything that Toggo's clients and its gateway say to each other, on the embedded broker.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { startToggo } from "../support/gateway.mjs";
import { Plain } from "../support/plain.mjs";
import { ops, upstash } from "../support/publishers.mjs";
import { batch, event, eventsUntil, freshTrip, settled, traveller } from "../support/toggo.mjs";
import { exchange } from "../support/wire.mjs";

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

const gateway = await startToggo();
after(() => gateway.stop());

const ways = { "POST /publish": ops(gateway), "@upstash/redis": upstash(gateway) };
const { publish: publishText } = ways["@upstash/redis"];
const publish = (trip, message) => publishText(`trip:${trip}`, typeof message === "string" ? message : JSON.stringify(message));

for (const [way, publisher] of Object.entries(ways)) {
  test(`an event published with ${way} arrives whole`, async () => {
    const trip = freshTrip();
    const socket = await traveller(gateway, trip);
    const sent = event(trip, "poll.vote_added", "8f1c", { data: { poll_id: "456", votes: [] } });
    await publisher.publish(`trip:${trip}`, JSON.stringify(sent));
    const message = await socket.nextJson();
    assert.deepEqual(Object.keys(message), ["type", "events", "timestamp"]);
    assert.equal(message.type, "events");
    assert.deepEqual(message.events, [sent]);
    assert.match(message.timestamp, RFC_3339);
    assert.ok(Math.abs(Date.parse(message.timestamp) - Date.now()) < 10_000);
    socket.leave();
  });
}

describe("an event", () => {
  test("keeps the bytes of its data: big numbers, order, escapes, unknown members", async () => {
    const trip = freshTrip();
    const socket = await traveller(gateway, trip);
    const data = '{"z":12345678901234567890.10,"a":"\\u0041\u{1F514}","a ":[1e400,-0],"deep":{"b":null}}';
    await publish(trip, `{"id":"e","topic":"comment.created","trip_id":"${trip}","data":${data},"timestamp":"2026-02-03T10:30:00.123456789Z"}`);
    const text = await socket.next();
    assert.ok(text.includes(`"data":${data}`), text);
    assert.ok(text.includes('"timestamp":"2026-02-03T10:30:00.123456789Z"'), text);
    socket.leave();
  });

  test("has neither empty nor unknown members, but always its id, topic, trip, data and time", async () => {
    const trip = freshTrip();
    const socket = await traveller(gateway, trip);
    await publish(trip, { topic: "membership.added", actor_id: "", actor_name: "", entity_id: "", secret: 1, "\u{1F514}": {} });
    assert.deepEqual(await batch(socket), [
      { id: "", topic: "membership.added", trip_id: trip, data: null, timestamp: "0001-01-01T00:00:00Z" },
    ]);
    socket.leave();
  });

  test("of a topic that nobody knows is relayed, and so is any JSON as its data", async () => {
    const trip = freshTrip();
    const socket = await traveller(gateway, trip);
    for (const [i, data] of ["text", 1.5, true, null, [1, [2]], {}].entries()) {
      await publish(trip, event(trip, "sauna.heated", `id-${i}`, { data }));
    }
    const events = await eventsUntil(socket, "id-5");
    assert.deepEqual(events.map(({ data }) => data), ["text", 1.5, true, null, [1, [2]], {}]);
    socket.leave();
  });

  test("that is none reaches nobody and harms nobody", async () => {
    const trip = freshTrip();
    const socket = await traveller(gateway, trip);
    const rubbish = ["", "null", "{", "[]", '"text"', "1", "{}x", '{"topic":7}', "[".repeat(5_000), "\u0000"];
    // The publish API takes JSON only; the Upstash dialect takes any text, as Redis does.
    for (const text of rubbish) await publish(trip, text);
    await publish(trip, event(trip, "comment.created", "after"));
    const events = await eventsUntil(socket, "after");
    assert.equal(events.length, 1, JSON.stringify(events));
    assert.ok(await gateway.ready());
    socket.leave();
  });
});

describe("a client", () => {
  test("hears of every trip that it follows, and only of these", async () => {
    const [one, two, other] = [freshTrip(), freshTrip(), freshTrip()];
    const socket = await traveller(gateway, one, two);
    for (const trip of [other, one, two]) await publish(trip, event(trip, "comment.created", `of ${trip}`));
    const heard = [...(await batch(socket)), ...(await batch(socket))].map(({ id }) => id).sort();
    assert.deepEqual(heard, [`of ${one}`, `of ${two}`].sort());
    await settled(socket);
    socket.leave();
  });

  test("that subscribes twice hears everything once", async () => {
    const trip = freshTrip();
    const socket = await traveller(gateway, trip, trip, trip);
    await publish(trip, event(trip, "comment.created", "1"));
    await publish(trip, event(trip, "comment.created", "2"));
    assert.deepEqual((await eventsUntil(socket, "2")).map(({ id }) => id), ["1", "2"]);
    socket.leave();
  });

  test("that unsubscribes hears no more of it, though it subscribed twice", async () => {
    const [left, kept] = [freshTrip(), freshTrip()];
    const socket = await traveller(gateway, left, left, kept);
    socket.say({ type: "unsubscribe", trip_id: left });
    await settled(socket);
    await publish(left, event(left, "comment.created", "unheard"));
    await publish(kept, event(kept, "comment.created", "heard"));
    assert.deepEqual((await batch(socket)).map(({ id }) => id), ["heard"]);
    await settled(socket);
    socket.say({ type: "subscribe", trip_id: left });
    await settled(socket);
    await publish(left, event(left, "comment.created", "again"));
    assert.deepEqual((await batch(socket)).map(({ id }) => id), ["again"]);
    socket.leave();
  });

  test("is answered a ping with the time", async () => {
    const socket = await Plain.open(`${gateway.url}/ws`);
    const { type, timestamp, ...rest } = await socket.say('{"type":"ping"}').nextJson();
    assert.equal(type, "pong");
    assert.match(timestamp, RFC_3339);
    assert.deepEqual(rest, {});
    socket.leave();
  });

  test("may send binary frames that hold JSON", async () => {
    const trip = freshTrip();
    const socket = await Plain.open(`${gateway.url}/ws`);
    socket.say(Buffer.from(JSON.stringify({ type: "subscribe", trip_id: trip })));
    socket.say(Buffer.from('{"type":"ping"}'));
    assert.equal((await socket.nextJson()).type, "pong");
    await publish(trip, event(trip, "comment.created", "1"));
    assert.equal((await batch(socket)).length, 1);
    socket.leave();
  });

  test("may follow a trip of any name", async () => {
    for (const trip of ["trip-123", "*", "[a-z]*", "trip-1\u{1F514}", "a:b", "?"]) {
      const socket = await traveller(gateway, trip);
      await publish("unheard", event("unheard", "comment.created", "unheard"));
      await publish(trip, event(trip, "comment.created", "heard"));
      assert.deepEqual((await batch(socket)).map(({ id, trip_id }) => [id, trip_id]), [["heard", trip]]);
      socket.leave();
    }
  });

  test("may say what means nothing, and gets no answer to it", async () => {
    const trip = freshTrip();
    const socket = await traveller(gateway, trip);
    for (const message of [
      {}, { type: "" }, { type: "dance" }, { type: "subscribe" }, { type: "subscribe", trip_id: "" }, { type: "unsubscribe" },
      { type: "unsubscribe", trip_id: freshTrip() }, { type: "events", events: [event(trip, "trip.deleted", "forged")] },
      { type: "ping", trip_id: "x", more: [{}] }, { trip_id: trip },
    ]) socket.say(message);
    assert.equal((await socket.nextJson()).type, "pong");
    await settled(socket);
    await publish(trip, event(trip, "comment.created", "1"));
    assert.equal((await batch(socket)).length, 1);
    socket.leave();
  });
});

describe("rubbish from a client ends its own connection", () => {
  const quiet = [1000, 1002, 1003, 1005, 1006, 1007, 1008];
  const cases = {
    "no JSON": "hello", "an empty message": "", "half an object": '{"type":"subscribe"', "two values": '{"type":"ping"}{}',
    "a number for a type": '{"type":5}', "an object for a trip": '{"type":"subscribe","trip_id":{}}',
    "a number for a trip": '{"type":"subscribe","trip_id":7}', "depth": "[".repeat(20_000),
    "depth inside": `{"type":"ping","x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
    "bytes": Buffer.from([0, 255, 254, 128, 7]), "an empty binary message": Buffer.alloc(0),
  };
  for (const [name, message] of Object.entries(cases)) {
    test(name, async () => {
      const trip = freshTrip();
      const [rude, honest] = [await traveller(gateway, trip), await traveller(gateway, trip)];
      rude.say(message);
      const { code } = await rude.closed();
      assert.ok(quiet.includes(code), `closed with ${code}`);
      for (const { type } of rude.rest()) assert.equal(type, "error");
      await publish(trip, event(trip, "comment.created", "1"));
      assert.equal((await batch(honest)).length, 1);
      honest.leave();
    });
  }

  test("and too large a message does so with 1009, in either kind of frame", async () => {
    const ping = (size) => `{"type":"ping","x":"${"x".repeat(size - 22)}"}`;
    for (const dress of [String, Buffer.from]) {
      const socket = await Plain.open(`${gateway.url}/ws`);
      assert.equal(ping(65_536).length, 65_536);
      socket.say(dress(ping(65_536)));
      assert.equal((await socket.nextJson()).type, "pong");
      socket.say(dress(ping(65_537)));
      assert.equal((await socket.closed()).code, 1009);
      assert.deepEqual(socket.rest(), []);
    }
  });
});

describe("over HTTP", () => {
  test("the path is for WebSockets only", async () => {
    assert.equal((await exchange(gateway.url, "/ws")).status, 426);
    assert.equal((await exchange(gateway.url, "/")).status, 404);
  });

  test("no other path is upgraded", async () => {
    for (const path of ["/", "/wss", "/ws/", "/ws/x"]) {
      const socket = new Plain(`${gateway.url}${path}`);
      await assert.rejects(socket.opened);
      assert.equal(socket.refused.status, 404, path);
    }
  });

  test("a token in the address is of no interest, as the shipped clients send none", async () => {
    const socket = await Plain.open(`${gateway.url}/ws?token=rubbish`, { headers: { authorization: "Bearer rubbish" } });
    await settled(socket);
    socket.leave();
  });
});
