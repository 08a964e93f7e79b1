// Engine.IO 4: how a session is opened, and how a request is refused.
import assert from "node:assert/strict";
import net from "node:net";
import { describe, test } from "node:test";
import { MAX_PAYLOAD, PING_INTERVAL, PING_TIMEOUT, URL_BASE, betterThanReference } from "../support/target.mjs";
import { Polling, SOON, Wire, exchange } from "../support/wire.mjs";
import { within } from "../support/wait.mjs";

const REFUSALS = {
  transport: [400, { code: 0, message: "Transport unknown" }],
  sid: [400, { code: 1, message: "Session ID unknown" }],
  method: [400, { code: 2, message: "Bad handshake method" }],
  request: [400, { code: 3, message: "Bad request" }],
  version: [400, { code: 5, message: "Unsupported protocol version" }],
};

/** Asks, and expects the status, the media type and exactly the two members of the body. */
async function refused(reason, query, options) {
  const answer = await exchange(URL_BASE, query, options);
  const [status, body] = REFUSALS[reason];
  assert.equal(answer.status, status);
  assert.deepEqual(JSON.parse(answer.text), body);
  assert.match(answer.headers["content-type"], /^application\/json/);
  return answer;
}

/** Opens a WebSocket that must never carry a packet; what became of it. */
async function neverOpens(pathAndQuery) {
  const wire = new Wire(URL_BASE, pathAndQuery);
  const { packets, refused: before } = await wire.drain();
  assert.deepEqual(packets, []);
  return before ? wire.refused : null;
}

for (const path of ["/engine.io/", "/socket.io/"]) {
  describe(`handshake at ${path} over HTTP long-polling`, () => {
    test("opens a session with exactly the five keys", async () => {
      const { answer, handshake } = await Polling.open(URL_BASE, path);
      assert.equal(answer.text[0], "0");
      assert.deepEqual(Object.keys(handshake).sort(), ["maxPayload", "pingInterval", "pingTimeout", "sid", "upgrades"]);
      assert.match(handshake.sid, /^[A-Za-z0-9_-]{20}$/);
      assert.deepEqual(handshake.upgrades, ["websocket"]);
      assert.equal(handshake.pingInterval, PING_INTERVAL);
      assert.equal(handshake.pingTimeout, PING_TIMEOUT);
      assert.equal(handshake.maxPayload, MAX_PAYLOAD);
    });

    test("answers as text that is not to be stored, with a length and no cookie", async () => {
      const { headers, text } = (await Polling.open(URL_BASE, path)).answer;
      assert.equal(headers["content-type"].toLowerCase().replace(" ", ""), "text/plain;charset=utf-8");
      assert.equal(headers["cache-control"], "no-store");
      assert.equal(Number(headers["content-length"]), Buffer.byteLength(text));
      assert.equal(headers["set-cookie"], undefined);
    });

    test("never gives the same session id twice", async () => {
      const sessions = await Promise.all(Array.from({ length: 50 }, () => Polling.open(URL_BASE, path)));
      assert.equal(new Set(sessions.map((session) => session.sid)).size, 50);
    });

    test("does not look at t, or at any other query parameter", async () => {
      const answer = await exchange(URL_BASE, `${path}?t=x1&EIO=4&transport=polling&other=%F0%9F%94%94&empty=`);
      assert.equal(answer.status, 200);
    });

    for (const version of ["", "&EIO=", "&EIO=3", "&EIO=5", "&EIO=abc", "&EIO=04", "&EIO=4.0"]) {
      test(`refuses the protocol version "${version}"`, () => refused("version", `${path}?transport=polling${version}`));
    }

    for (const transport of ["", "&transport=", "&transport=abc", "&transport=webtransport", "&transport=Polling"]) {
      test(`refuses the transport "${transport}"`, () => refused("transport", `${path}?EIO=4${transport}`));
    }

    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      test(`refuses to open a session with ${method}`, () =>
        refused("method", `${path}?EIO=4&transport=polling`, { method }));
    }

    for (const method of ["GET", "POST", "PUT"]) {
      test(`refuses ${method} with an unknown session id`, () =>
        refused("sid", `${path}?EIO=4&transport=polling&sid=unknownunknownunknow`, { method }));
    }

    test("refuses the WebSocket transport without an upgrade", () =>
      refused("request", `${path}?EIO=4&transport=websocket`));

    test("refuses the WebSocket transport without an upgrade for a polling session, which lives on", async () => {
      const session = await Polling.open(URL_BASE, path);
      await refused("request", session.url(session.sid, "websocket"));
      assert.ok(await session.alive());
    });

    test("checks transport, session id, method, upgrade and version in this order", async () => {
      await refused("transport", `${path}?EIO=9&transport=abc&sid=unknown`, { method: "POST" });
      await refused("sid", `${path}?EIO=9&transport=polling&sid=unknown`, { method: "POST" });
      await refused("method", `${path}?EIO=9&transport=polling`, { method: "POST" });
      await refused("method", `${path}?EIO=9&transport=websocket`, { method: "POST" });
      await refused("request", `${path}?EIO=9&transport=websocket`);
      await refused("version", `${path}?EIO=9&transport=polling`);
    });

    test("refuses an Origin with a control character", async () => {
      const { hostname, port } = new URL(URL_BASE);
      const socket = net.connect(Number(port), hostname);
      const head = new Promise((resolve, reject) => {
        socket.once("data", (data) => resolve(data.toString("latin1")));
        socket.once("error", reject);
        socket.once("end", () => reject(new Error("closed without an answer")));
      });
      socket.write(`GET ${path}?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nOrigin: http://a\x01b\r\n\r\n`);
      try {
        assert.match(await within(SOON, "answer", head), /^HTTP\/1\.1 400 /);
      } finally {
        socket.destroy();
      }
    });
  });

  describe(`handshake at ${path} over WebSocket`, () => {
    test("opens a session with exactly the five keys and nothing to upgrade to", async () => {
      const wire = await Wire.open(URL_BASE, path);
      const { sid, ...rest } = wire.handshake;
      assert.match(sid, /^[A-Za-z0-9_-]{20}$/);
      assert.deepEqual(rest, {
        upgrades: [],
        pingInterval: PING_INTERVAL,
        pingTimeout: PING_TIMEOUT,
        maxPayload: MAX_PAYLOAD,
      });
      wire.close();
    });

    for (const version of ["", "&EIO=3", "&EIO=abc"]) {
      test(`never opens a session for the protocol version "${version}"`, () =>
        neverOpens(`${path}?transport=websocket${version}`));

      betterThanReference(`refuses the protocol version "${version}" before the upgrade`, async () => {
        const answer = await neverOpens(`${path}?transport=websocket${version}`);
        assert.equal(answer?.status, 400);
      });
    }

    for (const transport of ["", "&transport=abc", "&transport=webtransport"]) {
      test(`refuses the transport "${transport}" before the upgrade`, async () => {
        const answer = await neverOpens(`${path}?EIO=4${transport}`);
        assert.equal(answer?.status, 400);
        assert.match(answer.text, /Transport unknown/);
      });
    }

    test("refuses an unknown session id before the upgrade", async () => {
      const answer = await neverOpens(`${path}?EIO=4&transport=websocket&sid=unknownunknownunknow`);
      assert.equal(answer?.status, 400);
      assert.match(answer.text, /Session ID unknown/);
    });

    test("opens with a compression offer, too, and need not take it", async () => {
      const wire = new Wire(URL_BASE, `${path}?EIO=4&transport=websocket`, {
        headers: { "sec-websocket-extensions": "permessage-deflate; client_max_window_bits" },
      });
      // The client library here offers nothing itself and fails when the server takes up the offer.
      const first = await wire.next();
      assert.equal(first[0], "0");
      wire.close();
    });
  });
}

