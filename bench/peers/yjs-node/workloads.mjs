import * as Y from 'yjs'

/**
 * The workloads: each records, from a seed, the updates that its editors would send to a server, in the order in which
 * the server would see them. B1 to B3 follow the shapes of dmonad/crdt-benchmarks, B4 replaces its recorded trace by a
 * generated one of the same size.
 */
export const WORKLOADS = {
  'B1 append': (random, n) => one((text) => text.insert(text.length, letter(random)), n),
  'B1 prepend': (random, n) => one((text) => text.insert(0, letter(random)), n),
  'B1 insert at random': (random, n) => one((text) => text.insert(random.between(0, text.length), letter(random)), n),
  'B1 words at random': (random, n) => one((text) => text.insert(random.between(0, text.length), word(random)), n),
  'B1 words and deletes': (random, n) => one((text) => writeOrDelete(text, random), n),
  'B2 words, two at once': (random, n) => two((text) => text.insert(random.between(0, text.length), word(random)), n),
  'B2 words and deletes, two at once': (random, n) => two((text) => writeOrDelete(text, random), n),
  'B3 many set a map': (random, n) => many((doc, i) => doc.getMap('m').set('v', i), n),
  'B3 many set objects in a map': (random, n) => many((doc, i) => doc.getMap('m').set('v', { name: `client ${i}`, at: [i, i] }), n),
  'B3 many push to an array': (random, n) => many((doc, i) => doc.getArray('a').insert(0, [`${i}`]), n),
  'B4 a long text, key by key': (random, n) => trace(random, n)
}

export const operations = (name, quick) => (name.startsWith('B4') ? 259_778 : 6_000) / (quick ? 20 : 1)

const letter = (random) => String.fromCharCode(97 + random.below(26))

const word = (random) => Array.from({ length: random.between(3, 9) }, () => letter(random)).join('') + ' '

const writeOrDelete = (text, random) => {
  const at = random.between(0, text.length)
  if (at === text.length || random.chance(0.5)) text.insert(at, word(random))
  else text.delete(at, Math.min(text.length - at, random.between(1, 9)))
}

const recorder = (client, updates) => {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.on('update', (update, origin) => origin !== 'remote' && updates.push(update))
  return doc
}

const one = (operate, n) => {
  const updates = []
  const text = recorder(1234567890, updates).getText('t')
  for (let i = 0; i < n; i++) operate(text)
  return updates
}

/** Two editors of one text who do not hear of each other until the end; the server hears of both in turn. */
const two = (operate, n) => {
  const start = one((text) => text.insert(0, 'a shared beginning '.repeat(6)), 1)
  const sides = [1234567891, 3234567892].map((client) => {
    const updates = []
    const doc = recorder(client, updates)
    start.forEach((update) => Y.applyUpdate(doc, update, 'remote'))
    for (let i = 0; i < n / 2; i++) operate(doc.getText('t'))
    return updates
  })
  return [...start, ...sides[0].flatMap((update, i) => [update, sides[1][i]])]
}

/** Twenty times the square root of n editors, one change each, none of whom has heard of another. */
const many = (operate, n) => {
  const updates = []
  for (let i = 0; i < Math.floor(20 * Math.sqrt(n)); i++) operate(recorder(1234567890 + i * 1000, updates), i)
  return updates
}

/**
 * Somebody writes a paper: runs of keys, runs of the delete key, and a cursor that mostly stays near. Seven in ten keys
 * insert, as in the trace of crdt-benchmarks.
 */
const trace = (random, n) => {
  const updates = []
  const text = recorder(1234567890, updates).getText('t')
  let cursor = 0
  let keys = 0
  while (keys < n) {
    if (random.chance(0.35)) cursor = Math.max(0, Math.min(text.length, cursor + random.between(-300, 300)))
    else if (random.chance(0.08)) cursor = random.between(0, text.length)
    const run = Math.min(n - keys, random.between(1, 38))
    const writes = random.chance(0.69)
    for (let i = 0; i < run; i++, keys++) {
      if (writes || cursor === 0) text.insert(cursor++, random.chance(0.17) ? ' ' : letter(random))
      else text.delete(--cursor, 1)
    }
  }
  return updates
}

/** A document as a comment of some paragraphs would be: about 2 KB, a few dozen structs. */
export const comment = (random) => {
  const doc = new Y.Doc()
  doc.clientID = random.next()
  const xml = doc.getXmlFragment('default')
  while (Y.encodeStateAsUpdate(doc).length < 2048) {
    const paragraph = new Y.XmlElement('paragraph')
    const text = new Y.XmlText()
    xml.push([paragraph])
    paragraph.insert(0, [text])
    for (let i = random.between(5, 30); i > 0; i--) text.insert(text.length, word(random))
    if (random.chance(0.4)) text.format(random.below(text.length - 4), 4, { bold: true })
    if (random.chance(0.5)) text.delete(random.below(text.length - 9), 9)
  }
  return Y.encodeStateAsUpdate(doc)
}
