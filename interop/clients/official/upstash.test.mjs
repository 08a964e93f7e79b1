// Backends that publish with @upstash/redis, to a gateway that has no Redis and to one that has.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Redis as Upstash } from "@upstash/redis";
import { Redis as IoRedis } from "ioredis";
import { connect, connected, received } from "../support/client.mjs";
import { startLoomio } from "../support/gateway.mjs";
import { REFERENCE } from "../support/laxer.mjs";
import { verbatim } from "../support/loomio.mjs";
import { Redis } from "../support/redis.mjs";
import { until } from "../support/wait.mjs";

const KEY = "open-sesame";
const NOTICES = "/system_notice";

/** Nothing is told to anybody about this machine, and nothing is tried twice. */
const QUIET = { enableTelemetry: false, retry: false };

const skip = REFERENCE ? "the reference implementation has no such port" : false;

for (const broker of ["embedded", "Redis"]) {
  describe(`@upstash/redis, ${broker} broker`, { skip }, () => {
    let redis;
    let gateway;
    let upstash;
    let single;
    let socket;
    before(async () => {
      redis = broker === "Redis" ? await Redis.start() : undefined;
      gateway = await startLoomio({ redis: redis?.port, "ops.key": KEY });
      // By itself, the client puts even one command into a pipeline, and asks for Base64.
      upstash = new Upstash({ url: gateway.ops, token: KEY, ...QUIET });
      single = new Upstash({ url: gateway.ops, token: KEY, enableAutoPipelining: false, responseEncoding: false, ...QUIET });
      socket = await connected(connect(gateway.url, { transports: ["websocket"], query: { channel_token: "nobody" } }));
    });
    after(async () => {
      socket?.disconnect();
      await gateway?.stop();
      await redis?.stop();
    });

    /** What the browser received since the last time, in the very bytes. */
    const heard = async (...notices) => {
      await received(socket, "notice", notices.length);
      const packets = socket.raw.filter((packet) => packet.startsWith('2["notice"'));
      assert.equal(packets.length, notices.length);
      packets.forEach((packet, n) => verbatim(packet, "notice", notices[n]));
      socket.raw.length = socket.events.length = 0;
    };

    test("publishes to browsers what it is given", async () => {
      const odd = '{ "notice":"\u00fc\u{1F514}\u2028\\u2028", "n":9007199254740993.10, "reload":false }';
      assert.equal(await upstash.publish(NOTICES, odd), 1);
      await heard(odd);
      assert.equal(await upstash.publish(NOTICES, { notice: "an object", reload: false }), 1);
      await heard('{"notice":"an object","reload":false}');
    });

    test("publishes in order: one by one, at once, in a pipeline, in a transaction", async () => {
      const notices = Array.from({ length: 40 }, (_, n) => `{"notice":"${n}","reload":false}`);
      for (const notice of notices.slice(0, 10)) assert.equal(await single.publish(NOTICES, notice), 1);
      const results = await Promise.all(notices.slice(10, 20).map((notice) => upstash.publish(NOTICES, notice)));
      assert.deepEqual(results, Array(10).fill(1));
      for (const [several, from] of [[upstash.pipeline(), 20], [upstash.multi(), 30]]) {
        for (const notice of notices.slice(from, from + 10)) several.publish(NOTICES, notice);
        assert.deepEqual(await several.exec(), Array(10).fill(1));
      }
      await heard(...notices);
    });

    test("reads text, in Base64 and plain", async () => {
      const encoded = new Upstash({ url: gateway.ops, token: KEY, enableAutoPipelining: false, ...QUIET });
      for (const client of [upstash, single, encoded]) {
        assert.equal(await client.ping(), "PONG");
        assert.equal(await client.ping(["h\u00e9"]), "h\u00e9");
        assert.equal(await client.echo("\u{1F514}"), "\u{1F514}");
      }
    });

    test("is told what cannot be done", async () => {
      const unknown = { name: "UpstashError", message: /ERR unknown command 'GET'; known: PUBLISH, PING, ECHO/ };
      await assert.rejects(upstash.get("key"), unknown);
      await assert.rejects(single.get("key"), unknown);
      const pipeline = upstash.pipeline().ping().incr("key");
      assert.deepEqual((await pipeline.exec({ keepErrors: true })).map(({ error }) => error?.slice(0, 25)), [
        undefined,
        "ERR unknown command 'INCR",
      ]);
      await assert.rejects(upstash.multi().publish(NOTICES, "{}").incr("key").exec(), /EXECABORT/);
      await heard();
    });

    test("needs the key", async () => {
      const stranger = new Upstash({ url: gateway.ops, token: "guess", ...QUIET });
      await assert.rejects(stranger.publish(NOTICES, "{}"), { name: "UpstashError", message: /missing or wrong bearer key/ });
      await heard();
    });

    test("finds the gateway by its two variables", async () => {
      process.env.UPSTASH_REDIS_REST_URL = gateway.ops;
      process.env.UPSTASH_REDIS_REST_TOKEN = KEY;
      assert.equal(await Upstash.fromEnv(QUIET).publish(NOTICES, '{"notice":"env","reload":false}'), 1);
      await heard('{"notice":"env","reload":false}');
    });

    if (broker === "Redis") {
      test("and ioredis are the same to browsers, in one order", async () => {
        const direct = new IoRedis(redis.port, "127.0.0.1");
        const notices = ["1", "2", "3", "4"].map((n) => `{"notice": "${n}", "reload": false}`);
        try {
          for (const [n, notice] of notices.entries()) {
            // One gateway listens, so that Redis counts one, too.
            assert.equal(await (n % 2 ? direct : upstash).publish(NOTICES, notice), 1);
          }
          await heard(...notices);
        } finally {
          direct.disconnect();
        }
      });

      test("is told when Redis is away, and nothing arrives later", async () => {
        await redis.kill();
        await until("readiness to be withdrawn", async () => !(await gateway.ready()), 20_000);
        const down = { name: "UpstashError", message: /^ERR the broker is down/ };
        await assert.rejects(upstash.publish(NOTICES, '{"notice":"lost"}'), down);
        await assert.rejects(single.publish(NOTICES, '{"notice":"lost"}'), down);
        await assert.rejects(upstash.pipeline().publish(NOTICES, '{"notice":"lost"}').exec(), down);
        await assert.rejects(upstash.pipeline().ping().publish(NOTICES, '{"notice":"lost"}').exec(), /Command 2 \[ publish \] failed: ERR the broker is down/);
        await redis.up();
        await until("readiness to return", () => gateway.ready(), 30_000);
        await upstash.publish(NOTICES, '{"notice":"back"}');
        await heard('{"notice":"back"}');
      });
    }
  });
}
