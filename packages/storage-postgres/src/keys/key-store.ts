import type { KeyStore, StandingClaim, WrappedKey } from '@skein/engine'
import type { Database } from '../connection/database.js'

type Claim = { readonly holder: string; readonly since: string }

/** Wrapped keys and claims, in a schema of their own. */
export class PostgresKeyStore implements KeyStore {
  readonly #database: Database
  readonly #keys: string
  readonly #claims: string

  constructor(database: Database) {
    this.#database = database
    this.#keys = `${database.keysSchema}.keys`
    this.#claims = `${database.keysSchema}.claims`
  }

  async find(persons: readonly string[]): Promise<ReadonlyMap<string, WrappedKey>> {
    const rows = await this.#database.read<[person: string, keyId: string, wrapped: string]>(
      `SELECT person, key_id, wrapped FROM ${this.#keys} WHERE person = ANY ($1::text[])`,
      [persons],
    )
    return new Map(rows.map(([person, keyId, wrapped]) => [person, { keyId, wrapped }]))
  }

  async add(person: string, key: WrappedKey): Promise<WrappedKey> {
    for (;;) {
      const added = await this.#database.write(
        `INSERT INTO ${this.#keys} (person, key_id, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING person`,
        [person, key.keyId, key.wrapped],
      )
      if (added.length > 0) return key
      const existing = (await this.find([person])).get(person)
      // none is left if it was destroyed between the two statements
      if (existing !== undefined) return existing
    }
  }

  async destroy(person: string): Promise<boolean> {
    const hadKey = await this.#database.transaction(async (query) => {
      await query(`DELETE FROM ${this.#claims} WHERE holder = $1`, [person])
      const destroyed = await query(`DELETE FROM ${this.#keys} WHERE person = $1 RETURNING person`, [person])
      return destroyed.length > 0
    })
    // removes the deleted row from the pages of the table
    await this.#database.write(`VACUUM ${this.#keys}`, [])
    return hadKey
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
