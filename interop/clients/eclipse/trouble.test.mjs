// A web app that is slow, down, or says too much; and what operators get wrong.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { announcement, freshChat, guest, upToNow } from "../support/eclipse.mjs";
import { run, startEclipse } from "../support/gateway.mjs";
import { upstash } from "../support/publishers.mjs";
import { WebApp } from "../support/webapp.mjs";
import { sleep, until } from "../support/wait.mjs";

const TIMEOUT = 1_000;
const web = await WebApp.start();
const gateway = await startEclipse(web, { "apps.eclipse.api-timeout": `${TIMEOUT}ms` });
const publisher = upstash(gateway);
const { save, who } = web;
after(async () => {
  await gateway.stop();
  await web.down();
});

const says = (content) => ({ type: "message", content, role: "USER" });
const pair = async () => {
  const id = freshChat();
  const sockets = await Promise.all([guest(gateway, web.token(id, "john")), guest(gateway, web.token(id, "agent-1"))]);
  return { sockets, publish: (text) => publisher.publish(`chat:${id}`, text) };
};

/** Fails unless this is the documented error, and tells nothing of what the web app said. */
function failed(message, secret) {
  const { type, error, message: detail, ...rest } = message;
  assert.deepEqual([type, error, rest], ["error", "Failed to send message", {}]);
  if (secret) assert.ok(!JSON.stringify(message).includes(secret), detail);
  return detail;
}

describe("a web app", () => {
  after(() => Object.assign(web, { save, who }));

  test("that fails with a secret in its words has them kept", async () => {
    const secret = "postgres://app:hunter2@db";
    for (const [status, body] of [[500, `{"error":"${secret}"}`], [400, secret], [404, "{}"], [302, secret], [204, ""], [200, secret], [200, "{}"], [200, `{"success":false,"error":"${secret}"}`]]) {
      web.save = async () => ({ status, body });
      const { sockets, publish } = await pair();
      sockets[0].say(says("x"));
      failed(await sockets[0].nextJson(5_000), secret);
      assert.deepEqual(await upToNow(sockets, publish), [[], []], `status ${status}`);
      sockets.forEach((socket) => socket.leave());
    }
    web.who = async () => ({ status: 500, body: secret });
    const { sockets } = await pair();
    sockets[1].say({ type: "agent_joined" });
    assert.deepEqual(await sockets[1].nextJson(5_000), { type: "error", error: "Failed to fetch agent info" });
    sockets.forEach((socket) => socket.leave());
    Object.assign(web, { save, who });
    assert.ok(!gateway.log.join("").includes("hunter2"), "the gateway logged the secret");
  });

  test("that answers late gets the messages of a sender one by one, in their order", async () => {
    const open = [];
    let most = 0;
    web.save = async (chatId, body) => {
      open.push(body.content);
      most = Math.max(most, open.length);
      // The earlier ones take longer, so that an impatient gateway would mix them up.
      await sleep(60 - 10 * Number(body.content));
      open.splice(open.indexOf(body.content), 1);
      return save.call(web, chatId, body);
    };
    const { sockets } = await pair();
    for (let i = 0; i < 5; i++) sockets[0].say(says(String(i)));
    for (const socket of sockets) {
      const heard = [];
      for (let i = 0; i < 5; i++) heard.push((await socket.nextJson()).data.content);
      assert.deepEqual(heard, ["0", "1", "2", "3", "4"]);
      socket.leave();
    }
    assert.equal(most, 1);
    web.save = save;
  });

  test("that does not answer is given up, and nobody else waits for it", async () => {
    const { sockets: [stuck, witness], publish } = await pair();
    web.save = (chatId, body) => (body.content === "never" ? new Promise(() => {}) : save.call(web, chatId, body));
    const begin = Date.now();
    stuck.say(says("never"));
    witness.say(says("quick"));
    assert.equal((await witness.nextJson()).data.content, "quick");
    await publish(JSON.stringify(announcement("relayed")));
    assert.equal((await witness.nextJson()).data.id, "relayed");
    assert.ok(Date.now() - begin < TIMEOUT, "the others had to wait");

    assert.equal((await stuck.nextJson()).data.content, "quick");
    assert.equal((await stuck.nextJson()).data.id, "relayed");
    failed(await stuck.nextJson(TIMEOUT + 4_000));
    assert.ok(Date.now() - begin >= TIMEOUT - 50);
    stuck.say(says("on we go"));
    assert.equal((await stuck.nextJson()).data.content, "on we go");
    [stuck, witness].forEach((socket) => socket.leave());
    web.save = save;
  });

  test("that is down is reported each time, and well again when it is up", async () => {
    const { sockets: [john, witness], publish } = await pair();
    await web.down();
    for (let i = 0; i < 3; i++) {
      john.say(says("anybody?"));
      const detail = failed(await john.nextJson(TIMEOUT + 4_000));
      assert.ok(!String(detail).includes(String(web.port)), detail);
    }
    john.say({ type: "agent_joined" });
    assert.deepEqual(await john.nextJson(TIMEOUT + 4_000), { type: "error", error: "Failed to process agent_joined event" });
    assert.deepEqual(await upToNow([john, witness], publish), [[], []]);
    await web.up();
    john.say(says("there you are"));
    for (const socket of [john, witness]) assert.equal((await socket.nextJson(5_000)).data.content, "there you are");
    [john, witness].forEach((socket) => socket.leave());
  });

  test("that is slow is not flooded: a sender who does not wait is held back or sent away", async () => {
    web.calls.length = 0;
    web.save = () => new Promise(() => {});
    const { sockets: [flooding, witness], publish } = await pair();
    const text = JSON.stringify(says("x".repeat(16 * 1024)));
    let sent = 0;
    for (let turn = 0; turn < 100 && flooding.isOpen && flooding.socket.bufferedAmount < 8_000_000; turn++) {
      for (let i = 0; i < 100; i++, sent++) flooding.socket.send(text);
      await sleep(1);
    }
    assert.equal(web.calls.length, 1, "one sender has one call open");
    assert.ok(!flooding.isOpen || flooding.socket.bufferedAmount > 0, `the gateway took all ${sent} messages`);
    assert.deepEqual(await upToNow([witness], publish), [[]]);
    assert.ok(await gateway.ready());
    [flooding, witness].forEach((socket) => socket.leave());
    web.save = save;
  });

  test("that is slow is not flooded by a crowd either", async () => {
    web.calls.length = 0;
    web.save = async (chatId, body) => {
      await sleep(20);
      return save.call(web, chatId, body);
    };
    const id = freshChat();
    const sockets = await Promise.all(Array.from({ length: 200 }, (_, i) => guest(gateway, web.token(id, `user-${i}`))));
    sockets.forEach((socket) => socket.say(says("all at once")));
    await until("all answers", () => sockets.every((socket) => socket.texts.some((text) => /"content":"all at once"|"error"/.test(text))), 15_000);
    const most = Math.max(...web.calls.map(({ open }) => open));
    assert.ok(most <= 100, `${most} calls at once`);
    sockets.forEach((socket) => socket.leave());
    web.save = save;
  });
});

