// A real browser on a page of another origin. Skipped where no Chromium is installed.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import http from "node:http";
import { fileURLToPath } from "node:url";
import { after, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { startLoomio } from "../support/gateway.mjs";
import { until } from "../support/wait.mjs";

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
const client = fileURLToPath(new URL("../node_modules/socket.io-client/dist/socket.io.js", import.meta.url));

describe("a browser", { skip: executablePath ? false : "no Chromium is installed" }, () => {
  const closing = [];
  after(async () => {
    for (const close of closing.reverse()) await close();
  });

  /** Serves an empty page, and starts a gateway that allows the origins which `allowed` names for it. */
  async function visit(allowed) {
    const site = http.createServer((_, response) => response.setHeader("content-type", "text/html").end("<title>x</title>"));
    await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
    closing.push(() => site.close());
    const origin = `http://127.0.0.1:${site.address().port}`;
    const gateway = await startLoomio({ "apps.loomio.records.allowed-origins": allowed(origin) });
    closing.push(() => gateway.stop());
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    closing.push(() => browser.close());
    const page = await browser.newPage();
    await page.goto(origin);
    await page.addScriptTag({ path: client });
    const begin = (transports) =>
      page.evaluate(
        ([url, list]) => {
          window.heard = [];
          window.errors = [];
          window.socket = window.io(url, { transports: list, query: { channel_token: "x" } });
          window.socket.on("notice", (data) => window.heard.push(data.notice));
          window.socket.on("connect_error", (error) => window.errors.push(String(error)));
        },
        [gateway.url, transports],
      );
    return { gateway, page, begin };
  }

  for (const transports of [["polling"], ["websocket"], ["polling", "websocket"]]) {
    test(`of an allowed origin hears notices with ${transports.join(" and ")}`, async () => {
      const { gateway, page, begin } = await visit((origin) => origin);
      await begin(transports);
      await page.waitForFunction(() => window.socket.connected, null, { timeout: 15_000 });
      await gateway.publish("/system_notice", '{"notice":"\u{1F514} hello"}');
      await page.waitForFunction(() => window.heard.length > 0, null, { timeout: 15_000 });
      assert.deepEqual(await page.evaluate(() => window.heard), ["\u{1F514} hello"]);
      if (transports.includes("websocket")) {
        await until("the upgrade", () => page.evaluate(() => window.socket.io.engine.transport.name === "websocket"));
      }
    });
  }

  test("of another origin does not get in over polling", async () => {
    const { page, begin } = await visit(() => "https://elsewhere.example");
    await begin(["polling"]);
    await page.waitForFunction(() => window.errors.length > 0, null, { timeout: 15_000 });
    assert.equal(await page.evaluate(() => window.socket.connected), false);
  });
});
