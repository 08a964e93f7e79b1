// Everything that Eclipse's clients, its web app and its gateway say to each other, on the embedded
// broker: the web app publishes with @upstash/redis to the gateway itself.
import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";
import jwt from "jsonwebtoken";
import { ISO_MILLIS, announcement, freshChat, guest, upToNow } from "../support/eclipse.mjs";
import { run, startEclipse } from "../support/gateway.mjs";
import { Plain, heardBy } from "../support/plain.mjs";
import { ops, upstash } from "../support/publishers.mjs";
import { exchange } from "../support/wire.mjs";
import { WebApp } from "../support/webapp.mjs";

const web = await WebApp.start();
const gateway = await startEclipse(web);
const publisher = upstash(gateway);
web.publisher = publisher;
after(async () => {
  await gateway.stop();
  await web.down();
});
beforeEach(() => {
  Object.assign(web, { copies: 0, answersFirst: false });
  web.calls.length = 0;
});

/** A chat with John, Ann (an agent) and somebody without a name in it. */
async function chat() {
  const id = freshChat();
  const [john, agent, stranger] = await Promise.all([
    guest(gateway, web.token(id, "john")),
    guest(gateway, web.token(id, "agent-1")),
    guest(gateway, web.token(id)),
  ]);
  const publish = (text) => publisher.publish(`chat:${id}`, text);
  return {
    id,
    john,
    agent,
    stranger,
    all: [john, agent, stranger],
    publish,
    heard: () => upToNow([john, agent, stranger], publish),
    leave: () => [john, agent, stranger].forEach((socket) => socket.leave()),
  };
}

describe("a token", () => {
  test("opens the chat that it names, on any path", async () => {
    const id = freshChat();
    for (const path of ["/", "/ws", "/a/b"]) {
      const socket = await Plain.open(`${gateway.url}${path}?token=${web.token(id, "john")}`);
      const message = await socket.nextJson();
      assert.deepEqual(Object.keys(message), ["type", "chatId", "timestamp"]);
      assert.equal(message.type, "connected");
      assert.equal(message.chatId, id);
      assert.match(message.timestamp, ISO_MILLIS);
      socket.leave();
    }
  });

  for (const algorithm of ["HS256", "HS384", "HS512"]) {
    test(`may be signed with ${algorithm}`, async () => {
      (await guest(gateway, web.token(freshChat(), "john", { algorithm }))).leave();
    });
  }

  test("may be minted on the command line", async () => {
    const id = freshChat();
    const mint = async (...who) => (await run(["token", "eclipse", "--chat", id, ...who], { JWT_SECRET: web.jwtSecret })).out.trim();
    const [agent, stranger] = [await guest(gateway, await mint("--user", "agent-1")), await guest(gateway, await mint("--anonymous"))];
    agent.say({ type: "agent_joined" });
    assert.equal((await stranger.nextJson()).data.agentName, "Sam Davidoff");
    stranger.say({ type: "agent_joined" });
    assert.equal((await stranger.nextJson()).type, "error");
    [agent, stranger].forEach((socket) => socket.leave());
  });

  const claims = { userId: "john", chatId: "c1", isAuthenticated: true };
  const sign = (payload) => jwt.sign(payload, web.jwtSecret, { expiresIn: 60 });
  const [head, , signature] = sign(claims).split(".");
  const other = Buffer.from(JSON.stringify({ ...claims, chatId: "c2" })).toString("base64url");
  const refusals = {
    "is missing": ["", 4001, "Missing authentication token"],
    "is empty": ["?token=", 4001, "Missing authentication token"],
    "is over": [`?token=${web.token("c1", "john", { expiresIn: -5 })}`, 4002, "Token expired"],
    "is none": ["?token=rubbish", 4002, "Invalid token"],
    "is signed with another secret": [`?token=${web.token("c1", "john", { secret: "another" })}`, 4002, "Invalid token"],
    "is not signed": [`?token=${jwt.sign(claims, null, { algorithm: "none" })}`, 4002, "Invalid token"],
    "was changed": [`?token=${head}.${other}.${signature}`, 4002, "Invalid token"],
    "names no chat": [`?token=${sign({ userId: "john" })}`, 4002, "Invalid token payload: missing userId or chatId"],
    "names no user": [`?token=${sign({ chatId: "c1" })}`, 4002, "Invalid token payload: missing userId or chatId"],
    "names an empty user": [`?token=${sign({ ...claims, userId: "" })}`, 4002, "Invalid token payload: missing userId or chatId"],
  };
  for (const [name, [query, code, reason]] of Object.entries(refusals)) {
    test(`that ${name} leads to an upgrade and the close ${code}`, async () => {
      const socket = await Plain.open(`${gateway.url}/${query}`);
      assert.deepEqual(await socket.closed(), { code, reason });
      assert.deepEqual(socket.texts, []);
    });
  }

  test("that ends while its connection is open closes it", async () => {
    const socket = await guest(gateway, web.token(freshChat(), "john", { expiresIn: 2 }));
    const begin = Date.now();
    assert.deepEqual(await socket.closed(5_000), { code: 4002, reason: "Token expired" });
    assert.ok(Date.now() - begin > 500);
  });

  test("goes with the first subprotocol that is offered", async () => {
    const socket = await guest(gateway, web.token(freshChat(), "john"), { protocols: ["chat.v2", "chat.v1"] });
    assert.equal(socket.socket.protocol, "chat.v2");
    socket.leave();
  });
});

