import type { KeyStore, StandingClaim, WrappedKey } from '@skein/engine'
import type { Statement } from 'better-sqlite3'
import type { SqliteFile } from '../connection/sqlite-file.js'

type Claim = { readonly holder: string; readonly since: string }

/** Wrapped keys and claims, in a file of their own. */
export class SqliteKeyStore implements KeyStore {
  readonly #file: SqliteFile
  readonly #find: Statement<[string], WrappedKey>
  readonly #add: Statement<[string, string, string]>
  readonly #destroy: Statement<[string]>
  readonly #claimant: Statement<[string, string], Claim>
  readonly #claim: Statement<[string, string, string, string]>
  readonly #unclaim: Statement<[string, string, string]>
  readonly #unclaimAll: Statement<[string]>
  readonly #claimsOf: Statement<[string], StandingClaim>

  constructor(file: SqliteFile) {
    const { database } = file
    // overwrites a destroyed key instead of only unlinking its row
    if (!database.readonly) database.pragma('secure_delete = ON')
    this.#file = file
    this.#find = database.prepare('SELECT key_id AS keyId, wrapped FROM keys WHERE person = ?')
    this.#add = database.prepare('INSERT INTO keys (person, key_id, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
    this.#destroy = database.prepare('DELETE FROM keys WHERE person = ?')
    this.#claimant = database.prepare('SELECT holder, since FROM claims WHERE scope = ? AND fingerprint = ?')
    this.#claim = database.prepare(
      'INSERT OR REPLACE INTO claims (scope, fingerprint, holder, since) VALUES (?, ?, ?, ?)',
    )
    this.#unclaim = database.prepare('DELETE FROM claims WHERE scope = ? AND fingerprint = ? AND holder = ?')
    this.#claimsOf = database.prepare('SELECT scope, fingerprint, holder, since FROM claims WHERE holder = ?')
    this.#unclaimAll = database.prepare('DELETE FROM claims WHERE holder = ?')
  }

  find(persons: readonly string[]): Promise<ReadonlyMap<string, WrappedKey>> {
    return this.#file.read(() => {
      const found = new Map<string, WrappedKey>()
      for (const person of persons) {
        const key = this.#find.get(person)
        if (key !== undefined) found.set(person, key)
      }
      return found
    })
  }

  add(person: string, key: WrappedKey): Promise<WrappedKey> {
    return this.#file.write(() => {
      this.#add.run(person, key.keyId, key.wrapped)
      return this.#find.get(person) ?? key
    })
  }

  async destroy(person: string): Promise<boolean> {
    const hadKey = await this.#file.write(() => {
      this.#unclaimAll.run(person)
      return this.#destroy.run(person).changes > 0
    })
    // the write-ahead log may still hold the page with the key
    await this.#file.read(() => this.#file.database.pragma('wal_checkpoint(TRUNCATE)'))
    return hadKey
  }

  claim(scope: string, fingerprint: string, holder: string, insteadOf?: string): Promise<Claim> {
    return this.#file.write(() => {
      const current = this.#claimant.get(scope, fingerprint)
      if (current !== undefined && current.holder !== insteadOf) return current
      const claim = { holder, since: new Date().toISOString() }
      this.#claim.run(scope, fingerprint, claim.holder, claim.since)
      return claim
    })
  }

  claimant(scope: string, fingerprint: string): Promise<Claim | undefined> {
    return this.#file.read(() => this.#claimant.get(scope, fingerprint))
  }

  claimsOf(holders: readonly string[]): Promise<readonly StandingClaim[]> {
    return this.#file.read(() => [...new Set(holders)].flatMap((holder) => this.#claimsOf.all(holder)))
  }

  unclaim(scope: string, fingerprint: string, holder: string): Promise<void> {
    return this.#file.write(() => {
      this.#unclaim.run(scope, fingerprint, holder)
    })
  }
}
