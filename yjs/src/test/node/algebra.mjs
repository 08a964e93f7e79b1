import * as Y from 'yjs'
import { describe, difference } from './describe.mjs'
import { V1, V2 } from './packets.mjs'

/** What is wrong with a result of the Java side's update algebra, or null. */
export const checkAlgebra = ({ kind, format, inputs, vector, result }) => {
  const v1 = format === V1
  switch (kind) {
    case 1: return same(kind, format, v1 ? Y.mergeUpdates(inputs) : Y.mergeUpdatesV2(inputs), result)
    case 2: return same(kind, format, v1 ? Y.diffUpdate(inputs[0], vector) : Y.diffUpdateV2(inputs[0], vector), result)
    case 3: return vectors(v1 ? Y.encodeStateVectorFromUpdate(inputs[0]) : Y.encodeStateVectorFromUpdateV2(inputs[0]), result)
    default: return v1
      ? same(kind, V2, Y.convertUpdateFormatV1ToV2(inputs[0]), result)
      : same(kind, V1, Y.convertUpdateFormatV2ToV1(inputs[0]), result)
  }
}

const NAMES = ['', 'merge', 'diff', 'state vector', 'convert']

const same = (kind, format, expected, actual) => {
  if (Buffer.compare(expected, actual) === 0) return null
  const [yours, mine] = [expected, actual].map((bytes) => describe({ format, bytes }))
  // Where one input has collected what another still holds, either may win.
  const collected = yours.includes(' GC') || mine.includes(' GC')
  const view = collected ? coverage : (text) => text
  const problem = difference(view(yours), view(mine)) ??
    (!collected && actual.length > expected.length ? `${actual.length} bytes, Yjs needs ${expected.length}` : null)
  return problem && `${NAMES[kind]} of v${format}: ${problem}`
}

const coverage = (text) => {
  const ends = new Map()
  const lines = []
  for (const [line, client, clock, length] of text.matchAll(/^(\d+):(\d+)\+(\d+) (?!Skip).*$|^delete.*$/gm)) {
    if (!client) lines.push(line)
    else if (ends.get(client) !== Number(clock)) lines.push(`${client} from ${clock}`)
    if (client) ends.set(client, Number(clock) + Number(length))
  }
  return lines.join('\n') + [...ends].map(([client, end]) => `\n${client} to ${end}`).join('')
}

const vectors = (expected, actual) => {
  const text = (vector) => [...Y.decodeStateVector(vector)].sort(([a], [b]) => a - b).join(' ')
  const problem = difference(text(expected), text(actual))
  return problem && `${NAMES[3]} of an update: ${problem}`
}
