// Two gateways on one Redis, with publishers of every kind, and a Redis that goes away.
import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";
import { ChatView, announcement, freshChat, guest, upToNow } from "../support/eclipse.mjs";
import { startEclipse } from "../support/gateway.mjs";
import { Plain, heardBy } from "../support/plain.mjs";
import { Proxy } from "../support/proxy.mjs";
import { ioredis, nodeRedis, upstash } from "../support/publishers.mjs";
import { Redis } from "../support/redis.mjs";
import { WebApp } from "../support/webapp.mjs";
import { exchange } from "../support/wire.mjs";
import { sleep, until } from "../support/wait.mjs";

const redis = await Redis.start();
const web = await WebApp.start();
const gateways = await Promise.all([startEclipse(web, { redis: redis.port }), startEclipse(web, { redis: redis.port })]);
const publishers = { ioredis: ioredis(redis.port), redis: await nodeRedis(redis.port), "@upstash/redis": upstash(gateways[1]) };
after(async () => {
  Object.values(publishers).forEach((publisher) => publisher.close());
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await redis.stop();
  await web.down();
});
beforeEach(() => Object.assign(web, { copies: 0, answersFirst: false, publisher: publishers.ioredis }));

/** John on both gateways, as in two tabs, and Ann on both. */
async function chat() {
  const id = freshChat();
  const sockets = await Promise.all(
    [[0, "john"], [1, "john"], [0, "ann"], [1, "ann"]].map(([node, user]) => guest(gateways[node], web.token(id, user))),
  );
  const publish = (text) => publishers.ioredis.publish(`chat:${id}`, text);
  return { id, sockets, publish, heard: () => upToNow(sockets, publish), leave: () => sockets.forEach((socket) => socket.leave()) };
}

const listeners = async (id) => (await redis.client.pubSubNumSub(`chat:${id}`))[`chat:${id}`];
const listened = (id, count) => until(`${count} subscribers of chat ${id}`, async () => (await listeners(id)) === count);

for (const way of Object.keys(publishers)) {
  for (const copies of [0, 1, 2]) {
    for (const answersFirst of [false, true]) {
      test(`a message of which ${way} publishes ${copies} ${answersFirst ? "behind" : "before"} the answer is heard once by each, on either gateway`, async () => {
        Object.assign(web, { copies, answersFirst, publisher: publishers[way] });
        const it = await chat();
        it.sockets[0].say({ type: "message", content: "first", role: "USER" });
        it.sockets[3].say({ type: "message", content: "second", role: "USER" });
        await heardBy(it.sockets, 2);
        for (const heard of await it.heard()) {
          assert.deepEqual(heard.map(({ data }) => data.content).sort(), ["first", "second"]);
        }
        it.leave();
      });
    }
  }
}

test("everybody in a chat hears the same messages in the same order", async () => {
  web.copies = 1;
  const it = await chat();
  for (let i = 0; i < 10; i++) it.sockets.forEach((socket, s) => socket.say({ type: "message", content: `${s}-${i}`, role: "USER" }));
  const said = (heard) => heard.map(({ data }) => data.content);
  await heardBy(it.sockets, 40);
  const all = (await it.heard()).map(said);
  for (const heard of all) {
    assert.equal(heard.length, 40);
    for (let s = 0; s < 4; s++) {
      assert.deepEqual(heard.filter((content) => content.startsWith(`${s}-`)), Array.from({ length: 10 }, (_, i) => `${s}-${i}`));
    }
  }
  it.leave();
});

test("who types does not hear of it, on neither gateway; the others hear it once", async () => {
  const it = await chat();
  it.sockets[0].say({ type: "typing", isTyping: true });
  await heardBy(it.sockets.slice(2), 1);
  const [john, , ...ann] = await it.heard();
  assert.deepEqual(john, []);
  for (const heard of ann) assert.deepEqual(heard.map(({ type, data }) => [type, data.userId, data.isTyping]), [["typing", "john", true]]);
  it.leave();
});

test("an agent who joins is announced once to each", async () => {
  const it = await chat();
  const agent = await guest(gateways[1], web.token(it.id, "agent-1"));
  agent.say({ type: "agent_joined" });
  await heardBy([agent, ...it.sockets], 1);
  for (const heard of [...(await it.heard()), [await agent.nextJson()]]) {
    assert.deepEqual(heard.map(({ type, data }) => [type, data.agentName]), [["agent_joined", "Sam Davidoff"]]);
  }
  agent.leave();
  it.leave();
});

test("what the gateways publish, other programs can read", async () => {
  const it = await chat();
  const heard = [];
  const reader = publishers.redis.client.duplicate();
  await reader.connect();
  await reader.subscribe(`chat:${it.id}`, (text) => heard.push(JSON.parse(text)));
  it.sockets[0].say({ type: "message", content: "for all", role: "USER" });
  it.sockets[0].say({ type: "typing", isTyping: true });
  await until("both", () => heard.length >= 2);
  await sleep(100);
  assert.deepEqual(heard.map(({ type }) => type), ["message", "typing"]);
  assert.deepEqual(Object.keys(heard[0]).slice(0, 3), ["type", "data", "timestamp"]);
  assert.equal(heard[0].data.content, "for all");
  assert.deepEqual(heard[1].data, { userId: "john", isTyping: true });
  await reader.disconnect();
  it.leave();
});

