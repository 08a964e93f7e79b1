// A reporter for other programs: one line of JSON per finished test.
export default async function* lines(events) {
  const path = [];
  for await (const { type, data } of events) {
    if (type === "test:start") {
      path.length = data.nesting;
      path.push(data.name);
    }
    if ((type === "test:pass" || type === "test:fail") && (data.details.type !== "suite" || data.skip !== undefined)) {
      const error = data.details.error;
      yield `${JSON.stringify({
        name: [...path.slice(0, data.nesting), data.name].join(" › "),
        passed: type === "test:pass",
        skipped: data.skip === undefined ? null : String(data.skip),
        error: error ? String(error.cause?.stack ?? error.cause ?? error.stack ?? error) : null,
      })}\n`;
    }
  }
}
