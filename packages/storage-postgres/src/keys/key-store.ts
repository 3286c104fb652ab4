import type { KeyStore, StandingClaim, WrappedKey, WrappedSecret } from '@skein/engine'
import type { Query } from '../connection/connection-pool.js'
import type { Database } from '../connection/database.js'

type Claim = { readonly holder: string; readonly since: string }

/** The secret, wrapped keys and claims, in a schema of their own. */
export class PostgresKeyStore implements KeyStore {
  readonly #database: Database
  readonly #keys: string
  readonly #claims: string
  readonly #store: string
  readonly #selectSecret: string
  /** Counts a change of keys, also beside the events. */
  readonly #counted: string

  constructor(database: Database) {
    this.#database = database
    this.#keys = `${database.keysSchema}.keys`
    this.#claims = `${database.keysSchema}.claims`
    this.#store = `${database.keysSchema}.store`
    this.#selectSecret = `SELECT secret_id, wrapping_id, wrapped FROM ${this.#store}`
    this.#counted = `WITH counted AS (UPDATE ${this.#store} SET changes = changes + 1 RETURNING changes)
      UPDATE ${database.schema}.pair SET key_changes = counted.changes FROM counted`
  }

  async find(persons: readonly string[]): Promise<ReadonlyMap<string, WrappedKey>> {
    const rows = await this.#database.read<[person: string, keyId: string, wrapped: string]>(
      `SELECT person, key_id, wrapped FROM ${this.#keys} WHERE person = ANY ($1::text[])`,
      [persons],
    )
    return new Map(rows.map(([person, keyId, wrapped]) => [person, { keyId, wrapped }]))
  }

  async secret(): Promise<WrappedSecret | undefined> {
    return secretIn(await this.#database.read<SecretRow>(this.#selectSecret))
  }

  /** The secret. Every change of keys locks it first, so that changes come one after another. */
  async #lockSecret(query: Query): Promise<WrappedSecret | undefined> {
    return secretIn(await query<SecretRow>(`${this.#selectSecret} FOR UPDATE`))
  }

