/** The Yjs side of the differential test: plays one case at a time, as the Java side asks over stdin. */
import * as Y from 'yjs'
import { checkAlgebra } from './algebra.mjs'
import { AwarenessCase } from './awareness.mjs'
import { Case, Update } from './case.mjs'
import { Writer, serve } from './frames.mjs'
import { history } from './history.mjs'

let current
let awareness

const report = (reader) => ({
  edited: reader.byte() === 1,
  log: reader.list(() => packet(reader)),
  events: reader.list(() => reader.bytes()),
  text: reader.string(),
  vector: reader.bytes(),
  v1: reader.bytes(),
  v2: reader.bytes()
})

const packet = (reader) => ({ format: reader.byte(), bytes: reader.bytes() })

const calculation = (reader) => ({
  kind: reader.byte(),
  format: reader.byte(),
  inputs: reader.list(() => reader.bytes()),
  vector: reader.bytes(),
  result: reader.bytes()
})

const unreadable = ({ format, bytes }, index) => {
  try {
    const doc = new Y.Doc()
    format === 1 ? Y.applyUpdate(doc, bytes) : Y.applyUpdateV2(doc, bytes)
    return ''
  } catch (error) {
    return `update ${index}, v${format} ${Buffer.from(bytes).toString('hex')}: ${error.message}`
  }
}

const packetsOf = (list) => {
  const writer = new Writer()
  return writer.list(list, ({ format, bytes }) => writer.byte(format).bytes(bytes))
}

const QUESTIONS = {
  O: (reader) => {
    current = new Case(reader.int(), reader.int())
    return new Writer()
  },
  E: () => packetsOf(current.edit()),
  S: () => packetsOf(current.settle()),
  // The updates that the Java side made, for the peers to hear of.
  U: (reader) => {
    reader.list(() => current.add(new Update(reader.bytes(), reader.bytes())))
    return new Writer()
  },
  R: (reader) => {
    const settled = reader.byte() === 1
    const problems = reader.list(() => report(reader)).map((r, i) => current.check(i, r, settled))
    return new Writer().string(problems.find((p) => p) ?? '')
  },
  C: (reader) => {
    const problems = reader.list(() => calculation(reader)).map(checkAlgebra)
    return new Writer().string(problems.find((p) => p) ?? '')
  },
  // Whether Yjs can read each of some updates, alone.
  P: (reader) => {
    const problems = reader.list(() => packet(reader)).map(unreadable)
    return new Writer().string(problems.find((p) => p) ?? '')
  },
  H: (reader) => history(reader.int()),
  A: (reader) => {
    awareness = new AwarenessCase(reader.int())
    return awareness.updates()
  },
  B: (reader) => new Writer().string(awareness.check(reader.list(() => reader.bytes()), reader.string()) ?? '')
}

serve((reader) => {
  const kind = String.fromCharCode(reader.byte())
  try {
    const answer = QUESTIONS[kind](reader)
    answer.parts.unshift(Buffer.from([0]))
    return answer
  } catch (error) {
    return new Writer().byte(1).string(String(error.stack))
  }
})