describe("a message", () => {
  test("is saved by the web app, and heard by all, the sender included, once", async () => {
    const it = await chat();
    it.john.say({ type: "message", content: "Hello \u{1F514}!", role: "USER", userId: "somebody else" });
    const echo = await it.john.nextJson();
    const [call] = web.calls;
    assert.equal(web.calls.length, 1);
    assert.equal(`${call.method} ${call.path}`, `POST /api/chats/${it.id}/messages/send`);
    assert.equal(call.headers["content-type"], "application/json");
    assert.equal(call.headers["x-internal-secret"], web.internalSecret);
    assert.deepEqual(JSON.parse(call.text), { content: "Hello \u{1F514}!", role: "USER", userId: "john" });

    const { type, data, timestamp } = echo;
    assert.deepEqual(Object.keys(echo), ["type", "data", "timestamp"]);
    assert.equal(type, "message");
    assert.match(timestamp, ISO_MILLIS);
    assert.match(data.timestamp, ISO_MILLIS);
    assert.deepEqual(Object.keys(data), ["id", "content", "role", "timestamp", "sender"]);
    assert.equal(data.content, "Hello \u{1F514}!");
    assert.equal(data.role, "user");
    assert.deepEqual(data.sender, { id: "john", name: "Name of john", email: "john@x", avatar: null });
    assert.deepEqual(await it.heard(), [[], [echo], [echo]]);
    it.leave();
  });

  for (const copies of [0, 1, 2]) {
    for (const answersFirst of [false, true]) {
      test(`of which the web app publishes ${copies} ${answersFirst ? "behind" : "before"} its answer is heard once`, async () => {
        Object.assign(web, { copies, answersFirst });
        const it = await chat();
        it.john.say({ type: "message", content: "once", role: "USER" });
        it.agent.say({ type: "message", content: "and once", role: "AGENT" });
        await heardBy(it.all, 2);
        for (const heard of await it.heard()) {
          assert.deepEqual(heard.map(({ data }) => `${data.role}: ${data.content}`).sort(), ["agent: and once", "user: once"]);
        }
        it.leave();
      });
    }
  }

  test("that is the same as another is another message", async () => {
    const it = await chat();
    for (let i = 0; i < 3; i++) it.john.say({ type: "message", content: "ok", role: "USER" });
    await heardBy(it.all, 3);
    for (const heard of await it.heard()) assert.equal(new Set(heard.map(({ data }) => data.id)).size, 3);
    it.leave();
  });

  test("needs a content and a role", async () => {
    const it = await chat();
    for (const message of [{}, { content: "x" }, { role: "USER" }, { content: "", role: "USER" }, { content: "x", role: "" }, { content: null, role: null }]) {
      it.john.say({ type: "message", ...message });
      assert.deepEqual(await it.john.nextJson(), { type: "error", error: "Missing content or role" });
    }
    assert.deepEqual(web.calls, []);
    assert.deepEqual(await it.heard(), [[], [], []]);
    it.leave();
  });

  test("of a stranger is a user's, whatever it claims", async () => {
    const it = await chat();
    for (const role of ["AGENT", "ASSISTANT"]) {
      it.stranger.say({ type: "message", content: "trust me", role });
      const { type, error } = await it.stranger.nextJson();
      assert.equal(type, "error");
      assert.ok(error);
    }
    assert.deepEqual(web.calls, []);
    it.stranger.say({ type: "message", content: "hello", role: "USER" });
    assert.equal((await it.stranger.nextJson()).data.content, "hello");
    it.leave();
  });

  test("goes to its chat even when ids need escaping", async () => {
    const id = "a/b?c=d#e ../\u{1F514}";
    const socket = await guest(gateway, web.token(id, "u/1?x"));
    socket.say({ type: "message", content: "x", role: "USER" });
    assert.equal((await socket.nextJson()).type, "message");
    assert.equal(web.calls[0].path, `/api/chats/${encodeURIComponent(id)}/messages/send`);
    socket.leave();
  });

  test("of a sender whom the web app does not name is a customer's", async () => {
    const it = await chat();
    const { save } = web;
    web.save = async () => ({ status: 200, body: '{"success":true,"message":{"id":"m-1","content":"x","role":"USER","createdAt":"2025-10-31T12:00:00.000Z"}}' });
    try {
      it.john.say({ type: "message", content: "x", role: "USER" });
      const { data } = await it.john.nextJson();
      assert.deepEqual(data, {
        id: "m-1", content: "x", role: "user", timestamp: "2025-10-31T12:00:00.000Z",
        sender: { id: "anonymous", name: "Customer", email: null, avatar: null },
      });
    } finally {
      web.save = save;
      it.leave();
    }
  });
});

