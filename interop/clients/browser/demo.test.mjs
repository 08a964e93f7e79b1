// The demo's page in a real browser: what somebody sees who tries Carillon for the first time.
// Skipped where no Chromium is found; CHROMIUM names one.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { start } from "../support/children.mjs";
import { freePorts } from "../support/ports.mjs";
import { until } from "../support/wait.mjs";

const BUNDLE = fileURLToPath(
  new URL("../node_modules/socket.io-client/dist/socket.io.esm.min.js", import.meta.url));
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const executablePath = [process.env.CHROMIUM, ...PLACES].find((path) => path && existsSync(path));
const command = process.env.SERVER_COMMAND && JSON.parse(process.env.SERVER_COMMAND);
const skip = !executablePath ? "no Chromium found" : !command && "the reference server has no demo";

/** Starts the demo on free ports; its process and what it printed. */
async function startDemo() {
  const [ops, loomio, toggo, eclipse, echo] = await freePorts(5);
  const settings = { "ops.port": ops, "apps.loomio.records.port": loomio,
    "apps.toggo.port": toggo, "apps.eclipse.port": eclipse, "apps.echo.port": echo };
  const words = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  const child = start(command[0], [...command.slice(1), "demo", "--page-port", "0", ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, JDK_JAVA_OPTIONS: `"-Dcarillon.demo.client=${BUNDLE}"` },
  });
  let printed = "";
  child.stdout.on("data", (data) => (printed += data));
  child.stderr.on("data", (data) => (printed += data));
  await until("the demo's welcome", () => {
    if (child.exitCode !== null) throw new Error(`the demo exited with ${child.exitCode}\n${printed}`);
    return /^curl .*\n/m.test(printed);
  }, 60_000);
  return { child, url: /^Open (\S+)/m.exec(printed)[1], curl: /^curl .*$/m.exec(printed)[0] };
}

describe("the demo's page", { skip }, () => {
  const problems = [];
  let demo, profile, browser, page;

  before(async () => {
    const { chromium } = await import("playwright-core");
    demo = await startDemo();
    profile = await mkdtemp(join(tmpdir(), "carillon-browser-"));
    browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: QUIET });
    page = await browser.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(demo.url);
    await column("Ann").getByText("polling → websocket").waitFor();
    await column("Ben").getByText("polling → websocket").waitFor();
  });

  after(async () => {
    await browser?.close();
    demo?.child.kill();
    if (profile) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  const column = (name) => page.locator(".user", { has: page.getByRole("heading", { name }) });
  const entries = (name, text) => column(name).locator(".entry", { hasText: text });

  async function publish(room, text) {
    await page.locator(".choice", { hasText: room }).click();
    await page.getByLabel("Text").fill(text);
    await page.getByRole("button", { name: "Publish" }).click();
  }

  test("a record reaches those who are in its room", async () => {
    await publish("group-1", "for Ann");
    await publish("group-2", "for both");

    await entries("Ann", "for both").waitFor();
    await entries("Ben", "for both").waitFor();
    assert.equal(await entries("Ann", "for Ann").count(), 1);
    assert.equal(await entries("Ben", "for Ann").count(), 0);
  });

  test("markup in a record is text", async () => {
    await publish("group-1", "<img src=x onerror=alert(1)>");

    await entries("Ann", "<img src=x onerror=alert(1)>").waitFor();
    assert.equal(await page.locator(".entry img").count(), 0);
  });

  test("what was missed arrives, marked, after a cut", async () => {
    await column("Ann").getByRole("button").click();
    await column("Ann").getByText("cut off").waitFor();
    await publish("user-1", "while away");
    await publish("notice", "heard by Ben");
    await entries("Ben", "heard by Ben").waitFor();
    await column("Ann").getByRole("button").click();

    await column("Ann").getByText("back: 2 missed messages recovered").waitFor();
    assert.deepEqual(await column("Ann").locator(".entry.missed .event").allTextContents(), ["notice", "records"]);
    await publish("user-1", "live again");
    await entries("Ann", "live again").waitFor();
    assert.equal(await column("Ann").locator(".entry.missed").count(), 2);
  });

  test("the command that is shown does the same", async () => {
    await page.locator(".choice", { hasText: "group-2" }).click();
    await page.getByLabel("Text").fill("it's $HOME `from` a \\ \"shell\"!");
    const shown = await page.locator(".curl code").textContent();
    assert.doesNotMatch(shown, /\n/);

    for (const line of [shown, demo.curl]) {
      const shell = start("sh", ["-c", line], { stdio: "ignore" });
      assert.equal(await new Promise((resolve) => shell.once("exit", resolve)), 0, line);
    }
    await entries("Ben", "it's $HOME `from` a").waitFor();
    await entries("Ann", "Hello from curl").waitFor();
  });

  test("the browser found nothing to complain about", () => assert.deepEqual(problems, []));
});
