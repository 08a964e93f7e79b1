// The real providers, of all kinds, at once in one document: what they type, cut off and come back with, all of
// them and the server end with the same text. Each run follows from its seed; SEEDS=1-100 tries many.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { HocuspocusProvider as Provider4, HocuspocusProviderWebsocket as Socket4 } from "hocuspocus-provider-4";
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { start } from "../support/children.mjs";
import { freePorts } from "../support/ports.mjs";
import { Redis } from "../support/redis.mjs";
import { sleep, until } from "../support/wait.mjs";

const [first, last] = (process.env.SEEDS ?? "1-3").split("-").map(Number);

/** The JVM of the server under test, with another program. */
const [java, ...words] = JSON.parse(process.env.SERVER_COMMAND);
const program = [...words.slice(0, -1), "dev.carillon.interop.WritingNode"];

async function node(...redis) {
  const [port] = await freePorts(1);
  const child = start(java, [...program, String(port), ...redis], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  await until("the node", () => said.includes("PORT"), 60_000);
  return { port, stop: () => child.kill("SIGKILL") };
}

const redis = await Redis.start();
const url = `redis://127.0.0.1:${redis.port}`;
const [alone, one, other] = await Promise.all([node(), node(url), node(url)]);
after(async () => {
  for (const each of [alone, one, other]) each.stop();
  await redis.stop();
});

/** Numbers that follow from a seed (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Providers close sockets that are not open yet, and no longer listen to what those say to it. */
class Socket extends WebSocket {
  constructor(...args) {
    super(...args);
    this.on("error", () => {});
  }
}

/** Somebody who writes: a document, a provider, and how to cut it off. */
const WRITERS = {
  hocuspocus3: (port, name) => hocuspocus(HocuspocusProvider, HocuspocusProviderWebsocket, port, name),
  hocuspocus4: (port, name) => hocuspocus(Provider4, Socket4, port, name),
  yWebsocket(port, name) {
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/ws`, name, doc, {
      WebSocketPolyfill: Socket,
      disableBc: true,
    });
    return {
      doc,
      cut: () => provider.disconnect(),
      back: () => provider.connect(),
      settled: () => provider.synced,
      end: () => provider.destroy(),
    };
  },
};

function hocuspocus(Provider, Connection, port, name) {
  const doc = new Y.Doc();
  const websocketProvider = new Connection({ url: `ws://127.0.0.1:${port}`, WebSocketPolyfill: Socket, delay: 50, minDelay: 50, maxDelay: 200 });
  const provider = new Provider({ websocketProvider, name, document: doc });
  provider.attach();
  return {
    doc,
    cut: () => websocketProvider.disconnect(),
    back: () => websocketProvider.connect(),
    settled() {
      // A provider that is told to connect while it closes forgets it.
      if (!websocketProvider.shouldConnect) websocketProvider.connect();
      return provider.synced && !provider.hasUnsyncedChanges;
    },
    end: () => {
      provider.destroy();
      websocketProvider.destroy();
    },
  };
}

/** Types, cuts off and comes back, for some steps. */
async function write(writer, mark, choose) {
  const text = writer.doc.getText("text");
  for (let step = 0; step < 25; step++) {
    const what = choose(10);
    if (what < 6) {
      text.insert(choose(text.length + 1), `${mark}${step} `);
    } else if (what < 8 && text.length > 0) {
      const at = choose(text.length);
      text.delete(at, Math.min(1 + choose(5), text.length - at));
    } else if (what === 8) {
      writer.cut();
    } else {
      writer.back();
    }
    await sleep(choose(12));
  }
  writer.back();
}

async function run(seed, ports) {
  const choose = random(seed);
  const name = `document-${seed}-${ports.length}`;
  const writers = [];
  for (const port of ports) for (const make of Object.values(WRITERS)) writers.push(make(port, name));
  try {
    await until("all to be in", () => writers.every((writer) => writer.settled()), 20_000);
    await Promise.all(writers.map((writer, i) => write(writer, String.fromCharCode(97 + i), random(choose(2 ** 31)))));
    const texts = () => writers.map((writer) => writer.doc.getText("text").toString());
    await until(
      "all to hold the same",
      async () => {
        const held = await Promise.all(ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/text/${name}`)).text()));
        return writers.every((writer) => writer.settled()) && new Set([...texts(), ...held]).size === 1;
      },
      20_000,
    ).catch((failure) => assert.fail(`seed ${seed}: ${failure.message}\n${[...new Set(texts())].join("\n")}`));
    assert.ok(texts()[0].length > 0);
  } finally {
    for (const writer of writers) writer.end();
  }
}

describe("providers of Hocuspocus 3 and 4 and of y-websocket in one document", () => {
  for (let seed = first; seed <= last; seed++) {
    test(`agree on one node, seed ${seed}`, () => run(seed, [alone.port]));
    test(`agree on two nodes, seed ${seed}`, () => run(seed, [one.port, other.port]));
  }
});
