const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** A duration such as `300ms` in milliseconds; a bare number is milliseconds. */
export function milliseconds(text, fallback) {
  if (text === undefined) return fallback;
  const [, number, unit] = /^(\d+)(\D*)$/.exec(text);
  return Number(number) * UNITS[unit || "ms"];
}
