// The ways in which backends publish: the three Redis clients of npm, and the gateway's own two.
import { Redis as IoRedis } from "ioredis";
import { Redis as Upstash } from "@upstash/redis";
import { createClient } from "redis";

/** `ioredis`, over TCP. */
export function ioredis(port) {
  const client = new IoRedis(port, "127.0.0.1", { retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on("error", () => {});
  return {
    client,
    publish: (channel, text) => client.publish(channel, text),
    /** All texts in one write. */
    publishAll: (channel, texts) => {
      const pipeline = client.pipeline();
      texts.forEach((text) => pipeline.publish(channel, text));
      return pipeline.exec();
    },
    close: () => client.disconnect(),
  };
}

/** `redis`, over TCP. */
export async function nodeRedis(port) {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: () => 20 } });
  client.on("error", () => {});
  await client.connect();
  return {
    client,
    publish: (channel, text) => client.publish(channel, text),
    close: () => client.disconnect(),
  };
}

/** `@upstash/redis`, over HTTP to the ops port. */
export function upstash(gateway, token = "not checked on loopback") {
  const client = new Upstash({ url: gateway.ops, token, enableTelemetry: false, retry: false });
  return { client, publish: (channel, text) => client.publish(channel, text), close: () => {} };
}

/** `POST /publish` on the ops port. */
export function ops(gateway) {
  return {
    async publish(channel, text) {
      const { status } = await gateway.publish(channel, text);
      if (status < 200 || status > 299) throw new Error(`POST /publish answered ${status}`);
    },
    close: () => {},
  };
}
