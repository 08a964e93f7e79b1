// What the conformance tests run against: TARGET_URL, or a server of their own.
import { after } from "node:test";
import { startEcho } from "./gateway.mjs";
import { TRANSPORTS } from "./session.mjs";

export { REFERENCE, betterThanReference } from "./laxer.mjs";

const own = process.env.TARGET_URL ? null : await startEcho();
after(() => own?.stop());
if (own) await warmUp(own.url);

/** The first client of a fresh process waits while classes are loaded, longer than the timeouts below allow. */
async function warmUp(url) {
  for (const start of Object.values(TRANSPORTS)) {
    const session = await start(url);
    await session.send("0");
    await session.next();
    session.close();
  }
}

/** The base URL of the echo server: ping interval 300 ms, ping timeout 200 ms, connect timeout 1 s. */
export const URL_BASE = process.env.TARGET_URL ?? own.url;

export const PING_INTERVAL = 300;
export const PING_TIMEOUT = 200;
export const CONNECT_TIMEOUT = 1_000;
export const MAX_PAYLOAD = 1_000_000;
