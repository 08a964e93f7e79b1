// Socket.IO 5: namespaces, events, acknowledgements and attachments, over both transports.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CONNECT_TIMEOUT, PING_INTERVAL, URL_BASE } from "../support/target.mjs";
import { TRANSPORTS } from "../support/session.mjs";
import { Wire } from "../support/wire.mjs";
import { sleep } from "../support/wait.mjs";

for (const [transport, start] of Object.entries(TRANSPORTS)) {
  const open = () => start(URL_BASE);

  /** A session that has joined the main namespace and read its welcome. */
  async function joined() {
    const session = await open();
    await session.send("0");
    session.id = JSON.parse((await session.next()).slice(1)).sid;
    assert.equal(await session.next(), '2["auth",{}]');
    return session;
  }

  /** Sends, and expects these packets back in this order. */
  async function answers(packet, attachments, ...expected) {
    const session = await joined();
    await session.send(packet, ...attachments);
    for (const one of expected) assert.deepEqual(await session.next(), one);
    session.close();
  }

  async function closes(session, packet, ...attachments) {
    await session.send(packet, ...attachments);
    assert.equal(await session.next(), null);
    session.close();
  }

  describe(`connect over ${transport}`, { concurrency: 4 }, () => {
    test("joins the main namespace, and is told an id of its own", async () => {
      const session = await open();
      await session.send("0");
      const reply = await session.next();
      assert.equal(reply[0], "0");
      const body = JSON.parse(reply.slice(1));
      assert.deepEqual(Object.keys(body), ["sid"]);
      assert.match(body.sid, /^[A-Za-z0-9_-]{20}$/);
      assert.notEqual(body.sid, session.sid);
      assert.equal(await session.next(), '2["auth",{}]');
      session.close();
    });

    test("joins the main namespace with a payload", async () => {
      const session = await open();
      await session.send('0{"token":"123","nested":{"a":[1,null,"\u{1F514}"]}}');
      assert.match(await session.next(), /^0\{"sid":"[^"]+"\}$/);
      assert.equal(await session.next(), '2["auth",{"token":"123","nested":{"a":[1,null,"\u{1F514}"]}}]');
      session.close();
    });

    test("joins a custom namespace", async () => {
      const session = await open();
      await session.send("0/custom,");
      assert.match(await session.next(), /^0\/custom,\{"sid":"[^"]+"\}$/);
      assert.equal(await session.next(), '2/custom,["auth",{}]');
      session.close();
    });

    test("joins a custom namespace with a payload", async () => {
      const session = await open();
      await session.send('0/custom,{"token":"abc"}');
      assert.match(await session.next(), /^0\/custom,\{"sid":"[^"]+"\}$/);
      assert.equal(await session.next(), '2/custom,["auth",{"token":"abc"}]');
      session.close();
    });

    test("joins several namespaces, each with its own id", async () => {
      const session = await joined();
      await session.send("0/custom,");
      const reply = await session.next();
      assert.notEqual(JSON.parse(reply.slice("0/custom,".length)).sid, session.id);
      assert.equal(await session.next(), '2/custom,["auth",{}]');
      await session.send('2["message",1]');
      assert.equal(await session.next(), '2["message-back",1]');
      session.close();
    });

    test("refuses an unknown namespace with these very bytes, and stays open", async () => {
      const session = await open();
      await session.send("0/random");
      assert.equal(await session.next(), '4/random,{"message":"Invalid namespace"}');
      await session.send('0/random,{"token":"x"}');
      assert.equal(await session.next(), '4/random,{"message":"Invalid namespace"}');
      await session.send("0");
      assert.match(await session.next(), /^0\{"sid"/);
      session.close();
    });

    for (const handshake of ["abc", '0"text"', "0[]", '0{"unclosed"', "0{}x", "7", ""]) {
      test(`closes upon the handshake "${handshake}"`, async () => closes(await open(), handshake));
    }

    for (const early of ['2["message",1]', '3/custom,1["x"]', "1", '2/random,["x"]']) {
      test(`closes upon "${early}" before anything was joined`, async () => closes(await open(), early));
    }

    test("closes upon joining the same namespace twice", async () => closes(await joined(), "0"));

    test("closes upon a packet for a namespace that is not joined", async () =>
      closes(await joined(), '2/custom,["message",1]'));

    test("closes upon a client's connect error", async () => closes(await joined(), '4{"message":"no"}'));

    test("closes a client that joins nothing", async () => {
      const session = await open();
      const begin = Date.now();
      assert.equal(await session.next(), null);
      const lived = Date.now() - begin;
      assert.ok(lived > CONNECT_TIMEOUT - 50, `lived ${lived} ms`);
      assert.ok(lived < 2 * CONNECT_TIMEOUT, `lived ${lived} ms`);
    });

    test("closes a client that was only refused", async () => {
      const session = await open();
      await session.send("0/random");
      assert.match(await session.next(), /^4\/random/);
      assert.equal(await session.next(), null);
    });
  });

  describe(`disconnect over ${transport}`, { concurrency: 4 }, () => {
    test("leaves the main namespace without an answer, and may come back", async () => {
      const session = await joined();
      await session.send("1");
      await sleep(30);
      await session.send("0");
      const { sid } = JSON.parse((await session.next()).slice(1));
      assert.notEqual(sid, session.id);
      session.close();
    });

    test("leaves a custom namespace, and stays in the main one", async () => {
      const session = await joined();
      await session.send("0/custom,");
      await session.next();
      await session.next();
      await session.send("1/custom,");
      await session.send('2["message","still here"]');
      assert.equal(await session.next(), '2["message-back","still here"]');
      session.close();
    });

    test("closes upon an event for a namespace that was left", async () => {
      const session = await joined();
      await session.send("1");
      await sleep(30);
      await closes(session, '2["message",1]');
    });
  });

  describe(`events over ${transport}`, { concurrency: 4 }, () => {
    const events = {
      "of several kinds": '1,-1.5,"2",{"3":[false]},null,true,[]',
      "without further arguments": null,
      "with nested values": '{"a":{"b":[{"c":{}}]}},[[[1]]]',
      "in every script": '"\u{1F514}€ü漢字","\u2028\u2029"',
      "with escapes": '"\\"\\\\\\n\\u0000"',
    };
    for (const [what, args] of Object.entries(events)) {
      const rest = args === null ? "" : `,${args}`;
      test(`echo arguments ${what}`, () => answers(`2["message"${rest}]`, [], `2["message-back"${rest}]`));
    }

    test("echo one attachment", () =>
      answers(
        '51-["message",{"_placeholder":true,"num":0}]',
        [Buffer.from([1, 2, 3])],
        '51-["message-back",{"_placeholder":true,"num":0}]',
        Buffer.from([1, 2, 3]),
      ));

    test("echo several attachments among other arguments", () =>
      answers(
        '52-["message",{"a":[{"_placeholder":true,"num":0}],"b":"x"},{"_placeholder":true,"num":1}]',
        [Buffer.from([1, 2, 3]), Buffer.alloc(0)],
        '52-["message-back",{"a":[{"_placeholder":true,"num":0}],"b":"x"},{"_placeholder":true,"num":1}]',
        Buffer.from([1, 2, 3]),
        Buffer.alloc(0),
      ));

    test("echo ten attachments, the most there may be", () => {
      const bytes = Array.from({ length: 10 }, (_, i) => Buffer.alloc(i + 1, i));
      const places = bytes.map((_, num) => `{"_placeholder":true,"num":${num}}`).join(",");
      return answers(`510-["message",${places}]`, bytes, `510-["message-back",${places}]`, ...bytes);
    });

    test("ignore an event that nobody handles", async () => {
      const session = await joined();
      await session.send('2["unheard-of",1]');
      await session.send('2["message",2]');
      assert.equal(await session.next(), '2["message-back",2]');
      session.close();
    });

    test("keep their order", async () => {
      const session = await joined();
      for (let i = 0; i < 30; i++) await session.send(`2["message",${i}]`);
      for (let i = 0; i < 30; i++) assert.equal(await session.next(), `2["message-back",${i}]`);
      session.close();
    });

    test("are large, too", async () => {
      const text = "x".repeat(500_000);
      await answers(`2["message","${text}"]`, [], `2["message-back","${text}"]`);
    });
  });

  describe(`acknowledgements over ${transport}`, { concurrency: 4 }, () => {
    for (const id of [0, 1, 456, 2_147_483_648, 4_294_967_296, Number.MAX_SAFE_INTEGER]) {
      test(`carry the id ${id} back`, () =>
        answers(`2${id}["message-with-ack",1,"2",{"3":[false]}]`, [], `3${id}[1,"2",{"3":[false]}]`));
    }

    test("may be empty", () => answers('27["message-with-ack"]', [], "37[]"));

    test("carry attachments", () =>
      answers(
        '52-789["message-with-ack",{"_placeholder":true,"num":0},"x",{"_placeholder":true,"num":1}]',
        [Buffer.from([1, 2, 3]), Buffer.from([4])],
        '62-789[{"_placeholder":true,"num":0},"x",{"_placeholder":true,"num":1}]',
        Buffer.from([1, 2, 3]),
        Buffer.from([4]),
      ));

    test("that nobody asked for are ignored", async () => {
      const session = await joined();
      await session.send('3999["x"]');
      await session.send('2["message",1]');
      assert.equal(await session.next(), '2["message-back",1]');
      session.close();
    });
  });

  describe(`rubbish over ${transport}`, { concurrency: 4 }, () => {
    const rubbish = {
      "an unknown packet type": "abc",
      "an unknown packet type in digits": '7["message"]',
      "an object for arguments": "2{}",
      "a text for arguments": '2"message"',
      "no event name": "2[]",
      "an object for an event name": "2[{}]",
      "unclosed JSON": '2["message"',
      "something after the JSON": '2["message"]]',
      "letters in the ack id": '2abc["message-with-ack",1]',
      "a reserved event name": '2["connect"]',
      "another reserved event name": '2["disconnect","x"]',
      "an attachment count without dash": '51["message",{"_placeholder":true,"num":0}]',
      "an attachment count in letters": '5x-["message",{"_placeholder":true,"num":0}]',
      "a negative attachment count": '5-1-["message",{"_placeholder":true,"num":0}]',
      "an ack with an object for arguments": "31{}",
      "a disconnect with a payload": '1{"a":1}',
    };
    for (const [what, packet] of Object.entries(rubbish)) {
      test(`closes upon ${what}`, async () => closes(await joined(), packet));
    }

    test("closes upon eleven attachments", async () => {
      const places = Array.from({ length: 11 }, (_, num) => `{"_placeholder":true,"num":${num}}`).join(",");
      await closes(await joined(), `511-["message",${places}]`);
    });

    test("closes upon a text where an attachment is due", async () => {
      const session = await joined();
      await session.send('51-["message",{"_placeholder":true,"num":0}]');
      await closes(session, '2["message",1]');
    });

    test("closes upon an attachment that belongs to nothing", async () => {
      const session = await joined();
      await session.sendBinary(Buffer.from([1]));
      assert.equal(await session.next(), null);
    });

    test("closes upon a placeholder beyond the attachments", async () =>
      closes(await joined(), '51-["message",{"_placeholder":true,"num":5}]', Buffer.from([1])));

    test("never disturbs a neighbour", async () => {
      const neighbour = await joined();
      await closes(await joined(), "abc");
      await neighbour.send('2["message","fine"]');
      assert.equal(await neighbour.next(), '2["message-back","fine"]');
      neighbour.close();
    });
  });
}

describe("disconnect", () => {
  test("is followed by nothing but the next ping", async () => {
    const wire = await Wire.open(URL_BASE, "/socket.io/", { pings: true });
    wire.send("40");
    await wire.next();
    await wire.next();
    const begin = Date.now();
    wire.send("41");
    assert.equal(await wire.next(), "2");
    assert.ok(Date.now() - begin < 2 * PING_INTERVAL);
    wire.close();
  });
});
