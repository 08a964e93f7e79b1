/**
 * Writes the first inputs of the fuzz tests, from which the fuzzer goes on: node corpus.mjs FOLDER
 * They are what the differential test exchanges, so that every kind of content is among them.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import * as Y from 'yjs'
import { AwarenessCase } from './awareness.mjs'
import { Case } from './case.mjs'
import { V1, V2 } from './packets.mjs'

const folder = process.argv[2]
const EACH = 40

const write = (target, inputs) => {
  mkdirSync(`${folder}/${target}`, { recursive: true })
  inputs.slice(0, EACH).forEach((bytes, i) => writeFileSync(`${folder}/${target}/yjs-${String(i).padStart(2, '0')}`, bytes))
}

/** Of a case: one packet, or all of its document. */
const updates = (format, whole) => Array.from({ length: EACH }, (_, seed) => {
  const one = new Case(seed, 1)
  const packets = [...one.edit(), ...one.edit(), ...one.settle()].filter((packet) => packet.format === format)
  const { doc } = one.peers[0]
  if (seed % 2 === 0) return whole(doc)
  return packets.sort((a, b) => b.bytes.length - a.bytes.length)[0]?.bytes ?? whole(doc)
})

write('v1', updates(V1, (doc) => Y.encodeStateAsUpdate(doc)))
write('v2', updates(V2, (doc) => Y.encodeStateAsUpdateV2(doc)))
write('awareness', Array.from({ length: EACH }, (_, seed) => new AwarenessCase(seed).made).flat())
