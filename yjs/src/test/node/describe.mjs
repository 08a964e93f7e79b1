import * as Y from 'yjs'
import { value } from './canonical.mjs'
import { V1 } from './packets.mjs'

/** The structs and deletes of an update, one per line: what two updates of different bytes can be compared by. */
export const describe = ({ format, bytes }) => {
  const { structs, ds } = format === V1 ? Y.decodeUpdate(bytes) : Y.decodeUpdateV2(bytes)
  const lines = structs.map(struct).sort()
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) lines.push(`delete ${client}:${clock}+${len}`)
  }
  return lines.join('\n')
}

const struct = (s) => {
  const where = `${s.id.client}:${String(s.id.clock).padStart(9, '0')}+${s.length} ${s.constructor.name}`
  if (!(s instanceof Y.Item)) return where
  const parent = s.origin || s.rightOrigin ? '' : `in ${typeof s.parent === 'string' ? s.parent : id(s.parent)} ${s.parentSub ?? ''}`
  return `${where} ${id(s.origin)} ${id(s.rightOrigin)} ${parent} ${content(s.content)}`
}

const id = (position) => (position ? `${position.client}:${position.clock}` : '-')

const content = (c) => {
  const name = c.constructor.name
  if (c instanceof Y.ContentType) return `${name} ${c.type.constructor.name} ${c.type.nodeName ?? c.type.hookName ?? ''}`
  if (c instanceof Y.ContentDoc) return `${name} ${c.doc.guid} ${value(c.opts)}`
  if (c instanceof Y.ContentFormat) return `${name} ${c.key} ${value(c.value)}`
  return `${name} ${value(c.arr ?? c.str ?? c.embed ?? c.content ?? c.len)}`
}

/** The first line in which two texts differ, or null. */
export const difference = (expected, actual) => {
  if (expected === actual) return null
  const [e, a] = [expected.split('\n'), actual.split('\n')]
  const at = e.findIndex((line, i) => line !== a[i])
  const line = at < 0 ? e.length : at
  return `line ${line}\n  yjs:  ${e[line]}\n  java: ${a[line]}`
}
