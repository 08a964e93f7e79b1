/** Measures Yjs as the runner asks over stdin: node --expose-gc measure.mjs FOLDER */
import { readFileSync } from 'node:fs'
import * as Y from 'yjs'
import { Reader, Writer, serve } from '../../../yjs/src/test/node/frames.mjs'

const folder = process.argv[2]
const loaded = new Map()

const open = (name, lists) => {
  if (!loaded.has(name)) {
    const reader = new Reader(readFileSync(`${folder}/${name}.bin`))
    loaded.set(name, Array.from({ length: lists }, () => reader.list(() => reader.bytes())))
  }
  return loaded.get(name)
}

const load = (state) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return doc
}

/** Each returns the milliseconds that it took; what must be made ready before is not counted. */
const TASKS = {
  'one by one': ([updates]) => {
    const doc = new Y.Doc()
    return timed(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  },
  'one by one, passing on': ([updates]) => {
    const doc = new Y.Doc()
    let passed = 0
    doc.on('update', (update) => {
      passed += update.length
    })
    return timed(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  },
  'at once': ([, , [state]]) => timed(() => load(state)),
  encode: ([, touches, [state]]) => {
    const doc = load(state)
    return timed(() => touches.forEach((touch) => {
      Y.applyUpdate(doc, touch)
      Y.encodeStateAsUpdate(doc)
    })) / touches.length
  },
  'decode and encode': ([, , [state]]) => timed(() => Y.encodeStateAsUpdate(load(state)))
}

/** Processor time of the process, so that what else the machine does is not in it. */
const timed = (work) => {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

const used = () => {
  global.gc()
  global.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Bytes of heap, and of buffers outside it, for each of the documents. */
const heap = (states, copies) => {
  const before = used()
  const kept = []
  for (let i = 0; i < copies; i++) kept.push(load(states[i % states.length].slice()))
  const each = (used() - before) / copies
  return kept.length > 0 ? each : 0
}

serve((reader) => {
  const kind = String.fromCharCode(reader.byte())
  const name = reader.string()
  if (kind === 'T') return new Writer().double(TASKS[reader.string()](open(name, 3)))
  if (kind === 'H') return new Writer().double(heap(open(name, 3)[2], reader.int()))
  if (kind === 'D') return new Writer().double(heap(open(name, 1)[0], reader.int()))
  const doc = load(open(name, 3)[2][0])
  return new Writer().double(kind === '1' ? Y.encodeStateAsUpdate(doc).length : Y.encodeStateAsUpdateV2(doc).length)
})
