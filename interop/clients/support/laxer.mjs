import { test } from "node:test";

/** Set when the target is the reference implementation, which is laxer in some corners. */
export const REFERENCE = process.env.REFERENCE === "1";

/** A test of something where a gateway is asked for more than the reference implementation does. */
export function betterThanReference(title, body) {
  test(title, { skip: REFERENCE ? "the reference implementation is laxer here" : false }, body);
}
