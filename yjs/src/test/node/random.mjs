/** Numbers that follow from a seed alone (sfc32), so that a failing case can be run again. */
export class Random {
  constructor(seed) {
    this.a = seed | 0
    this.b = 0x9e3779b9
    this.c = 0x243f6a88
    this.d = 1
    for (let i = 0; i < 12; i++) this.next()
  }

  /** 32 bits, unsigned. */
  next() {
    const t = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + t | 0
    return t >>> 0
  }

  /** A whole number from 0 to below `bound`. */
  below(bound) {
    return Math.floor((this.next() / 4294967296) * bound)
  }

  /** A whole number from `low` to `high`, both possible. */
  between(low, high) {
    return low + this.below(high - low + 1)
  }

  chance(probability) {
    return this.next() / 4294967296 < probability
  }

  of(list) {
    return list[this.below(list.length)]
  }

  shuffled(list) {
    const copy = [...list]
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      ;[copy[i], copy[j]] = [copy[j], copy[i]]
    }
    return copy
  }
}