describe("a start", { concurrency: true }, () => {
  const good = { PORT: "0", JWT_SECRET: web.jwtSecret, INTERNAL_API_SECRET: web.internalSecret, NEXT_API_URL: web.url };
  const serve = (environment) => run(["serve", "eclipse", "--set", "ops.port=0"], { ...good, ...environment });
  for (const [name, value] of [["JWT_SECRET", ""], ["INTERNAL_API_SECRET", ""], ["JWT_SECRET", "your-jwt-secret-here"], ["INTERNAL_API_SECRET", "your-internal-api-secret-here"]]) {
    test(`is refused with ${name}=${value}`, async () => {
      const { code, out, err } = await serve({ [name]: value });
      assert.equal(code, 2, out + err);
      for (const secret of [web.jwtSecret, web.internalSecret]) assert.ok(!(out + err).includes(secret), "a secret was printed");
    });
  }
});

describe("a client", () => {
  let own;
  before(async () => {
    own = await startEclipse(web, { "stop.drain": "0s", "apps.eclipse.ping-interval": "500ms", "apps.eclipse.ping-timeout": "1s" });
  });
  after(() => own.stop());

  test("that answers no pings is gone soon, and not before", async () => {
    const id = freshChat();
    const [alive, dead] = [await guest(own, web.token(id, "john")), await guest(own, web.token(id, "ann"), { autoPong: false })];
    const begin = Date.now();
    assert.equal((await dead.closed(10_000)).code, 1006);
    assert.ok(Date.now() - begin > 1_000);
    assert.ok(alive.isOpen);
    alive.leave();
  });

  test("is sent away with 1001 when the gateway stops", async () => {
    const socket = await guest(own, web.token(freshChat(), "john"));
    assert.equal(await own.stop(), 0);
    assert.deepEqual(await socket.closed(), { code: 1001, reason: "Server shutting down" });
  });
});
