// Engine.IO 4: messages over HTTP long-polling, and what ends a polling session.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MAX_PAYLOAD, REFERENCE, URL_BASE, betterThanReference } from "../support/target.mjs";
import { Polling, SOON, exchange, start } from "../support/wire.mjs";
import { sleep, until, within } from "../support/wait.mjs";

const open = () => Polling.open(URL_BASE, "/engine.io/");

/** Fails unless the session is gone: code 1 from now on. */
async function gone(session) {
  const answer = await exchange(URL_BASE, session.url());
  assert.equal(answer.status, 400);
  assert.deepEqual(JSON.parse(answer.text), { code: 1, message: "Session ID unknown" });
}

/** Collects the next `count` packets whatever the number of answers they come in. */
async function packets(session, count) {
  const got = [];
  while (got.length < count) got.push(await session.next());
  return got;
}

/** The messages in an answer: on a busy machine the heartbeat may have spoken in between. */
const messages = (text) => text.split("\x1e").filter((packet) => packet !== "2").join("\x1e");

describe("messages over HTTP long-polling", () => {
  test("echo one text packet", async () => {
    const session = await open();
    const posted = await session.post("4hello");
    assert.equal(posted.status, 200);
    assert.equal(posted.text, "ok");
    assert.match(posted.headers["content-type"], /^text\/html/);
    const polled = await session.poll();
    assert.equal(polled.status, 200);
    assert.equal(messages(polled.text), "4hello");
    assert.equal(polled.headers["content-type"].toLowerCase().replace(" ", ""), "text/plain;charset=utf-8");
    assert.equal(polled.headers["cache-control"], "no-store");
    assert.equal(Number(polled.headers["content-length"]), polled.text.length);
  });

  test("echo several text packets in one answer", async () => {
    const session = await open();
    await session.send("4test1", "4test2", "4test3");
    assert.equal(messages((await session.poll()).text), "4test1\x1e4test2\x1e4test3");
  });

  test("echo text and binary packets in one answer", async () => {
    const session = await open();
    await session.send("4hello", "bAQIDBA==");
    assert.equal(messages((await session.poll()).text), "4hello\x1ebAQIDBA==");
  });

  test("collect what several POSTs brought", async () => {
    const session = await open();
    await session.send("4a");
    await session.send("4b");
    await session.send("bAQ==");
    assert.deepEqual(await packets(session, 3), ["4a", "4b", "bAQ=="]);
  });

  test("keep every character", async () => {
    const session = await open();
    const text = '4\u{1F514}€ü\u2028\u2029\u0000\u001f"\\\ufeff\uffff';
    await session.send(text);
    assert.equal(await session.next(), text);
  });

  test("keep every byte", async () => {
    const session = await open();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    await session.send(`b${bytes.toString("base64")}`);
    assert.equal(await session.next(), `b${bytes.toString("base64")}`);
  });

  test("keep empty messages", async () => {
    const session = await open();
    await session.send("4", "4");
    assert.deepEqual(await packets(session, 2), ["4", "4"]);
  });

  test("keep the order over many POSTs", async () => {
    const session = await open();
    for (let i = 0; i < 40; i++) await session.send(`4${2 * i}`, `4${2 * i + 1}`);
    assert.deepEqual(
      await packets(session, 80),
      Array.from({ length: 80 }, (_, i) => `4${i}`),
    );
  });

  test("a poll is held until there is something to say", async () => {
    const session = await open();
    const poll = session.startPoll();
    let answered = false;
    poll.promise.then(() => (answered = true));
    await sleep(60);
    assert.equal(answered, false);
    await session.send("4now");
    const said = messages((await within(SOON, "answer", poll.promise)).text);
    assert.equal(said || messages((await session.poll()).text), "4now");
  });

  test("the connection is kept for the next request", async () => {
    const http = await import("node:http");
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const first = await exchange(URL_BASE, "/engine.io/?EIO=4&transport=polling", { agent });
    assert.notEqual(first.headers.connection, "close");
    const { sid } = JSON.parse(first.text.slice(1));
    const url = `/engine.io/?EIO=4&transport=polling&sid=${sid}`;
    await exchange(URL_BASE, url, { agent, method: "POST", body: "4x" });
    assert.equal(messages((await exchange(URL_BASE, url, { agent })).text), "4x");
    assert.equal(Object.values(agent.freeSockets).flat().length, 1);
    agent.destroy();
  });
});

