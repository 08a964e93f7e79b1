// Starts the server under test as a process of its own, and stops it by its process id.
//
// SERVER_COMMAND is a JSON array, for example ["./carillon"] or ["java","-cp","…","…Main"]; the
// words `serve <app> --set key=value …` are appended. Without it the reference server is started,
// which understands the same words.
import { start } from "./children.mjs";
import { fileURLToPath } from "node:url";
import { freePorts } from "./ports.mjs";
import { exchange } from "./wire.mjs";
import { until, within } from "./wait.mjs";

const REFERENCE_COMMAND = [process.execPath, fileURLToPath(new URL("../reference/main.mjs", import.meta.url))];
const command = process.env.SERVER_COMMAND ? JSON.parse(process.env.SERVER_COMMAND) : REFERENCE_COMMAND;

/** A JVM on a loaded machine needs its time. */
const START_LIMIT = 60_000;

/** Everything the running server is known by. */
class Running {
  constructor(child, url, ops, log) {
    this.child = child;
    this.url = url;
    this.ops = ops;
    this.log = log;
    this.exited = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  }

  /** Whether the server says that it is ready; false also when it does not answer. */
  async ready() {
    try {
      return (await exchange(this.ops, "/health/ready")).status === 200;
    } catch {
      return false;
    }
  }

  /** Publishes through the server itself: `POST /publish`; `message` is JSON text, sent as it is. */
  publish(channel, message) {
    return exchange(this.ops, "/publish", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"channel":${JSON.stringify(channel)},"message":${message}}`,
    });
  }

  /** Asks the server to stop, and waits for it; the exit code. */
  async stop(signal = "SIGTERM") {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    const killer = setTimeout(() => this.child.kill("SIGKILL"), 20_000);
    try {
      const code = await within(25_000, "exit of the server", this.exited);
      const leak = this.log.find((lines) => lines.includes("LEAK:"));
      if (leak) throw new Error(`the server lost buffers:\n${leak}`);
      return code;
    } finally {
      clearTimeout(killer);
    }
  }
}

async function serve(app, url, ops, settings, environment = {}) {
  const words = [...command.slice(1), "serve", app];
  for (const [key, value] of Object.entries(settings)) words.push("--set", `${key}=${value}`);
  const child = start(command[0], words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  const log = [];
  const keep = (data) => {
    log.push(data.toString());
    if (log.length > 2_000) log.shift();
    if (process.env.SHOW_LOG) process.stderr.write(data);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const running = new Running(child, url, ops, log);
  child.once("error", (e) => log.push(String(e)));
  try {
    await until("the server to be ready", async () => {
      if (child.exitCode !== null) throw new Error(`the server exited with ${child.exitCode}`);
      return running.ready();
    }, START_LIMIT);
  } catch (e) {
    child.kill("SIGKILL");
    throw new Error(`${e.message}\n${log.join("")}`);
  }
  return running;
}

/** The echo app, tuned as the protocol suites expect. */
export async function startEcho(settings = {}) {
  const [port, ops] = await freePorts(2);
  return serve("echo", `http://127.0.0.1:${port}`, `http://127.0.0.1:${ops}`, {
    "apps.echo.port": port,
    "apps.echo.ping-interval": "300ms",
    "apps.echo.ping-timeout": "200ms",
    "apps.echo.connect-timeout": "1s",
    "apps.echo.max-payload": "1000000",
    "ops.port": ops,
    ...settings,
  });
}

/** The loomio app; `redis` is a port, or absent for the embedded broker. `at` fixes the ports. */
export async function startLoomio({ redis, at, ...settings } = {}) {
  const [port, ops] = at ?? (await freePorts(2));
  const running = await serve("loomio", `http://127.0.0.1:${port}`, `http://127.0.0.1:${ops}`, {
    "apps.loomio.records.port": port,
    "apps.loomio.bots.enabled": "false",
    "ops.port": ops,
    ...(redis ? { "redis.url": `redis://127.0.0.1:${redis}` } : {}),
    ...settings,
  });
  running.at = [port, ops];
  return running;
}

/**
 * The toggo app, told what its own server is told: by the environment. `redis` is a port, or absent for
 * the embedded broker; `at` fixes the ports; the settings come on top.
 */
export async function startToggo({ redis, at, ...settings } = {}, environment = {}) {
  const [port, ops] = at ?? (await freePorts(2));
  const running = await serve("toggo", `http://127.0.0.1:${port}`, `http://127.0.0.1:${ops}`, { "ops.port": ops, ...settings }, {
    APP_PORT: String(port),
    ...(redis ? { REDIS_ADDRESS: `127.0.0.1:${redis}` } : {}),
    ...environment,
  });
  running.at = [port, ops];
  return running;
}

/** The eclipse app, likewise, in front of a web app. Its environment names a Redis in any case. */
export async function startEclipse(web, { redis, at, ...settings } = {}, environment = {}) {
  const [port, ops] = at ?? (await freePorts(2));
  const running = await serve("eclipse", `http://127.0.0.1:${port}`, `http://127.0.0.1:${ops}`, { "ops.port": ops, ...settings }, {
    PORT: String(port),
    JWT_SECRET: web.jwtSecret,
    INTERNAL_API_SECRET: web.internalSecret,
    NEXT_API_URL: web.url,
    ...(redis ? { REDIS_URL: `redis://127.0.0.1:${redis}` } : {}),
    ...environment,
  });
  running.at = [port, ops];
  return running;
}

/** Runs the command line to its end: the exit code and what it printed. */
export async function run(words, environment = {}) {
  const child = start(command[0], [...command.slice(1), ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const printed = { out: "", err: "" };
  child.stdout.on("data", (data) => (printed.out += data));
  child.stderr.on("data", (data) => (printed.err += data));
  const code = await within(START_LIMIT, "end of the command", new Promise((resolve) => child.once("close", resolve)));
  return { code, ...printed };
}
