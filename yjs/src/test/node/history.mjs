import * as Y from 'yjs'
import { canonical } from './canonical.mjs'
import { edit } from './edits.mjs'
import { Writer } from './frames.mjs'
import { Random } from './random.mjs'

/**
 * One seed of history: a document that keeps what was deleted, snapshots of it on its way, and what Yjs shows of the
 * document at each.
 */
export const history = (seed) => {
  const random = new Random(seed)
  const doc = new Y.Doc({ gc: false, guid: 'history' })
  doc.clientID = random.next()
  const moments = []
  for (let i = random.between(1, 6); i > 0; i--) {
    for (let n = random.between(1, 4); n > 0; n--) edit(doc, random)
    const snapshot = Y.snapshot(doc)
    moments.push([Y.encodeSnapshot(snapshot), canonical(doc)])
  }
  const writer = new Writer().bytes(Y.encodeStateAsUpdate(doc))
  return writer.list(moments, ([snapshot, text]) => writer.bytes(snapshot).string(text))
}