  async addSecret({ id, wrappingId, wrapped }: WrappedSecret): Promise<WrappedSecret> {
    await this.#database.write(
      `UPDATE ${this.#store} SET secret_id = $1, wrapping_id = $2, wrapped = $3 WHERE secret_id IS NULL`,
      [id, wrappingId, wrapped],
    )
    return (await this.secret()) ?? { id, wrappingId, wrapped }
  }

  async rewrap(from: string, to: WrappedSecret, rewrap: (person: string, key: WrappedKey) => WrappedKey) {
    const result = await this.#database.transaction(async (query) => {
      const current = await this.#lockSecret(query)
      // a repeated attempt finds what the first one committed
      if (current?.wrappingId !== from && current?.wrappingId !== to.wrappingId) return 'rotated' as const
      const rows = await query<KeyRow>(`SELECT person, key_id, wrapped FROM ${this.#keys} ORDER BY person FOR UPDATE`)
      if (current.wrappingId === to.wrappingId) return rows.length
      const renewed = rows.map(([person, keyId, wrapped]) => rewrap(person, { keyId, wrapped }).wrapped)
      await query(
        `UPDATE ${this.#keys} keys SET wrapped = renewed.wrapped
         FROM unnest($1::text[], $2::text[]) AS renewed(person, wrapped) WHERE keys.person = renewed.person`,
        [rows.map(([person]) => person), renewed],
      )
      await query(`UPDATE ${this.#store} SET secret_id = $1, wrapping_id = $2, wrapped = $3`, [
        to.id,
        to.wrappingId,
        to.wrapped,
      ])
      await query(this.#counted)
      return rows.length
    })
    await this.#removeOldRows()
    return result
  }

  add(person: string, key: WrappedKey, wrappingId?: string): Promise<WrappedKey | 'rotated'> {
    return this.#database.transaction(async (query) => {
      const secret = await this.#lockSecret(query)
      if (wrappingId !== undefined && secret?.wrappingId !== wrappingId) return 'rotated'
      return this.#addIn(query, person, key)
    })
  }

  async #addIn(query: Query, person: string, key: WrappedKey): Promise<WrappedKey> {
    for (;;) {
      const added = await query(
        `INSERT INTO ${this.#keys} (person, key_id, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING person`,
        [person, key.keyId, key.wrapped],
      )
      if (added.length > 0) {
        await query(this.#counted)
        return key
      }
      const [existing] = await query<[keyId: string, wrapped: string]>(
        `SELECT key_id, wrapped FROM ${this.#keys} WHERE person = $1`,
        [person],
      )
      // none is left if it was destroyed between the two statements
      if (existing !== undefined) return { keyId: existing[0], wrapped: existing[1] }
    }
  }

  async destroy(person: string): Promise<boolean> {
    const hadKey = await this.#database.transaction(async (query) => {
      await this.#lockSecret(query)
      await query(`DELETE FROM ${this.#claims} WHERE holder = $1`, [person])
      const destroyed = await query(`DELETE FROM ${this.#keys} WHERE person = $1 RETURNING person`, [person])
      if (destroyed.length > 0) await query(this.#counted)
      return destroyed.length > 0
    })
    await this.#removeOldRows()
    return hadKey
  }

  /** Removes deleted and replaced rows from the pages of the table. */
  async #removeOldRows(): Promise<void> {
    await this.#database.write(`VACUUM ${this.#keys}`, [])
    await this.#database.write(`VACUUM ${this.#store}`, [])
  }

  async claim(scope: string, fingerprint: string, holder: string, insteadOf?: string): Promise<Claim> {
    for (;;) {
      const [claimed] = await this.#database.write<[holder: string, since: string]>(
        `INSERT INTO ${this.#claims} AS current (scope, fingerprint, holder, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT (scope, fingerprint) DO UPDATE SET holder = excluded.holder, since = excluded.since
         WHERE current.holder = $5
         RETURNING holder, since`,
        [scope, fingerprint, holder, new Date().toISOString(), insteadOf ?? null],
      )
      if (claimed !== undefined) return { holder: claimed[0], since: claimed[1] }
      const current = await this.claimant(scope, fingerprint)
      // none is left if it was released between the two statements
      if (current !== undefined) return current
    }
  }

  async claimant(scope: string, fingerprint: string): Promise<Claim | undefined> {
    const [claim] = await this.#database.read<[holder: string, since: string]>(
      `SELECT holder, since FROM ${this.#claims} WHERE scope = $1 AND fingerprint = $2`,
      [scope, fingerprint],
    )
    return claim && { holder: claim[0], since: claim[1] }
  }

  async claimsOf(holders: readonly string[]): Promise<readonly StandingClaim[]> {
    const rows = await this.#database.read<[scope: string, fingerprint: string, holder: string, since: string]>(
      `SELECT scope, fingerprint, holder, since FROM ${this.#claims} WHERE holder = ANY ($1::text[])`,
      [holders],
    )
    return rows.map(([scope, fingerprint, holder, since]) => ({ scope, fingerprint, holder, since }))
  }

  async unclaim(scope: string, fingerprint: string, holder: string): Promise<void> {
    await this.#database.write(`DELETE FROM ${this.#claims} WHERE scope = $1 AND fingerprint = $2 AND holder = $3`, [
      scope,
      fingerprint,
      holder,
    ])
  }
}

/** All are null until there is a secret. */
type SecretRow = [id: string | null, wrappingId: string | null, wrapped: string | null]
type KeyRow = [person: string, keyId: string, wrapped: string]

const secretIn = ([row]: readonly SecretRow[]): WrappedSecret | undefined => {
  const [id, wrappingId, wrapped] = row ?? []
  return id && wrappingId && wrapped ? { id, wrappingId, wrapped } : undefined
}
