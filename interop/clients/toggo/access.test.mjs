// Tokens, as Toggo's own services mint them.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe, test } from "node:test";
import jwt from "jsonwebtoken";
import { run, startToggo } from "../support/gateway.mjs";
import { Plain } from "../support/plain.mjs";
import { settled } from "../support/toggo.mjs";

const KEY = "a signing key of some length, for tests only";
const gateway = await startToggo({ "apps.toggo.auth": "required" }, { JWT_SIGNING_KEY: KEY });
const lenient = await startToggo({ "apps.toggo.auth": "optional" }, { JWT_SIGNING_KEY: KEY });
after(() => Promise.all([gateway.stop(), lenient.stop()]));

const mint = (claims = {}, options = {}, key = KEY) =>
  jwt.sign({ sub: randomUUID(), user_id: "u", ...claims }, key, { expiresIn: "1h", ...options });

async function admitted(options, query = "", to = gateway) {
  const socket = await Plain.open(`${to.url}/ws${query}`, options);
  await settled(socket);
  socket.leave();
}

async function refused(message, options, query = "", to = gateway) {
  const socket = new Plain(`${to.url}/ws${query}`, options);
  await assert.rejects(socket.opened);
  assert.equal(socket.refused.status, 401);
  assert.ok(socket.refused.text.includes(message), socket.refused.text);
  assert.ok(!socket.refused.text.includes(KEY));
}

const bearer = (token) => ({ headers: { authorization: `Bearer ${token}` } });

describe("where a token is required", () => {
  for (const algorithm of ["HS256", "HS384", "HS512"]) {
    test(`one signed with ${algorithm} opens the door, in the header or in the address`, async () => {
      const token = mint({}, { algorithm });
      await admitted(bearer(token));
      await admitted({}, `?token=${token}`);
    });
  }

  test("one minted on the command line does so, too", async () => {
    const { code, out } = await run(["token", "toggo", "--user", randomUUID()], { JWT_SIGNING_KEY: KEY });
    assert.equal(code, 0);
    await admitted(bearer(out.trim()));
    await admitted({}, `?token=${out.trim()}`);
  });

  test("the header counts before the address", async () => {
    await admitted(bearer(mint()), "?token=rubbish");
    await refused("Invalid token", bearer("rubbish"), `?token=${mint()}`);
  });

  test("none is refused", () => refused("Missing authentication token"));
  test("an empty one is refused", () => refused("Missing authentication token", {}, "?token="));
  for (const [name, token] of Object.entries({
    "with another key": mint({}, {}, "another key"),
    "that is over": mint({}, { expiresIn: -60 }),
    "without a signature": jwt.sign({ sub: randomUUID() }, null, { algorithm: "none" }),
    "whose subject is no UUID": mint({ sub: "ann" }),
    "without a subject": jwt.sign({ user_id: "u" }, KEY, { expiresIn: "1h" }),
    "cut short": mint().slice(0, -4),
    "that is none": "rubbish",
    "that is long": "x".repeat(6_000),
  })) {
    test(`one ${name} is refused`, async () => {
      await refused("Invalid token", bearer(token));
      await refused("Invalid token", {}, `?token=${token}`);
    });
  }
});

describe("where a token is optional", () => {
  test("none is fine", () => admitted({}, "", lenient));
  test("a good one is fine", () => admitted(bearer(mint()), "", lenient));
  test("a bad one is refused", () => refused("Invalid token", bearer("rubbish"), "", lenient));
});

test("without a key a gateway that must check tokens does not start", async () => {
  const { code, err, out } = await run(["serve", "toggo", "--set", "apps.toggo.auth=required", "--set", "ops.port=0"], { APP_PORT: "0" });
  assert.equal(code, 2, out + err);
});
