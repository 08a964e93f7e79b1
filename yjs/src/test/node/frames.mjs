/**
 * Questions and answers over stdin and stdout: a frame is a length of four bytes and that many bytes.
 * All numbers are big endian, as Java's DataInputStream reads them.
 */
export class Reader {
  constructor(buffer) {
    this.buffer = buffer
    this.at = 0
  }

  byte() {
    return this.buffer[this.at++]
  }

  int() {
    this.at += 4
    return this.buffer.readInt32BE(this.at - 4)
  }

  bytes() {
    const length = this.int()
    this.at += length
    // A copy: Yjs keeps slices of what it is given, and the frame's buffer is large.
    return new Uint8Array(this.buffer.subarray(this.at - length, this.at))
  }

  string() {
    const length = this.int()
    this.at += length
    return this.buffer.toString('utf8', this.at - length, this.at)
  }

  list(read) {
    return Array.from({ length: this.int() }, () => read())
  }
}

export class Writer {
  constructor() {
    this.parts = []
  }

  byte(value) {
    this.parts.push(Buffer.from([value]))
    return this
  }

  int(value) {
    const part = Buffer.allocUnsafe(4)
    part.writeInt32BE(value)
    this.parts.push(part)
    return this
  }

  double(value) {
    const part = Buffer.allocUnsafe(8)
    part.writeDoubleBE(value)
    this.parts.push(part)
    return this
  }

  bytes(value) {
    this.int(value.length)
    this.parts.push(value)
    return this
  }

  string(value) {
    return this.bytes(Buffer.from(value, 'utf8'))
  }

  list(values, write) {
    this.int(values.length)
    values.forEach(write)
    return this
  }

  frame() {
    const body = Buffer.concat(this.parts)
    const head = Buffer.allocUnsafe(4)
    head.writeInt32BE(body.length)
    return Buffer.concat([head, body])
  }
}

/** Answers every frame of stdin with what `answer(reader)` returns, in order, until stdin ends. */
export const serve = (answer) => {
  let chunks = []
  let size = 0
  process.stdin.on('data', (chunk) => {
    chunks.push(chunk)
    size += chunk.length
    while (size >= 4) {
      if (chunks[0].length < 4) chunks = [Buffer.concat(chunks)]
      const length = chunks[0].readInt32BE(0)
      if (size < 4 + length) return
      const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
      const rest = all.subarray(4 + length)
      chunks = rest.length > 0 ? [rest] : []
      size = rest.length
      process.stdout.write(answer(new Reader(all.subarray(4, 4 + length))).frame())
    }
  })
}
