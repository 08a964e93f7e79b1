// Two gateways on one Redis: who subscribes what, who hears what, and a Redis that goes away.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { startToggo } from "../support/gateway.mjs";
import { Plain } from "../support/plain.mjs";
import { Proxy } from "../support/proxy.mjs";
import { ioredis, nodeRedis, upstash } from "../support/publishers.mjs";
import { Redis } from "../support/redis.mjs";
import { TripHook, batch, event, eventsUntil, freshTrip, listened, settled, traveller } from "../support/toggo.mjs";
import { sleep, until } from "../support/wait.mjs";

const redis = await Redis.start();
const gateways = await Promise.all([startToggo({ redis: redis.port }), startToggo({ redis: redis.port })]);
const publishers = { ioredis: ioredis(redis.port), redis: await nodeRedis(redis.port), "@upstash/redis": upstash(gateways[1]) };
after(async () => {
  Object.values(publishers).forEach((publisher) => publisher.close());
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await redis.stop();
});

const say = (trip, id, way = "ioredis") => publishers[way].publish(`trip:${trip}`, JSON.stringify(event(trip, "comment.created", id)));
const channels = async () => (await redis.client.pubSubChannels("trip:*")).sort();

for (const way of Object.keys(publishers)) {
  test(`what ${way} publishes, each client of each gateway hears once`, async () => {
    const trip = freshTrip();
    const sockets = await Promise.all([0, 0, 1, 1].map((i) => traveller(gateways[i], trip)));
    await listened(redis, trip, 2);
    const ids = Array.from({ length: 20 }, (_, i) => `id-${i}`);
    for (const id of ids) await say(trip, id, way);
    for (const socket of sockets) {
      assert.deepEqual((await eventsUntil(socket, "id-19")).map(({ id }) => id), ids);
      await settled(socket);
      socket.leave();
    }
  });
}

describe("a subscription in Redis", () => {
  test("is there while anybody needs it, once for each gateway", async () => {
    const trip = freshTrip();
    await until("the others to have gone", async () => (await channels()).length === 0);
    const [a, b, c] = [await traveller(gateways[0], trip), await traveller(gateways[0], trip), await traveller(gateways[1], trip)];
    await listened(redis, trip, 2);
    assert.deepEqual(await channels(), [`trip:${trip}`]);
    assert.equal(Number(await redis.client.pubSubNumPat()), 0, "a pattern would bring the events of all trips");

    a.say({ type: "unsubscribe", trip_id: trip });
    await settled(a);
    await sleep(100);
    await listened(redis, trip, 2);

    b.socket.close();
    await listened(redis, trip, 1);
    c.leave();
    await listened(redis, trip, 0);
    assert.deepEqual(await channels(), []);
    a.leave();
  });

  test("is not mistaken for that of a trip whose id begins alike", async () => {
    const trip = freshTrip();
    const [short, long] = [await traveller(gateways[0], trip), await traveller(gateways[0], `${trip}0`)];
    await listened(redis, trip, 1);
    await listened(redis, `${trip}0`, 1);
    await say(`${trip}0`, "of the long one");
    await say(trip, "of the short one");
    assert.deepEqual((await batch(short)).map(({ id }) => id), ["of the short one"]);
    assert.deepEqual((await batch(long)).map(({ id }) => id), ["of the long one"]);
    long.leave();
    await listened(redis, `${trip}0`, 0);
    await say(trip, "still");
    assert.deepEqual((await batch(short)).map(({ id }) => id), ["still"]);
    short.leave();
    await listened(redis, trip, 0);
  });

  test("survives a client that comes and goes at once, again and again", async () => {
    const trip = freshTrip();
    const socket = await traveller(gateways[0]);
    for (let i = 0; i < 200; i++) socket.say({ type: i % 2 ? "unsubscribe" : "subscribe", trip_id: trip });
    socket.say({ type: "subscribe", trip_id: trip });
    await settled(socket);
    await listened(redis, trip, 1);
    await say(trip, "1");
    assert.deepEqual((await batch(socket)).map(({ id }) => id), ["1"]);
    socket.leave();
    await listened(redis, trip, 0);
  });
});

