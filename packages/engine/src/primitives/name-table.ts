import { hash } from 'node:crypto'
import { ByteColumn } from './columns.js'

const digestLength = 16
const none = -1

const digestOf = (name: string): Buffer => hash('sha256', name, 'buffer').subarray(0, digestLength)

/**
 * Numbers names from 0 on, in the order in which they come. It keeps a digest of each instead of the name: about 30 bytes,
 * outside of the heap, however long names are.
 */
export class NameTable {
  readonly #digests = new ByteColumn(digestLength)
  /** Open addressing, by the digest; at most half full. */
  #rows = new Int32Array(1024).fill(none)
  #size = 0
  #last: { readonly name: string; readonly row: number } | undefined

  get size(): number {
    return this.#size
  }

  find(name: string): number | undefined {
    if (this.#last?.name === name) return this.#last.row
    const row = this.#rows[this.#slotOf(digestOf(name))]
    if (row === undefined || row === none) return undefined
    this.#last = { name, row }
    return row
  }

  /** The number of a name, which gets one if it has none. */
  add(name: string): number {
    if (this.#last?.name === name) return this.#last.row
    const digest = digestOf(name)
    const slot = this.#slotOf(digest)
    let row = this.#rows[slot] ?? none
    if (row === none) {
      row = this.#size
      digest.copy(this.#digests.get(row))
      this.#rows[slot] = row
      this.#size += 1
      if (this.#size * 2 > this.#rows.length) this.#grow()
    }
    this.#last = { name, row }
    return row
  }

  /** Where the row of this digest is, or would be. */
  #slotOf(digest: Buffer): number {
    const mask = this.#rows.length - 1
    for (let slot = digest.readUInt32LE(0) & mask; ; slot = (slot + 1) & mask) {
      const row = this.#rows[slot] ?? none
      if (row === none || this.#digests.get(row).equals(digest)) return slot
    }
  }

  #grow(): void {
    this.#rows = new Int32Array(this.#rows.length * 2).fill(none)
    for (let row = 0; row < this.#size; row += 1) this.#rows[this.#slotOf(this.#digests.get(row))] = row
  }
}
