// A real Redis server for one test file: started here, killed and started again by the tests.
import { start } from "./children.mjs";
import { createClient } from "redis";
import { freePorts } from "./ports.mjs";
import { until, within } from "./wait.mjs";

const binary = process.env.REDIS_SERVER_BINARY || "redis-server";

export class Redis {
  /** Starts a server without persistence on a free port. */
  static async start() {
    const redis = new Redis();
    [redis.port] = await freePorts(1);
    await redis.up();
    return redis;
  }

  async up() {
    this.child = start(binary, ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], {
      stdio: "ignore",
    });
    this.exited = new Promise((resolve) => this.child.once("exit", resolve));
    this.failed = null;
    this.child.once("error", (e) => (this.failed = e));
    this.client = createClient({
      url: `redis://127.0.0.1:${this.port}`,
      socket: { reconnectStrategy: (tries) => (tries > 500 ? new Error("no Redis") : 10) },
    });
    this.client.on("error", () => {});
    await within(10_000, "connection to Redis", this.client.connect());
    await until("Redis to answer", async () => {
      if (this.failed) throw this.failed;
      return (await this.client.ping()) === "PONG";
    });
  }

  /** Kills the server as a crash would. */
  async kill() {
    await this.client.disconnect().catch(() => {});
    this.child.kill("SIGKILL");
    await this.exited;
  }

  async stop() {
    await this.kill();
  }

  publish(channel, message) {
    return this.client.publish(channel, message);
  }

  /** Stores what Loomio's backend stores for a signed-in user. */
  user(token, id, ...groups) {
    return this.client.set(`/current_users/${token}`, JSON.stringify({ name: "Ann", group_ids: groups, id }));
  }

  /** Waits until somebody listens on the channel. */
  heard(channel) {
    return until(`a subscriber of ${channel}`, async () => (await this.client.pubSubNumSub(channel))[channel] > 0);
  }
}
