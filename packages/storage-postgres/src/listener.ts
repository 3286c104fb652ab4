import pg from 'pg'
import type { Announcer } from './append-notifier.js'
import { channelOf } from './schema.js'
import type { Target } from './target.js'

/** How long to leave a server alone that did not let us listen, in milliseconds. */
const retryAfter = 5_000

/** Hears of new events on a connection of its own, as long as somebody wants to. What it misses, others look for. */
export class Listener implements Announcer {
  readonly #target: Target
  #client: pg.Client | undefined
  #ended: Promise<void> = Promise.resolve()
  #failedAt = Number.NEGATIVE_INFINITY

  constructor(target: Target) {
    this.#target = target
  }

  start(hear: () => void): void {
    if (this.#client !== undefined || performance.now() - this.#failedAt < retryAfter) return
    const client = new pg.Client({
      connectionString: this.#target.url,
      keepAlive: true,
      connectionTimeoutMillis: retryAfter,
      fallback_application_name: 'skein listens',
    })
    this.#client = client
    client.on('notification', hear)
    client.on('error', () => this.#drop(client))
    client.on('end', () => this.#drop(client))
    client
      .connect()
      .then(() => client.query(`LISTEN ${pg.escapeIdentifier(channelOf(this.#target.schema))}`))
      // what was said before is to be looked for
      .then(hear, () => this.#drop(client))
  }

  stop(): void {
    const client = this.#client
    this.#client = undefined
    if (client !== undefined) this.#end(client)
  }

  /** When no connection is left. */
  async close(): Promise<void> {
    this.stop()
    await this.#ended
  }

  #drop(client: pg.Client): void {
    if (this.#client !== client) return
    this.#failedAt = performance.now()
    this.stop()
  }

  #end(client: pg.Client): void {
    const before = this.#ended
    this.#ended = client.end().then(
      () => before,
      () => before,
    )
  }
}
