import { element } from "./element.js";

/** What fits into this many characters stays on one line. */
const WIDTH = 56;

/** Returns a value as coloured text: short parts on one line, long ones indented. */
export function prettyJson(value) {
  const out = document.createDocumentFragment();
  for (const [kind, text] of tokens(value, "", 0)) {
    out.append(kind ? element("span", kind, text) : text);
  }
  return out;
}

/** Pairs of a kind (of colour) and a text. */
function* tokens(value, indent, used) {
  if (value === null || typeof value !== "object") {
    yield [value === null ? "literal" : typeof value, JSON.stringify(value)];
    return;
  }
  const list = Array.isArray(value);
  const [open, close] = list ? "[]" : "{}";
  const members = list ? value.map((item) => [null, item]) : Object.entries(value);
  const long = indent.length + used + JSON.stringify(value).length > WIDTH;
  // An object around one container stays with it, so that wrappers cost no lines.
  const wrapper = !list && members.length === 1 && isContainer(members[0][1]);
  const wide = long && members.length > 0 && !wrapper;
  const deeper = wide ? indent + "  " : indent;
  yield ["", open];
  for (const [index, [key, item]] of members.entries()) {
    yield ["", (index > 0 ? "," : "") + (wide ? "\n" + deeper : index > 0 || !list ? " " : "")];
    if (key !== null) {
      yield ["key", JSON.stringify(key)];
      yield ["", ": "];
    }
    // Where the item begins on its line, apart from the indent.
    const before = wide ? 0 : used + 2;
    yield* tokens(item, deeper, before + (key === null ? 0 : key.length + 4));
  }
  yield ["", (wide ? "\n" + indent : list || members.length === 0 ? "" : " ") + close];
}

function isContainer(value) {
  return value !== null && typeof value === "object" && JSON.stringify(value).length > 2;
}
