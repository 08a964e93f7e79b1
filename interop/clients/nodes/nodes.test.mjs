// Three processes on one Redis that know each other: asked, paused, killed and stopped.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { io } from "socket.io-client";
import { start } from "../support/children.mjs";
import { Redis } from "../support/redis.mjs";
import { until, within } from "../support/wait.mjs";

const LIMIT = 2_000;

/** A death is noticed within 7 seconds; a loaded machine gets some more. */
const NOTICED = 15_000;

/** The JVM of the server under test, with another program. */
const [java, ...words] = JSON.parse(process.env.SERVER_COMMAND);
const program = [...words.slice(0, -1), "dev.carillon.interop.AskingNode"];

const redis = await Redis.start();

/** A node in a process of its own, and a client of it. */
class Node {
  static async start(name) {
    const node = new Node();
    node.child = start(java, [...program, `redis://127.0.0.1:${redis.port}`, name], { stdio: ["ignore", "pipe", "inherit"] });
    node.exited = new Promise((resolve) => node.child.once("exit", resolve));
    let said = "";
    node.child.stdout.on("data", (data) => (said += data));
    const [, port] = await until("the node's port", () => said.match(/^PORT (\d+)$/m), 60_000);
    node.changes = [];
    node.socket = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true });
    node.socket.on("change", (...change) => node.changes.push(change.join(" ")));
    node.socket.on("question", (answer) => answer(name));
    await within(60_000, "connection", new Promise((resolve) => node.socket.once("connect", resolve)));
    return node;
  }

  /** Sends an event and returns the arguments of the acknowledgement. */
  ask(event, ...args) {
    return within(LIMIT + 10_000, `answer to ${event}`, new Promise((resolve) => this.socket.emit(event, ...args, (...answer) => resolve(answer))));
  }

  async id() {
    return (await this.ask("nodes"))[0];
  }
}

const [a, b, c] = await Promise.all(["a", "b", "c"].map(Node.start));
after(async () => {
  for (const node of [a, b, c]) {
    node.socket.disconnect();
    node.child.kill("SIGKILL");
  }
  await redis.stop();
});
const ids = [];
await until("all nodes to know each other", async () => {
  const present = await Promise.all([a, b, c].map(async (node) => (await node.ask("nodes"))[1].length));
  return present.every((count) => count === 3);
}, 30_000);
for (const node of [a, b, c]) {
  ids.push(await node.id());
  // A machine that stood still while three JVMs started may have cost one of them its first lease.
  node.changes.length = 0;
}

describe("three nodes", () => {
  test("fetch the sockets of all", async () => {
    const [sockets, missing] = await b.ask("fetch", LIMIT);
    assert.deepEqual(missing, {});
    assert.deepEqual(sockets.map((one) => one.node).sort(), [...ids].sort());
    assert.deepEqual(sockets.map((one) => one.id).sort(), [a, b, c].map((node) => node.socket.id).sort());
    for (const one of sockets) {
      assert.equal(one.data.on, one.node[0]);
      assert.deepEqual([...one.rooms].sort(), [one.id, "all"].sort());
    }
  });

  test("gather the acknowledgements of all clients", async () => {
    const [answers, missing, nodes] = await a.ask("ask", LIMIT);
    assert.deepEqual(answers.sort(), ["a", "b", "c"]);
    assert.equal(missing, 0);
    assert.deepEqual(nodes, {});
  });

  test("answer each other, and not themselves", async () => {
    const [answers, missing] = await c.ask("servers", LIMIT);
    assert.deepEqual(answers.sort(), ids.slice(0, 2).sort());
    assert.deepEqual(missing, {});
  });
});

describe("a node that stands still", () => {
  test("is named by whoever asks, within the limit", async () => {
    c.child.kill("SIGSTOP");
    const begun = Date.now();
    const [[sockets, noSockets], [answers, , noAnswer], [servers, noServer]] = await Promise.all([
      a.ask("fetch", LIMIT), a.ask("ask", LIMIT), b.ask("servers", LIMIT),
    ]);
    const took = Date.now() - begun;
    assert.ok(took < LIMIT + 2_000, `took ${took} ms`);
    for (const missing of [noSockets, noAnswer, noServer]) assert.deepEqual(missing, { [ids[2]]: "SILENT" });
    assert.deepEqual(sockets.map((one) => one.node).sort(), ids.slice(0, 2));
    assert.deepEqual(answers.sort(), ["a", "b"]);
    assert.deepEqual(servers, [ids[0]]);
  });

  test("is dead to the others, and to each of them once", async () => {
    for (const node of [a, b]) {
      await until("news of the death", () => node.changes.includes(`left ${ids[2]} DIED`), NOTICED);
    }
    const [sockets, missing] = await a.ask("fetch", LIMIT);
    assert.deepEqual(missing, {});
    assert.deepEqual(sockets.map((one) => one.node).sort(), ids.slice(0, 2));
  });

  test("knows it when it goes on, and comes back as another", async () => {
    c.child.kill("SIGCONT");
    const lapse = await until("the news of its own death", () => c.changes.find((change) => change.startsWith("lapsed")), NOTICED);
    const [, was, now] = lapse.split(" ");
    assert.equal(was, ids[2]);
    for (const node of [a, b]) {
      await until("news of its return", () => node.changes.includes(`joined ${now}`), NOTICED);
      assert.equal(node.changes.filter((change) => change.startsWith(`left ${was}`)).length, 1);
      assert.deepEqual(node.changes.filter((change) => change.startsWith("lapsed")), []);
    }
    ids[2] = now;
    const [sockets, missing] = await a.ask("fetch", LIMIT);
    assert.deepEqual(missing, {});
    assert.deepEqual(sockets.map((one) => one.node).sort(), [...ids].sort());
  });
});

describe("a node that ends", () => {
  test("by kill -9 is dead to the others within seconds", async () => {
    const begun = Date.now();
    b.child.kill("SIGKILL");
    for (const node of [a, c]) {
      await until("news of the death", () => node.changes.includes(`left ${ids[1]} DIED`), NOTICED);
    }
    console.log(`a death by kill -9 was noticed after ${Date.now() - begun} ms`);
  });

  test("by request is gone at once", async () => {
    // Asked now: on a machine that stalls, a node may have lapsed once more and be another since.
    const [stopping] = await c.ask("nodes");
    const begun = Date.now();
    c.child.kill("SIGTERM");
    await until("news of the stop", () => a.changes.includes(`left ${stopping} STOPPED`), NOTICED);
    assert.ok(Date.now() - begun < 5_000, "a lease of 6 seconds would be too long");
    await within(20_000, "exit", c.exited);
    const [self, present] = await a.ask("nodes");
    assert.deepEqual(present, [self]);
  });
});