describe("a subscription in Redis", () => {
  test("is there while anybody needs it, once for each gateway", async () => {
    const it = await chat();
    await listened(it.id, 2);
    it.sockets[0].leave();
    it.sockets[1].leave();
    it.sockets[2].socket.close();
    await listened(it.id, 1);
    it.leave();
    await listened(it.id, 0);
  });

  test("is not mistaken for that of a chat whose id begins alike", async () => {
    const id = freshChat();
    const ids = [id, `${id}0`, id.slice(0, -1)];
    const sockets = await Promise.all(ids.map((one) => guest(gateways[0], web.token(one, "john"))));
    for (const one of ids) assert.equal(await listeners(one), 1);
    for (const one of ids) await publishers.redis.publish(`chat:${one}`, JSON.stringify(announcement(`of ${one}`)));
    for (const [i, socket] of sockets.entries()) assert.equal((await socket.nextJson()).data.id, `of ${ids[i]}`);
    sockets[1].leave();
    sockets[2].leave();
    await listened(ids[1], 0);
    await listened(ids[2], 0);
    assert.equal(await listeners(id), 1);
    assert.deepEqual(await upToNow([sockets[0]], (text) => publishers.redis.publish(`chat:${id}`, text)), [[]]);
    sockets[0].leave();
    await listened(id, 0);
  });

  test("stands before the client is told that it is connected", async () => {
    for (let i = 0; i < 20; i++) {
      const id = freshChat();
      const socket = await guest(gateways[i % 2], web.token(id, "john"));
      assert.equal(await publishers.ioredis.publish(`chat:${id}`, JSON.stringify(announcement("at once"))), 1);
      assert.equal((await socket.nextJson()).data.id, "at once");
      socket.leave();
    }
  });
});

describe("Eclipse's chat view", () => {
  const QUICK = { base: 20, most: 200 };

  test("talks to the agent, and is back after its connection broke", async () => {
    const proxy = await Proxy.to(gateways[0].url);
    web.wsUrl = proxy.url.replace("http", "ws");
    web.copies = 1;
    const id = freshChat();
    const [customer, agent] = [new ChatView(web, id, null, QUICK), new ChatView(web, id, "agent-1", QUICK)];
    try {
      await Promise.all([customer.connected(), agent.connected()]);
      agent.say({ type: "agent_joined", agentId: "x", agentName: "y" });
      await until("the agent", () => customer.heard.some(({ type }) => type === "agent_joined"));
      customer.say({ type: "message", content: "Help!", role: "USER" });
      await until("the message", () => agent.shown.length === 1 && customer.shown.length === 1);
      agent.say({ type: "message", content: "Sure.", role: "AGENT" });
      await until("the answer", () => customer.shown.length === 2);
      assert.deepEqual(customer.shown.map(({ role, content }) => [role, content]), [["user", "Help!"], ["agent", "Sure."]]);

      proxy.cut();
      await until("the loss", () => customer.closes.length === 1 && agent.closes.length === 1);
      await Promise.all([customer.connected(), agent.connected()]);
      await publishers.redis.publish(`chat:${id}`, JSON.stringify(announcement("from-web")));
      await until("the message", () => customer.shown.length === 3 && agent.shown.length === 3);
      await sleep(100);
      for (const view of [customer, agent]) assert.equal(view.heard.filter(({ type }) => type === "message").length, 3, "a message came twice");
    } finally {
      customer.unmount();
      agent.unmount();
      proxy.close();
    }
    await listened(id, 0);
  });

  test("renews a token that ended, by coming back", async () => {
    web.wsUrl = gateways[0].url.replace("http", "ws");
    const { token } = web;
    let minted = 0;
    web.token = (chatId, userId) => token.call(web, chatId, userId, { expiresIn: minted++ ? 7_200 : 2 });
    const view = new ChatView(web, freshChat(), "john", QUICK);
    try {
      await view.connected();
      await until("the end of the token", () => view.closes.length === 1);
      assert.deepEqual(view.closes, [{ code: 4002, reason: "Token expired" }]);
      await view.connected();
      assert.equal(minted, 2);
    } finally {
      view.unmount();
      web.token = token;
    }
  });
});

describe("a crash of Redis", () => {
  test("closes no chat, shows in health, and heals", async () => {
    const it = await chat();
    await redis.kill();
    await until("readiness to be withdrawn", async () => !(await gateways[0].ready()), 20_000);
    const health = await exchange(gateways[0].url, "/health");
    assert.deepEqual([health.status, JSON.parse(health.text).status], [200, "degraded"]);
    it.sockets[0].say('{"type":"ping"}');
    assert.deepEqual(await it.sockets[0].nextJson(), { type: "pong" });
    const late = await Plain.open(`${gateways[0].url}/?token=${web.token(freshChat(), "john")}`);
    await sleep(300);
    assert.deepEqual(late.texts, [], "connected without Redis");
    for (const socket of it.sockets) assert.ok(socket.isOpen);

    await redis.up();
    for (const gateway of gateways) await until("readiness to return", () => gateway.ready(), 30_000);
    await listened(it.id, 2);
    if (late.isOpen) assert.equal((await late.nextJson(10_000)).type, "connected");
    web.copies = 1;
    it.sockets[0].say({ type: "message", content: "back", role: "USER" });
    await heardBy(it.sockets, 1);
    for (const heard of await it.heard()) assert.deepEqual(heard.map(({ data }) => data.content), ["back"]);
    assert.equal(JSON.parse((await exchange(gateways[0].url, "/health")).text).status, "healthy");
    late.leave();
    it.leave();
    await listened(it.id, 0);
  });
});
