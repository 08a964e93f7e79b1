import * as Y from 'yjs'

/**
 * A document in one line of text, the same for the same content whatever its history. The Java side writes
 * the same line from what its own API returns (CanonicalForm.java). Values keep their JavaScript types apart:
 * `u` undefined, `n` null, `t` `f`, `i1` whole numbers, `d<bits>` other numbers, `b1` bigint, `x<hex>` bytes.
 */
export const ROOTS = [
  ['t', Y.Text],
  ['a', Y.Array],
  ['m', Y.Map],
  ['x', Y.XmlFragment]
]

export const canonical = (doc) =>
  ROOTS.map(([name, kind]) => name + '=' + canonicalType(doc.get(name, kind))).join('\n') +
  '\nxml=' + (hasHook(doc.get('x', Y.XmlFragment)) ? '?' : quote(doc.get('x', Y.XmlFragment).toString()))

const canonicalType = (type) => {
  if (type instanceof Y.XmlElement) {
    return `E${quote(type.nodeName)}${attributes(type.getAttributes())}${items(type.toArray())}`
  }
  if (type instanceof Y.XmlFragment) return `F${items(type.toArray())}`
  if (type instanceof Y.Text) {
    const prefix = type instanceof Y.XmlText ? 'X' : 'T'
    return `${prefix}${attributes(type.getAttributes())}[${type.toDelta().map(op).join(',')}]`
  }
  if (type instanceof Y.Array) return `A${items(type.toArray())}`
  if (type instanceof Y.XmlHook) return `H${quote(type.hookName)}${entries(type)}`
  return `M${entries(type)}`
}

const entries = (map) => attributes(Object.fromEntries(map.entries()))

const attributes = (object) =>
  `{${Object.keys(object).sort().map((key) => quote(key) + ':' + value(object[key])).join(',')}}`

const items = (list) => `[${list.map(value).join(',')}]`

const op = ({ insert, attributes: formats }) =>
  (typeof insert === 'string' ? quote(insert) : 'e' + value(insert)) + (formats ? attributes(formats) : '')

const bits = Buffer.alloc(8)

export const value = (v) => {
  switch (typeof v) {
    case 'undefined': return 'u'
    case 'boolean': return v ? 't' : 'f'
    case 'bigint': return 'b' + v
    case 'string': return quote(v)
    case 'number':
      if (Number.isInteger(v) && Math.abs(v) < 2 ** 53 && !Object.is(v, -0)) return 'i' + v
      bits.writeDoubleBE(v)
      return 'd' + bits.toString('hex')
  }
  if (v === null) return 'n'
  if (v instanceof Uint8Array) return 'x' + Buffer.from(v.buffer, v.byteOffset, v.length).toString('hex')
  if (v instanceof Y.AbstractType) return canonicalType(v)
  if (v instanceof Y.Doc) return `D${quote(v.guid)}${value(v.meta)}`
  if (Array.isArray(v)) return items(v)
  return `{${Object.keys(v).map((key) => quote(key) + ':' + value(v[key])).join(',')}}`
}

const quote = (text) => '"' + text.replace(/["\\\n]/g, (c) => (c === '\n' ? '\\n' : '\\' + c)) + '"'

/** A hook has no text form of its own in Yjs. */
const hasHook = (xml) => xml.toArray().some((child) =>
  child instanceof Y.XmlHook || (child instanceof Y.XmlFragment && hasHook(child)))