describe("cross-origin requests", () => {
  const origin = { origin: "https://elsewhere.example" };

  test("an answer allows the origin", async () => {
    const answer = await exchange(URL_BASE, "/engine.io/?EIO=4&transport=polling", { headers: origin });
    assert.ok(["*", origin.origin].includes(answer.headers["access-control-allow-origin"]));
  });

  test("a refusal allows the origin, so that a page can read it", async () => {
    const answer = await refused("sid", "/engine.io/?EIO=4&transport=polling&sid=unknown", { headers: origin });
    assert.ok(["*", origin.origin].includes(answer.headers["access-control-allow-origin"]));
  });

  test("a POST is answered with the header, too", async () => {
    const session = await Polling.open(URL_BASE, "/engine.io/");
    const answer = await session.post("4x", { headers: { ...origin, "content-type": "text/plain;charset=UTF-8" } });
    assert.equal(answer.status, 200);
    assert.ok(["*", origin.origin].includes(answer.headers["access-control-allow-origin"]));
  });

  test("a preflight is answered, and names the method and the asked-for headers", async () => {
    const answer = await exchange(URL_BASE, "/engine.io/?EIO=4&transport=polling", {
      method: "OPTIONS",
      headers: {
        ...origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-own",
      },
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.text, "");
    assert.ok(["*", origin.origin].includes(answer.headers["access-control-allow-origin"]));
    assert.match(answer.headers["access-control-allow-methods"], /POST/);
    assert.match(answer.headers["access-control-allow-headers"].toLowerCase(), /content-type/);
    assert.match(answer.headers["access-control-allow-headers"].toLowerCase(), /x-own/);
  });

  test("another origin may open a WebSocket where all origins are allowed", async () => {
    const wire = await Wire.open(URL_BASE, "/engine.io/", { headers: origin });
    wire.close();
  });
});
