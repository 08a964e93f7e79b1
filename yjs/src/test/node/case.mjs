import * as Y from 'yjs'
import { canonical } from './canonical.mjs'
import { describe, difference } from './describe.mjs'
import { edit } from './edits.mjs'
import { V1, V2, Legacy, apply, packets, single } from './packets.mjs'
import { Random } from './random.mjs'

/** One seed: the peers of the Yjs side, all updates made so far, and what is known of the Java side. */
export class Case {
  constructor(seed, javaDocs) {
    this.random = new Random(seed)
    this.clients = new Set()
    this.updates = []
    this.packed = 0
    this.peers = Array.from({ length: this.random.between(2, 5) }, () => this.peer())
    this.legacy = new Legacy(this.client())
    this.mirrors = Array.from({ length: javaDocs }, () => ({ shadow: plainDoc(), follower: plainDoc() }))
  }

  peer() {
    const { random } = this
    const doc = new Y.Doc({ gc: random.chance(0.8), guid: 'peer' })
    doc.clientID = this.client()
    const peer = { doc, waiting: new Set() }
    doc.on('update', (v1, origin, _, transaction) => transaction.local && this.add(new Update(v1), peer))
    return peer
  }

  /** A client id that nobody has yet: small, of 32 bits as Yjs makes them, or of 53 bits. */
  client() {
    const { random } = this
    const client = random.chance(0.5) ? 1000 + random.below(1000) : random.chance(0.9) ? random.next() : 2 ** 53 - 1 - random.next()
    if (this.clients.has(client)) return this.client()
    this.clients.add(client)
    return client
  }

  add(update, maker) {
    for (const peer of this.peers) if (peer !== maker) peer.waiting.add(this.updates.length)
    this.updates.push(update)
  }

  /** Lets the peers edit and hear of each other, in part; returns packets with all that is new. */
  edit() {
    const { random } = this
    for (const peer of this.peers) {
      for (let n = random.below(5); n > 0; n--) edit(peer.doc, random)
      this.deliver(peer, random.chance(0.3) ? 1 : 0.5)
    }
    if (random.chance(0.15)) this.add(new Update(this.legacy.append(random)))
    return this.pack()
  }

  /** Lets the peers hear of everything; returns packets with all that is new. */
  settle() {
    // A peer that hears of formats may remove some that have become redundant, which the others hear of again.
    while (this.peers.some((peer) => peer.waiting.size > 0)) {
      for (const peer of this.peers) this.deliver(peer, 1)
    }
    return this.pack()
  }

  deliver(peer, share) {
    for (const index of this.random.shuffled([...peer.waiting])) {
      if (!this.random.chance(share)) continue
      peer.waiting.delete(index)
      apply(peer.doc, single(this.updates[index], this.random))
    }
  }

  pack() {
    const fresh = this.updates.slice(this.packed)
    const earlier = this.updates.slice(0, this.packed)
    this.packed = this.updates.length
    return packets(fresh, earlier, this.peers.map((peer) => peer.doc), this.random)
  }

  /** What is wrong with a document of the Java side after it heard of `log`, or null. */
  check(index, { edited, log, events, text, vector, v1, v2 }, settled) {
    const { shadow, follower } = this.mirrors[index]
    for (const packet of log) apply(shadow, packet)
    retry(shadow)
    for (const bytes of events) apply(follower, { format: V1, bytes })
    const expected = canonical(shadow)
    const snapshot = Y.snapshot(shadow)
    const wrong = (what, problem) => problem && `${what}: ${problem}`
    const same = (doc, view = edited ? loose : exact) =>
      difference(view(expected), view(canonical(doc))) ??
      (Y.equalSnapshots(snapshot, Y.snapshot(doc)) ? null : `state vector or deletes\n  yjs:  ${sets(shadow)}\n  java: ${sets(doc)}`)
    const smaller = (mine, yours, format) => {
      if (isPending(shadow)) return null
      const slack = edited ? Math.max(0, replaced(text) - replaced(expected)) : 0
      if (mine.length <= yours.length + slack) return null
      // With more neighbours merged, columns of v2 may come out longer: then Yjs has to do no better with the same structs.
      const doc = read({ format, bytes: mine })
      const again = format === V1 ? Y.encodeStateAsUpdate(doc) : Y.encodeStateAsUpdateV2(doc)
      return mine.length <= again.length && format === V2 ? null
        : `${mine.length} bytes, Yjs needs ${yours.length}: ` +
          difference(describe({ format, bytes: yours }), describe({ format, bytes: mine }))
    }
    // One format each time: reading all twice would take a third of the time of a case.
    const inV1 = this.random.chance(0.5)
    const view = edited ? loose : exact
    return wrong('content', difference(view(expected), view(text))) ??
      wrong('state vector', difference(clocks(Y.encodeStateVector(shadow)), clocks(vector))) ??
      (inV1 ? wrong('v1, read by Yjs', same(read({ format: V1, bytes: v1 }))) : null) ??
      (inV1 ? null : wrong('v2, read by Yjs', same(read({ format: V2, bytes: v2 })))) ??
      wrong('v1', smaller(v1, Y.encodeStateAsUpdate(shadow), V1)) ??
      wrong('v2', smaller(v2, Y.encodeStateAsUpdateV2(shadow), V2)) ??
      wrong('a document that heard only the events', same(follower, loose)) ??
      (settled ? wrong('pending', isPending(shadow) && 'something is missing') : null) ??
      (settled ? wrong('peers', this.peers.map((peer) => difference(loose(canonical(peer.doc)), loose(text))).find((d) => d)) : null)
  }
}

/** One update in both formats. */
export class Update {
  #v2

  constructor(v1, v2) {
    this.v1 = v1
    this.#v2 = v2
  }

  get v2() {
    return (this.#v2 ??= Y.convertUpdateFormatV1ToV2(this.v1))
  }
}

/** A document that only listens, as a server's does: it never removes redundant formats on its own. */
const plainDoc = () => {
  const doc = new Y.Doc({ guid: 'listener' })
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false
  })
  return doc
}

const read = (packet) => {
  const doc = plainDoc()
  apply(doc, packet)
  return doc
}

/**
 * Where a pair of surrogates has been split, Yjs writes U+FFFD twice. Whether a replica ever splits it can depend on
 * what it does in one go and what it hears in pieces: Yjs itself does not converge there. Only documents that heard
 * exactly the same must be exactly the same.
 */
const loose = (text) => text.replace(/[\ud800-\udfff\ufffd]/g, '?')

const exact = (text) => text

/** Each takes a byte more than half a pair does. */
const replaced = (text) => text.split('\ufffd').length - 1

/** Lets Yjs look again at what waits: now and then it goes on waiting although nothing is missing any more. */
const retry = (doc) => {
  const { pendingStructs } = doc.store
  if (pendingStructs === null) return
  doc.store.pendingStructs = null
  apply(doc, { format: V2, bytes: pendingStructs.update })
}

const isPending = (doc) => doc.store.pendingStructs !== null || doc.store.pendingDs !== null

const clocks = (vector) =>
  [...Y.decodeStateVector(vector)].sort(([a], [b]) => a - b).map(([client, clock]) => `${client}:${clock}`).join(' ')

const sets = (doc) => {
  const { ds } = Y.snapshot(doc)
  const ranges = [...ds.clients].map(([client, list]) => `${client}:` + list.map((d) => `${d.clock}+${d.len}`).join(','))
  return `${clocks(Y.encodeStateVector(doc))} deleted ${ranges.sort().join(' ')}`
}
