// The reference implementation behind the same command line: serve echo|loomio --set key=value …
// The tests are proved against it, so that a failing one points at the gateway.
import { parseArgs } from "node:util";
import { ops } from "./ops.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { set: { type: "string", multiple: true, default: [] } },
});
const settings = Object.fromEntries(values.set.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
const app = positionals[1];
const { serve } = await import(app === "echo" ? "./echo.mjs" : "./loomio.mjs");
const running = await serve(settings);
await ops(Number(settings["ops.port"]), running);
process.on("SIGTERM", () => {
  running.io.close(() => process.exit(0));
  setTimeout(() => process.exit(0), 500);
});
