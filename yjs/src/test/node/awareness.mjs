import * as encoding from 'lib0/encoding'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { Writer } from './frames.mjs'
import { Random } from './random.mjs'
import { difference } from './describe.mjs'

const STATES = ['null', '{}', '{"user":"ü😀"}', '{"cursor":{"a":[1,null]}}', '"text"', '[1]', '7', 'true']

/** One seed of awareness: random entries with clocks that go forth and back, and what y-protocols makes of them. */
export class AwarenessCase {
  constructor(seed) {
    const random = new Random(seed)
    const clients = Array.from({ length: random.between(1, 4) }, () => (random.chance(0.5) ? random.below(9) + 1 : random.next()))
    this.made = Array.from({ length: random.between(1, 12) }, () => update(clients, random))
  }

  updates() {
    const writer = new Writer()
    return writer.list(this.made, (bytes) => writer.bytes(bytes))
  }

  /** `text` and `encodings` are what the Java side held, and encoded, after each update. */
  check(encodings, text) {
    const original = observer()
    const lines = []
    for (const [i, bytes] of this.made.entries()) {
      applyAwarenessUpdate(original, bytes, null)
      lines.push(states(original))
      const copy = observer()
      applyAwarenessUpdate(copy, encodings[i], null)
      const problem = difference(states(original), states(copy))
      if (problem) return `encoding ${i}: ${problem}`
    }
    return difference(lines.join('\n'), text)
  }
}

const update = (clients, random) => {
  const encoder = encoding.createEncoder()
  const count = random.between(0, 3)
  encoding.writeVarUint(encoder, count)
  for (let i = 0; i < count; i++) {
    encoding.writeVarUint(encoder, random.of(clients))
    encoding.writeVarUint(encoder, random.below(5))
    encoding.writeVarString(encoder, random.of(STATES))
  }
  return encoding.toUint8Array(encoder)
}

/** An awareness that has no state of its own, as a server's, and no timer. */
const observer = () => {
  const doc = new Y.Doc()
  doc.clientID = 2 ** 33
  const awareness = new Awareness(doc)
  clearInterval(awareness._checkInterval)
  awareness.states.clear()
  awareness.meta.clear()
  return awareness
}

const states = (awareness) =>
  [...awareness.states].sort(([a], [b]) => a - b).map(([client, state]) => `${client}=${JSON.stringify(state)}`).join(' ')
