// When events are sent, and which of them: windows, the order, and what a later event replaces.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startToggo } from "../support/gateway.mjs";
import { Plain, crowd } from "../support/plain.mjs";
import { ioredis, nodeRedis } from "../support/publishers.mjs";
import { Redis } from "../support/redis.mjs";
import { batch, event, eventsUntil, freshTrip, listened, settled, traveller } from "../support/toggo.mjs";
import { sleep, until } from "../support/wait.mjs";

const CROWD = Number(process.env.CROWD ?? 1_000);

const redis = await Redis.start();
const gateway = await startToggo({ redis: redis.port });
const publisher = ioredis(redis.port);
const plain = await nodeRedis(redis.port);
after(async () => {
  publisher.close();
  plain.close();
  await gateway.stop();
  await redis.stop();
});

async function follower(...trips) {
  const socket = await traveller(gateway, ...trips);
  for (const trip of trips) await listened(redis, trip, 1);
  return socket;
}

const publish = (trip, ...events) => publisher.publishAll(`trip:${trip}`, events.map((one) => JSON.stringify(one)));

describe("a window", () => {
  test("opens with the first event and lasts 200 ms", async () => {
    const trip = freshTrip();
    const socket = await follower(trip);
    const waits = [];
    for (let i = 0; i < 6; i++) {
      await sleep(37 * i); // a global clock would make some of these wait less
      const begin = performance.now();
      await publish(trip, event(trip, "comment.created", `id-${i}`));
      await batch(socket);
      waits.push(performance.now() - begin);
    }
    assert.ok(Math.min(...waits) >= 190, `too early: ${waits}`);
    assert.ok(waits.sort((a, b) => a - b)[2] < 300, `too late: ${waits}`);
    socket.leave();
  });

  test("holds what follows, and the next one what comes later", async () => {
    const trip = freshTrip();
    const socket = await follower(trip);
    await publish(trip, event(trip, "comment.created", "1"));
    await plain.publish(`trip:${trip}`, JSON.stringify(event(trip, "comment.created", "2")));
    assert.deepEqual((await batch(socket)).map(({ id }) => id), ["1", "2"]);
    await publish(trip, event(trip, "comment.created", "3"));
    assert.deepEqual((await batch(socket)).map(({ id }) => id), ["3"]);
    socket.leave();
  });

  test("belongs to one trip", async () => {
    const [one, two] = [freshTrip(), freshTrip()];
    const socket = await follower(one, two);
    await publish(one, event(one, "comment.created", "1"));
    await publish(two, event(two, "comment.created", "2"));
    const batches = [await batch(socket), await batch(socket)];
    assert.deepEqual(batches.map((events) => events.map(({ id }) => id)).sort(), [["1"], ["2"]]);
    socket.leave();
  });
});

describe("what a later event replaces", () => {
  const ids = async (...events) => {
    const trip = freshTrip();
    const socket = await follower(trip);
    await publish(trip, ...events.map(([topic, id, entity]) => event(trip, topic, id, { entity_id: entity })));
    const heard = await batch(socket);
    await settled(socket);
    socket.leave();
    return heard.map(({ id }) => id).join(" ");
  };

  test("is an older state of the same thing", async () => {
    assert.equal(await ids(["poll.updated", "1", "p"], ["poll.updated", "2", "p"], ["poll.updated", "3", "p"]), "3");
    assert.equal(await ids(["trip.updated", "1", "t"], ["comment.updated", "2", "c"], ["trip.updated", "3", "t"]), "2 3");
  });

  test("is not the state of another thing, nor of another topic", async () => {
    assert.equal(await ids(["poll.updated", "1", "p"], ["poll.updated", "2", "q"], ["trip.updated", "3", "p"]), "1 2 3");
  });

  test("is an older count of the same votes", async () => {
    assert.equal(await ids(["poll.vote_added", "1", "p"], ["poll.vote_added", "2", "q"], ["poll.vote_added", "3", "p"]), "2 3");
  });

  test("is never what was created, deleted or added", async () => {
    const kept = ["comment.created", "poll.deleted", "membership.added", "file.uploaded", "membership.removed"];
    for (const topic of kept) assert.equal(await ids([topic, "1", "x"], [topic, "2", "x"], [topic, "3", "x"]), "1 2 3", topic);
  });
});

describe(`${CROWD} clients of one trip`, { timeout: 120_000 }, () => {
  test("hear 1,000 events of one window in one message each, all, in order", async () => {
    const trip = freshTrip();
    const all = await crowd(CROWD, () => traveller(gateway, trip));
    try {
      await listened(redis, trip, 1);
      const total = 1_000;
      // A first window, so that what is measured below is not the first use of everything.
      await publish(trip, event(trip, "comment.created", "warm"));
      for (const socket of all) assert.equal((await batch(socket, 15_000)).length, 1);

      for (const socket of all) socket.forget();
      const sent = Array.from({ length: total }, (_, i) => event(trip, "comment.created", `id-${i}`));
      const begin = performance.now();
      await publish(trip, ...sent);
      const published = performance.now() - begin;
      // What the last event ends with is at the end of a long text.
      const complete = ({ texts }) => texts.length > 0 && texts.at(-1).slice(-500).includes(`"id-${total - 1}"`);
      await until("everybody to have the last event", () => all.every(complete), 60_000);
      const first = all[0].texts;
      // Published within the first window, it is one message; a busy machine may take longer to publish.
      assert.ok(first.length <= 1 + Math.ceil(published / 200), `${first.length} messages, published in ${published} ms`);
      assert.deepEqual(first.flatMap((text) => JSON.parse(text).events), sent);
      for (const { texts } of all) assert.deepEqual(texts, first);
    } finally {
      all.forEach((socket) => socket.leave());
    }
    await listened(redis, trip, 0);
  });
});

describe("with other settings", () => {
  let other;
  before(async () => {
    other = await startToggo({
      redis: redis.port,
      "apps.toggo.collapse": "all",
      "apps.toggo.ping-interval": "500ms",
      "apps.toggo.ping-timeout": "1s",
    });
  });
  after(() => other?.stop());

  test("one event of each topic stays, as in the replaced server", async () => {
    const trip = freshTrip();
    const socket = await traveller(other, trip);
    await listened(redis, trip, 1);
    await publish(trip, event(trip, "comment.created", "1"), event(trip, "poll.created", "2"), event(trip, "comment.created", "3"));
    assert.deepEqual((await eventsUntil(socket, "3")).map(({ id }) => id), ["2", "3"]);
    socket.leave();
  });

  test("who answers no pings is gone soon, whatever it sends", async () => {
    const [alive, dead] = [await traveller(other), await Plain.open(`${other.url}/ws`, { autoPong: false })];
    const talking = setInterval(() => dead.isOpen && dead.say('{"type":"ping"}'), 50);
    assert.equal((await dead.closed(10_000)).code, 1006);
    clearInterval(talking);
    assert.ok(alive.isOpen);
    alive.leave();
  });
});
