import { CloseGuard, closedText } from '@skein/engine/storage'
import type { ConnectionPool, Query, Value } from './connection-pool.js'

/** An open database. Every read and write goes through here; after `close` they fail with fault `closed`. */
export class Database {
  readonly connections: ConnectionPool
  /** Quoted, to be put before the name of a table. */
  readonly schema: string
  /** Quoted, too. */
  readonly keysSchema: string
  readonly closeGuard: CloseGuard

  constructor(connections: ConnectionPool, schema: string, keysSchema: string) {
    this.connections = connections
    this.schema = schema
    this.keysSchema = keysSchema
    this.closeGuard = new CloseGuard(closedText(connections.name))
    this.closeGuard.closing.addEventListener('abort', () => connections.stopRetrying())
  }

  read<Row extends readonly unknown[]>(text: string, values?: readonly Value[]): Promise<readonly Row[]> {
    return this.closeGuard.run(() => this.connections.read<Row>(text, values))
  }

  readOnce<Row extends readonly unknown[]>(text: string, values?: readonly Value[]): Promise<readonly Row[]> {
    return this.closeGuard.run(() => this.connections.readOnce<Row>(text, values))
  }

  write<Row extends readonly unknown[]>(
    text: string,
    values: readonly Value[],
    options?: { readonly isRepeatable: boolean },
  ): Promise<readonly Row[]> {
    return this.closeGuard.run(() => this.connections.write<Row>(text, values, options))
  }

  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.closeGuard.run(() => this.connections.transaction(work))
  }

  /** Waits for running operations. */
  close(): Promise<void> {
    return this.closeGuard.close(() => this.connections.close())
  }
}