describe("typing", () => {
  test("is told to the others, and not to the one who types", async () => {
    const it = await chat();
    it.john.say({ type: "typing", isTyping: true });
    it.john.say({ type: "typing", isTyping: false });
    it.john.say('{"type":"ping"}');
    assert.deepEqual(await it.john.nextJson(), { type: "pong" });
    await heardBy([it.agent, it.stranger], 2);
    const [john, ...others] = await it.heard();
    assert.deepEqual(john, []);
    for (const heard of others) {
      assert.deepEqual(heard, [
        { type: "typing", data: { userId: "john", isTyping: true }, timestamp: heard[0]?.timestamp },
        { type: "typing", data: { userId: "john", isTyping: false }, timestamp: heard[1]?.timestamp },
      ]);
      assert.match(heard[0].timestamp, ISO_MILLIS);
    }
    it.leave();
  });

  test("that is neither true nor false is passed over", async () => {
    const it = await chat();
    for (const isTyping of ["true", 1, null, {}, undefined]) it.john.say({ type: "typing", isTyping });
    it.john.say('{"type":"ping"}');
    assert.deepEqual(await it.john.nextJson(), { type: "pong" });
    assert.deepEqual(await it.heard(), [[], [], []]);
    it.leave();
  });
});

describe("an agent who joins", () => {
  test("is announced to all, once, as the user of the token", async () => {
    const it = await chat();
    it.agent.say({ type: "agent_joined", agentId: "john", agentName: "Mallory" });
    const announced = await it.agent.nextJson();
    assert.equal(announced.type, "agent_joined");
    const { agentId, agentName, timestamp } = announced.data;
    assert.deepEqual([agentId, agentName], ["agent-1", "Sam Davidoff"]);
    assert.match(timestamp, ISO_MILLIS);
    assert.match(announced.timestamp, ISO_MILLIS);
    const [call] = web.calls;
    assert.equal(`${call.method} ${call.path}`, "GET /api/users/agent-1");
    assert.equal(call.headers["x-internal-secret"], web.internalSecret);
    await heardBy([it.john, it.stranger], 1);
    assert.deepEqual(await it.heard(), [[announced], [], [announced]]);
    it.leave();
  });

  test("is called by the address when there is no name, and Agent when there is neither", async () => {
    const it = await chat();
    web.users.set("nameless", { id: "nameless", name: null, email: "n@x", image: null });
    web.users.set("nobody", { id: "nobody", name: "", email: null, image: null });
    for (const [user, name] of [["nameless", "n@x"], ["nobody", "Agent"]]) {
      const socket = await guest(gateway, web.token(it.id, user));
      socket.say({ type: "agent_joined" });
      assert.equal((await socket.nextJson()).data.agentName, name);
      socket.leave();
    }
    it.leave();
  });

  test("and is unknown to the web app is told so, alone", async () => {
    const it = await chat();
    it.john.say({ type: "agent_joined" });
    assert.deepEqual(await it.john.nextJson(), { type: "error", error: "Failed to fetch agent info" });
    assert.deepEqual(await it.heard(), [[], [], []]);
    it.leave();
  });

  test("cannot be a stranger", async () => {
    const it = await chat();
    it.stranger.say({ type: "agent_joined", agentId: "agent-1", agentName: "Sam" });
    assert.equal((await it.stranger.nextJson()).type, "error");
    assert.deepEqual(web.calls, []);
    assert.deepEqual(await it.heard(), [[], [], []]);
    it.leave();
  });
});