describe("the trip of an event", () => {
  test("is that of the channel when the event names none", async () => {
    const trip = freshTrip();
    const socket = await traveller(gateways[0], trip);
    await listened(redis, trip, 1);
    await publishers.redis.publish(`trip:${trip}`, '{"topic":"poll.created","data":{"a":1}}');
    assert.deepEqual((await batch(socket)).map(({ topic, trip_id }) => [topic, trip_id]), [["poll.created", trip]]);
    socket.leave();
  });
});

describe("Toggo's client", () => {
  const QUICK = { reconnectDelay: 50, pingInterval: 100 };

  test("as it is shipped, without a token", async () => {
    const trip = freshTrip();
    const hook = new TripHook(gateways[0].url, trip, { pingInterval: 100 });
    await listened(redis, trip, 1);
    await say(trip, "1");
    await until("the event", () => hook.events.length === 1);
    await until("pongs", () => hook.pongs >= 2);
    hook.unmount();
    await listened(redis, trip, 0);
  });

  test("is back after its connection broke, and follows its trip again", async () => {
    const trip = freshTrip();
    const proxy = await Proxy.to(gateways[0].url);
    const hook = new TripHook(proxy.url, trip, QUICK);
    try {
      for (let round = 1; round <= 3; round++) {
        await until("the connection", () => hook.opened === round);
        await listened(redis, trip, 1);
        await say(trip, `round ${round}`);
        await until("the event", () => hook.events.at(-1)?.id === `round ${round}`);
        proxy.cut();
        if (round < 3) await until("the reconnection", () => hook.opened === round + 1);
      }
    } finally {
      hook.unmount();
      proxy.close();
    }
    await listened(redis, trip, 0);
  });

  test("is sent away when the gateway stops, and comes back to the next one", async () => {
    const trip = freshTrip();
    let own = await startToggo({ redis: redis.port, "stop.drain": "0s" });
    const hook = new TripHook(own.url, trip, QUICK);
    const witness = await Plain.open(`${own.url}/ws`);
    try {
      await listened(redis, trip, 1);
      assert.equal(await own.stop(), 0);
      assert.equal((await witness.closed()).code, 1001);
      await listened(redis, trip, 0);
      own = await startToggo({ redis: redis.port, at: own.at });
      await listened(redis, trip, 1);
      await say(trip, "after");
      await until("the event", () => hook.events.length === 1);
    } finally {
      hook.unmount();
      await own.stop();
    }
  });
});

describe("a crash of Redis", () => {
  test("closes no connection, shows in readiness, and heals", async () => {
    const [before, meanwhile] = [freshTrip(), freshTrip()];
    const sockets = await Promise.all([0, 1].map((i) => traveller(gateways[i], before)));
    await listened(redis, before, 2);

    await redis.kill();
    await until("readiness to be withdrawn", async () => !(await gateways[0].ready()), 20_000);
    for (const socket of sockets) socket.say({ type: "subscribe", trip_id: meanwhile });
    const late = await Plain.open(`${gateways[0].url}/ws`);
    late.say({ type: "subscribe", trip_id: before });
    await sleep(300);
    for (const socket of [...sockets, late]) assert.ok(socket.isOpen);

    await redis.up();
    for (const gateway of gateways) await until("readiness to return", () => gateway.ready(), 30_000);
    await listened(redis, before, 2);
    await listened(redis, meanwhile, 2);
    await say(before, "back");
    for (const socket of [...sockets, late]) {
      await eventsUntil(socket, "back", 10_000);
      assert.deepEqual(socket.rest(), []);
    }
    await say(meanwhile, "new");
    for (const socket of sockets) {
      await eventsUntil(socket, "new", 10_000);
      socket.leave();
    }
    late.leave();
    await listened(redis, before, 0);
  });
});
