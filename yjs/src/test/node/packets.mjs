import * as Y from 'yjs'
import * as encoding from 'lib0/encoding'

export const V1 = 1
export const V2 = 2

/**
 * What a network might make of updates: single ones in v1 or v2, merged ones, suffixes, differences between peers,
 * some twice, in any order. Every update of `fresh` is in at least one packet.
 */
export const packets = (fresh, earlier, peers, random) => {
  const result = []
  for (const update of fresh) {
    if (random.chance(0.3)) result.push(merged([update, random.of(fresh), random.of([...earlier, update])], random))
    else result.push(single(update, random))
    if (random.chance(0.1)) result.push(single(update, random))
  }
  if (earlier.length > 0 && random.chance(0.3)) result.push(suffix(random.of(earlier), random))
  if (random.chance(0.3)) result.push(difference(random.of(peers), random.of(peers), random))
  if (random.chance(0.05)) result.push({ format: V1, bytes: new Uint8Array([0, 0]) })
  return random.shuffled(result)
}

export const single = (update, random) =>
  random.chance(0.6) ? { format: V1, bytes: update.v1 } : { format: V2, bytes: update.v2 }

const merged = (updates, random) =>
  random.chance(0.6)
    ? { format: V1, bytes: Y.mergeUpdates(updates.map((u) => u.v1)) }
    : { format: V2, bytes: Y.mergeUpdatesV2(updates.map((u) => u.v2)) }

/** An update without the first part of each client's structs: the part may end inside a struct. */
const suffix = (update, random) => {
  const { from, to } = Y.parseUpdateMeta(update.v1)
  const cut = new Map([...from].map(([client, clock]) => [client, random.between(clock, to.get(client))]))
  const vector = Y.encodeStateVector(cut)
  const { structs } = Y.decodeUpdate(Y.diffUpdate(update.v1, vector))
  // Half a pair of surrogates: Yjs would split the pair even where it knows all of this.
  if (structs.some((struct) => struct.content?.str?.startsWith('\ufffd'))) return single(update, random)
  return random.chance(0.5)
    ? { format: V1, bytes: Y.diffUpdate(update.v1, vector) }
    : { format: V2, bytes: Y.diffUpdateV2(update.v2, vector) }
}

const difference = (from, to, random) => {
  const vector = Y.encodeStateVector(to)
  return random.chance(0.5)
    ? { format: V1, bytes: Y.encodeStateAsUpdate(from, vector) }
    : { format: V2, bytes: Y.encodeStateAsUpdateV2(from, vector) }
}

export const apply = (doc, { format, bytes }) =>
  format === V1 ? Y.applyUpdate(doc, bytes, 'remote') : Y.applyUpdateV2(doc, bytes, 'remote')

const LEGACY_VALUES = ['undefined', 'null', '1', '"old"', '{"a":[1,null]}']

/**
 * A client of the first days: it appends values as JSON text to the array `a`, a content (ref 2) that Yjs still reads
 * and no longer writes.
 */
export class Legacy {
  constructor(client) {
    this.client = client
    this.clock = 0
  }

  append(random) {
    const encoder = encoding.createEncoder()
    const write = (...numbers) => numbers.forEach((n) => encoding.writeVarUint(encoder, n))
    write(1, 1, this.client, this.clock)
    encoding.writeUint8(encoder, this.clock === 0 ? 0x02 : 0x82)
    if (this.clock === 0) {
      write(1)
      encoding.writeVarString(encoder, 'a')
    } else {
      write(this.client, this.clock - 1)
    }
    const count = random.between(1, 3)
    write(count)
    for (let i = 0; i < count; i++) encoding.writeVarString(encoder, random.of(LEGACY_VALUES))
    write(0)
    this.clock += count
    return encoding.toUint8Array(encoder)
  }
}