describe("anything else that a client says", () => {
  const rubbish = {
    "Unknown message type": [{ type: "dance" }, {}, { type: 5 }, { type: "connected" }, { type: "error" }, { type: "message_updated", data: { id: "1" } }],
    "Failed to process message": ["", "hello", "null", "{", '{"type":"ping"}{}', Buffer.from([0, 255, 254, 7]), Buffer.alloc(0), "[".repeat(20_000),
      `{"type":"ping","x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
  };
  for (const [error, messages] of Object.entries(rubbish)) {
    test(`is answered "${error}", and the connection stays`, async () => {
      const it = await chat();
      for (const message of messages) {
        it.john.say(message);
        assert.deepEqual(await it.john.nextJson(), { type: "error", error }, JSON.stringify(message).slice(0, 60));
      }
      it.john.say(Buffer.from('{"type":"ping","n":[{}]}'));
      assert.equal(await it.john.next(), '{"type":"pong"}');
      assert.deepEqual(await it.heard(), [[], [], []]);
      assert.deepEqual(web.calls, []);
      it.leave();
    });
  }

  test("ends the connection with 1009 when it is too large, and no other", async () => {
    const it = await chat();
    it.john.say({ type: "message", role: "USER", content: "x".repeat(2 * 1024 * 1024) });
    assert.equal((await it.john.closed()).code, 1009);
    assert.deepEqual(it.john.rest(), []);
    assert.deepEqual(await upToNow([it.agent, it.stranger], it.publish), [[], []]);
    it.leave();
  });
});

describe("what is published in a chat", () => {
  for (const [way, by] of Object.entries({ "@upstash/redis": publisher, "POST /publish": ops(gateway) })) {
    test(`with ${way} is relayed byte for byte, whatever its type`, async () => {
      const it = await chat();
      for (const text of [
        JSON.stringify(announcement(`${way}-1`)),
        `{"type":"message_updated","data":{"id":"${way}-1","content":"Edited","role":"assistant","timestamp":"t","updatedAt":"u","sender":{}},"timestamp":"t"}`,
        '{"type":"agent_joined","data":{"agentId":"user_456","agentName":"Sam Davidoff","timestamp":"t"},"timestamp":"t"}',
        '{"type":"unheard of","n":12345678901234567890.10,"z":1,"a":"\\u0041\u{1F514}"}',
        '{"no":"type"}',
      ]) {
        await by.publish(`chat:${it.id}`, text);
        for (const socket of [it.john, it.agent, it.stranger]) assert.equal(await socket.next(), text);
      }
      it.leave();
    });
  }

  test("twice is heard once, and an update of it each time", async () => {
    const it = await chat();
    const update = (at) => JSON.stringify({ ...announcement("m"), type: "message_updated", data: { ...announcement("m").data, updatedAt: at } });
    for (const text of [JSON.stringify(announcement("m")), JSON.stringify(announcement("m")), update("1"), update("2"), update("2"), update("3")]) {
      await it.publish(text);
    }
    for (const heard of await it.heard()) {
      assert.deepEqual(heard.map(({ type, data }) => `${type} ${data.updatedAt ?? ""}`), ["message ", "message_updated 1", "message_updated 2", "message_updated 3"]);
    }
    it.leave();
  });

  test("is heard in that chat only", async () => {
    const [one, two] = [await chat(), await chat()];
    await one.publish(JSON.stringify(announcement("m-one")));
    assert.equal((await one.heard()).flat().length, 3);
    assert.deepEqual(await two.heard(), [[], [], []]);
    one.leave();
    two.leave();
  });

  test("may be JSON within a JSON string", async () => {
    const it = await chat();
    await it.publish(JSON.stringify(JSON.stringify(announcement("twice-encoded"))));
    for (const heard of await it.heard()) assert.deepEqual(heard, [announcement("twice-encoded")]);
    it.leave();
  });

  test("and is no JSON reaches nobody and harms nobody", async () => {
    const it = await chat();
    for (const text of ["", "{", "hello", "{}x", "[".repeat(5_000), "\u0000"]) await it.publish(text);
    assert.deepEqual(await it.heard(), [[], [], []]);
    assert.ok(await gateway.ready());
    it.leave();
  });
});

describe("over HTTP", () => {
  test("health tells of connections, and of no chat more than its beginning", async () => {
    const it = await chat();
    for (const path of ["/", "/health", "/health?x=1"]) {
      const { status, headers, text } = await exchange(gateway.url, path);
      assert.equal(status, 200, path);
      assert.match(headers["content-type"], /^application\/json/);
      assert.equal(headers["access-control-allow-origin"], "*");
      const body = JSON.parse(text);
      assert.deepEqual(Object.keys(body), ["status", "uptime", "connections", "memory", "timestamp"]);
      assert.equal(body.status, "healthy");
      assert.equal(typeof body.uptime, "number");
      assert.equal(body.connections.total, 3);
      assert.deepEqual(body.connections.byChat, [{ chatId: `${it.id.slice(0, 8)}...`, count: 3 }]);
      assert.deepEqual(Object.keys(body.memory), ["used", "total", "percentage"]);
      assert.match(body.timestamp, ISO_MILLIS);
      assert.ok(!text.includes(it.id));
    }
    it.leave();
  });

  test("other paths are not found, and every OPTIONS is fine", async () => {
    const lost = await exchange(gateway.url, "/api");
    assert.deepEqual([lost.status, lost.text], [404, '{"error":"Not found"}']);
    for (const path of ["/", "/anything"]) {
      const { status, headers, text } = await exchange(gateway.url, path, { method: "OPTIONS", headers: { origin: "https://x" } });
      assert.deepEqual([status, text], [200, ""], path);
      assert.equal(headers["access-control-allow-origin"], "*");
      assert.match(headers["access-control-allow-methods"], /GET.*OPTIONS/);
    }
  });
});
