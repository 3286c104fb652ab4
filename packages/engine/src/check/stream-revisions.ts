import { NumberColumn } from '../primitives/columns.js'
import { NameTable } from '../primitives/name-table.js'

/** The last revision of every stream: about 40 bytes for each, outside of the heap. */
export class StreamRevisions {
  readonly #streams = new NameTable()
  readonly #revisions = new NumberColumn()

  /** -1 for an unknown stream. */
  last(stream: string): number {
    const row = this.#streams.find(stream)
    return row === undefined ? -1 : this.#revisions.get(row)
  }

  set(stream: string, revision: number): void {
    this.#revisions.set(this.#streams.add(stream), revision)
  }
}
