/** Rows to a chunk: a column grows without being copied. */
const chunkRows = 16_384

/** A number for each row, outside of the heap; 0 where none was set. */
export class NumberColumn {
  readonly #chunks: Float64Array[] = []

  get(row: number): number {
    return this.#chunks[Math.floor(row / chunkRows)]?.[row % chunkRows] ?? 0
  }

  set(row: number, value: number): void {
    const index = Math.floor(row / chunkRows)
    while (this.#chunks.length <= index) this.#chunks.push(new Float64Array(chunkRows))
    const chunk = this.#chunks[index]
    if (chunk !== undefined) chunk[row % chunkRows] = value
  }
}

/** So many bytes for each row, outside of the heap; 0 where none were set. */
export class ByteColumn {
  readonly #width: number
  readonly #chunks: Buffer[] = []

  constructor(width: number) {
    this.#width = width
  }

  /** The bytes of a row, in place. */
  get(row: number): Buffer {
    const index = Math.floor(row / chunkRows)
    while (this.#chunks.length <= index) this.#chunks.push(Buffer.alloc(chunkRows * this.#width))
    const at = (row % chunkRows) * this.#width
    return this.#chunks[index]?.subarray(at, at + this.#width) ?? Buffer.alloc(this.#width)
  }
}
