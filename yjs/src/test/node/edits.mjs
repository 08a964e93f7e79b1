import * as Y from 'yjs'
import { ROOTS } from './canonical.mjs'

const WORDS = ['a', 'be', 'sea ', 'delta', 'é', 'ß\n', '日本', '😀', 'x😀y', '👩‍👩‍👧', 'quote"\\', '<&>', '\u0001', '\ufeff']
const KEYS = ['k', 'l', 'long key', 'ü']
const FORMATS = ['bold', 'em', 'a']
const NODES = ['p', 'h1', 'img']
const DEEPEST = 4

/** One to three random operations in one transaction of `doc`. */
export const edit = (doc, random) => {
  doc.transact(() => {
    for (let n = random.between(1, 3); n > 0; n--) operate(random.of(places(doc)), random)
  }, 'edit')
}

/** The root types, and the types within them, each with its depth. */
const places = (doc) => {
  const found = ROOTS.map(([name, kind]) => [doc.get(name, kind), 0])
  for (let i = 0; i < found.length; i++) {
    const [type, depth] = found[i]
    for (const child of children(type)) if (child instanceof Y.AbstractType) found.push([child, depth + 1])
  }
  return found
}

const children = (type) => {
  if (type instanceof Y.Text) return type.toDelta().map((op) => op.insert)
  return type instanceof Y.Map ? [...type.values()] : type.toArray()
}

const operate = ([type, depth], random) => {
  if (type instanceof Y.Text) editText(type, depth, random)
  else if (type instanceof Y.Array) editArray(type, depth, random)
  else if (type instanceof Y.Map) editMap(type, depth, random)
  else editXml(type, depth, random)
}

const editText = (text, depth, random) => {
  const at = random.between(0, text.length)
  const length = random.between(0, Math.min(6, text.length - at))
  const what = random.below(20)
  if (what < 9) text.insert(at, word(random), random.chance(0.3) ? formats(random) : undefined)
  else if (what < 13) text.delete(at, length)
  else if (what < 17) text.format(at, length, formats(random))
  else if (what < 18) text.insertEmbed(at, embed(depth, random), random.chance(0.3) ? formats(random) : undefined)
  else if (what < 19) text.setAttribute(random.of(KEYS), value(random))
  else text.applyDelta([{ retain: at, attributes: formats(random) }, { insert: word(random) }, { delete: length }])
}

const editArray = (array, depth, random) => {
  const at = random.between(0, array.length)
  if (random.chance(0.3)) array.delete(at, random.between(0, Math.min(4, array.length - at)))
  else array.insert(at, Array.from({ length: random.between(1, 4) }, () => element(content(depth, random))))
}

const editMap = (map, depth, random) => {
  const what = random.below(20)
  if (what < 5) map.delete(random.of(KEYS))
  else if (what < 6) map.clear()
  else map.set(random.of(KEYS), content(depth, random))
}

const editXml = (xml, depth, random) => {
  const at = random.between(0, xml.length)
  const what = random.below(10)
  if (what < 3) xml.delete(at, random.between(0, Math.min(2, xml.length - at)))
  else if (what < 6 && xml instanceof Y.XmlElement) {
    if (random.chance(0.2)) xml.removeAttribute(random.of(KEYS))
    else xml.setAttribute(random.of(KEYS), word(random))
  } else if (depth >= DEEPEST || random.chance(0.4)) {
    xml.insert(at, [new Y.XmlText(word(random))])
  } else if (random.chance(0.02)) {
    xml.insert(at, [new Y.XmlHook('hook')])
  } else {
    const child = new Y.XmlElement(random.of(NODES))
    if (random.chance(0.5)) child.insert(0, [new Y.XmlText(word(random))])
    if (random.chance(0.5)) child.setAttribute('id', word(random))
    xml.insert(at, [child])
  }
}

/** Yjs refuses these two as elements of an array, though not inside an element. */
const element = (v) => (v === undefined || typeof v === 'bigint' ? [v] : v)

/** A plain value, bytes, a subdocument or a type. */
const content = (depth, random) => {
  if (random.chance(0.75) || depth >= DEEPEST) return value(random)
  switch (random.below(7)) {
    case 0: return new Uint8Array(Array.from({ length: random.below(5) }, () => random.below(256)))
    case 1: return new Y.Doc({ guid: 'doc' + random.below(9), meta: random.chance(0.5) ? { n: 1 } : null })
    case 2: return new Y.Text(word(random))
    case 3: return Y.Array.from([element(value(random))])
    case 4: return new Y.Map([['k', value(random)]])
    case 5: return new Y.XmlText(word(random))
    default: return new Y.XmlElement(random.of(NODES))
  }
}

const embed = (depth, random) =>
  random.chance(0.3) && depth < DEEPEST ? new Y.Map([['k', value(random)]]) : { image: word(random), n: random.below(9) }

export const value = (random, depth = 0) => {
  switch (random.below(depth < 2 ? 16 : 14)) {
    case 0: return undefined
    case 1: return null
    case 2: return random.chance(0.5)
    case 3: return random.below(100)
    case 4: return -random.below(100000)
    case 5: return random.of([2 ** 31 - 1, -(2 ** 31) + 1, 2 ** 31, -(2 ** 31), 2 ** 40, 2 ** 53 - 1, -0])
    case 6: return random.of([0.1, 1.5, -2.25e-3, NaN, Infinity, -Infinity, 1e300, 3.4028234663852886e38])
    case 7: return random.of([0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 123456789012345n])
    case 14: return Array.from({ length: random.below(3) }, () => value(random, depth + 1))
    case 15: return Object.fromEntries(Array.from({ length: random.below(3) }, () => [word(random), value(random, depth + 1)]))
    default: return word(random)
  }
}

const formats = (random) => ({ [random.of(FORMATS)]: random.of([true, null, 'v', { href: 'x' }]) })

export const word = (random) => random.of(WORDS)
