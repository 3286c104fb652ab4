import pg from 'pg'
import type { DatabaseLocation } from '../connection/database-url.js'
import { channelOf } from '../schema/schemas.js'
import type { AnnouncementListener } from './append-watcher.js'

/** How long to wait after a failed attempt before the next one, in milliseconds. */
const retryAfterMs = 5_000

/** LISTEN on a connection of its own. It may miss announcements, so its users also read the head from time to time. */
export class PostgresAnnouncementListener implements AnnouncementListener {
  readonly #location: DatabaseLocation
  #client: pg.Client | undefined
  #ended: Promise<void> = Promise.resolve()
  #failedAt = Number.NEGATIVE_INFINITY

  constructor(location: DatabaseLocation) {
    this.#location = location
  }

  start(onAnnouncement: () => void): void {
    if (this.#client !== undefined || performance.now() - this.#failedAt < retryAfterMs) return
    const client = new pg.Client({
      connectionString: this.#location.url,
      keepAlive: true,
      connectionTimeoutMillis: retryAfterMs,
      fallback_application_name: 'skein listens',
    })
    this.#client = client
    client.on('notification', onAnnouncement)
    client.on('error', () => this.#drop(client))
    client.on('end', () => this.#drop(client))
    client
      .connect()
      .then(() => client.query(`LISTEN ${pg.escapeIdentifier(channelOf(this.#location.schema))}`))
      // appends before this moment were not announced here, so readers have to look for them
      .then(onAnnouncement, () => this.#drop(client))
  }

  stop(): void {
    const client = this.#client
    this.#client = undefined
    if (client !== undefined) this.#end(client)
  }

  /** Resolves when no connection is left. */
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
