import { StorageError } from '@skein/engine'
import type { Connections, Query, Value } from './connections.js'

/** An open database: who reads or writes goes through here, and learns here that the store was closed. */
export class Database {
  readonly connections: Connections
  /** Quoted, to stand before the name of a table. */
  readonly schema: string
  readonly keysSchema: string
  readonly #underWay = new Set<Promise<unknown>>()
  #closing: Promise<void> | undefined

  constructor(connections: Connections, schema: string, keysSchema: string) {
    this.connections = connections
    this.schema = schema
    this.keysSchema = keysSchema
  }

  read<Row extends readonly unknown[]>(text: string, values?: readonly Value[]): Promise<readonly Row[]> {
    return this.during(() => this.connections.read<Row>(text, values))
  }

  readOnce<Row extends readonly unknown[]>(text: string, values?: readonly Value[]): Promise<readonly Row[]> {
    return this.during(() => this.connections.readOnce<Row>(text, values))
  }

  write<Row extends readonly unknown[]>(
    text: string,
    values: readonly Value[],
    options?: { readonly isRepeatable: boolean },
  ): Promise<readonly Row[]> {
    return this.during(() => this.connections.write<Row>(text, values, options))
  }

  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.during(() => this.connections.transaction(work))
  }

  /** Lets `close` wait for something that starts before it. */
  async during<T>(start: () => Promise<T>): Promise<T> {
    this.assertOpen()
    const work = start()
    this.#underWay.add(work)
    try {
      return await work
    } finally {
      this.#underWay.delete(work)
    }
  }

  assertOpen(): void {
    if (this.#closing) throw new StorageError('closed', `${this.connections.name} was closed; open it again.`)
  }

  /** Waits for what is under way. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.connections.stopRetrying()
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
    await this.connections.close()
  }
}