describe("sizes over HTTP long-polling", () => {
  test("a body of exactly the limit is taken", async () => {
    const session = await open();
    assert.equal((await session.post(`4${"x".repeat(MAX_PAYLOAD - 1)}`)).status, 200);
    assert.equal((await session.next()).length, MAX_PAYLOAD);
  });

  for (const [form, headers] of [["length", undefined], ["chunks", { "transfer-encoding": "chunked" }]]) {
    test(`a body over the limit with ${form} is answered 413 and the session lives`, async () => {
      const session = await open();
      let answer;
      try {
        answer = await session.post(`4${"x".repeat(MAX_PAYLOAD)}`, headers && { headers });
      } catch (e) {
        // The server may stop reading and close before all was sent.
        assert.ok(["ECONNRESET", "EPIPE"].includes(e.code), String(e));
      }
      if (answer) assert.equal(answer.status, 413);
      await session.send("4still here");
      assert.equal(await session.next(), "4still here");
    });
  }
});

describe("a polling session ends", () => {
  for (const [what, body] of [
    ["of an unknown type", "abc"],
    ["that is empty", ""],
    ["of an unknown type among good ones", "4a\x1e9\x1e4b"],
  ]) {
    test(`upon a packet ${what}`, async () => {
      const session = await open();
      const status = await session.post(body).then((answer) => answer.status, (e) => e.code);
      // The reference may say ok first; what counts is that the session is over.
      assert.ok([400, "ECONNRESET", ...(REFERENCE ? [200] : [])].includes(status), `answered ${status}`);
      await gone(session);
    });
  }

  test("upon a client's ping", async () => {
    const session = await open();
    await session.post("2").catch(() => {});
    await gone(session);
  });

  test("upon a binary body", async () => {
    const session = await open();
    const answer = await session.post("4x", { headers: { "content-type": "application/octet-stream" } });
    assert.equal(answer.status, 400);
    await gone(session);
  });

  test("upon a cancelled poll", async () => {
    const session = await open();
    const poll = session.startPoll();
    await sleep(60);
    poll.abort();
    await until("the session to end", async () => !(await session.alive()));
    await gone(session);
  });

  test("upon a cancelled POST", async () => {
    const session = await open();
    const post = start(URL_BASE, session.url(), { method: "POST", open: true, headers: { "content-length": "100" } });
    await post.write("4part");
    await sleep(60);
    post.abort();
    await sleep(60);
    await gone(session);
  });

  test("upon a second poll beside a pending one", async () => {
    const session = await open();
    const first = session.startPoll();
    await sleep(60);
    const second = await session.poll();
    assert.ok([400, 500].includes(second.status), `answered ${second.status}`);
    const answer = await within(SOON, "answer to the first poll", first.promise);
    assert.equal(answer.status, 200);
    assert.equal(answer.text, "1");
    await gone(session);
  });

  betterThanReference("a second poll is a bad request, whatever the load", async () => {
    const session = await open();
    const answers = await Promise.all([session.poll(), session.poll()]);
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 400]);
  });

  test("upon a second POST beside an unfinished one", async () => {
    const session = await open();
    const first = start(URL_BASE, session.url(), { method: "POST", open: true, headers: { "content-length": "10" } });
    await first.write("4part");
    await sleep(60);
    const second = await session.post("4x");
    assert.equal(second.status, 400);
    first.abort();
    await gone(session);
  });

  test("upon a close packet, which a pending poll learns of", async () => {
    const session = await open();
    const poll = session.startPoll();
    await sleep(60);
    assert.equal((await session.post("1")).status, 200);
    const answer = await within(SOON, "answer to the poll", poll.promise);
    assert.equal(answer.status, 200);
    assert.equal(answer.text, "6");
    await gone(session);
  });

  test("upon a close packet without a pending poll", async () => {
    const session = await open();
    assert.equal((await session.post("1")).status, 200);
    await gone(session);
  });

  test("but not upon a method that is neither GET nor POST", async () => {
    const session = await open();
    const answer = await exchange(URL_BASE, session.url(), { method: "PUT" });
    assert.ok([400, 405, 500].includes(answer.status), `answered ${answer.status}`);
    assert.ok(await session.alive());
  });

  test("and its neighbours never notice", async () => {
    const neighbour = await open();
    const bad = await open();
    await bad.post("abc").catch(() => {});
    await gone(bad);
    await neighbour.send("4fine");
    assert.equal(await neighbour.next(), "4fine");
  });
});
