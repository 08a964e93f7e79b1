/** Records the workloads into files that both sides read: node record.mjs FOLDER [quick] */
import { mkdirSync, writeFileSync } from 'node:fs'
import * as Y from 'yjs'
import { Writer } from '../../../yjs/src/test/node/frames.mjs'
import { Random } from '../../../yjs/src/test/node/random.mjs'
import { WORKLOADS, comment, operations } from './workloads.mjs'

const [folder, quick] = process.argv.slice(2)
const SEED = 20260101
const COMMENTS = 200

const write = (name, ...lists) => {
  const writer = new Writer()
  for (const list of lists) writer.list(list, (bytes) => writer.bytes(bytes))
  writeFileSync(`${folder}/${name}.bin`, Buffer.concat(writer.parts))
}

/** Single keys by somebody else, each of which makes the document one that has not been encoded yet. */
const touches = (state) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  doc.clientID = 77
  const updates = []
  doc.on('update', (update) => updates.push(update))
  for (let i = 0; i < 40; i++) doc.getText('touched').insert(0, 'x')
  return updates
}

mkdirSync(folder, { recursive: true })
for (const [name, record] of Object.entries(WORKLOADS)) {
  const updates = record(new Random(SEED), operations(name, quick === 'quick'))
  const doc = new Y.Doc()
  Y.transact(doc, () => updates.forEach((update) => Y.applyUpdate(doc, update)))
  const state = Y.encodeStateAsUpdate(doc)
  write(name, updates, touches(state), [state])
  process.stderr.write(`${name}: ${updates.length} updates, ${state.length} bytes\n`)
}
const random = new Random(SEED)
write('comments', Array.from({ length: COMMENTS }, () => comment(random)))
