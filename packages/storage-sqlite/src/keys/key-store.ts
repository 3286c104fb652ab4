import type { KeyStore, StandingClaim, WrappedKey, WrappedSecret } from '@skein/engine'
import type { Statement } from 'better-sqlite3'
import type { SqliteFile } from '../connection/sqlite-file.js'
import type { KeyChanges } from './key-changes.js'

type Claim = { readonly holder: string; readonly since: string }

/** The secret, wrapped keys and claims, in a file of their own. */
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

  readonly #changes: KeyChanges
  #changesNow = 0
  readonly #secret: Statement<[], WrappedSecret>
  readonly #setSecret: Statement<[string, string, string]>
  readonly #all: Statement<[], [person: string, keyId: string, wrapped: string]>
  readonly #update: Statement<[string, string]>
  readonly #count: Statement<[], number>

  constructor(file: SqliteFile, changes: KeyChanges) {
    const { database } = file
    this.#changes = changes
    this.#secret = database.prepare(
      'SELECT secret_id AS id, wrapping_id AS wrappingId, wrapped FROM store WHERE secret_id IS NOT NULL',
    )
    this.#setSecret = database.prepare('UPDATE store SET secret_id = ?, wrapping_id = ?, wrapped = ?')
    this.#all = database
      .prepare<[], [string, string, string]>('SELECT person, key_id, wrapped FROM keys ORDER BY person')
      .raw()
    this.#update = database.prepare('UPDATE keys SET wrapped = ? WHERE person = ?')
    this.#count = database.prepare<[], number>('UPDATE store SET changes = changes + 1 RETURNING changes').pluck()
    // overwrites a destroyed key instead of only unlinking its row
    if (!file.isReadOnly) database.pragma('secure_delete = ON')
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

  secret(): Promise<WrappedSecret | undefined> {
    return this.#file.read(() => this.#secret.get())
  }

  addSecret(secret: WrappedSecret): Promise<WrappedSecret> {
    return this.#file.write(() => {
      const stored = this.#secret.get()
      if (stored !== undefined) return stored
      this.#setSecret.run(secret.id, secret.wrappingId, secret.wrapped)
      return secret
    })
  }

  async rewrap(from: string, to: WrappedSecret, rewrap: (person: string, key: WrappedKey) => WrappedKey) {
    const result = await this.#change(() => {
      if (this.#secret.get()?.wrappingId !== from) return 'rotated' as const
      const keys = this.#all.all()
      for (const [person, keyId, wrapped] of keys) this.#update.run(rewrap(person, { keyId, wrapped }).wrapped, person)
      this.#setSecret.run(to.id, to.wrappingId, to.wrapped)
      this.#countChange()
      return keys.length
    })
    await this.#changes.flush()
    await this.#emptyLog()
    return result
  }

  add(person: string, key: WrappedKey, wrappingId?: string): Promise<WrappedKey | 'rotated'> {
    return this.#change(() => {
      if (wrappingId !== undefined && this.#secret.get()?.wrappingId !== wrappingId) return 'rotated'
      if (this.#add.run(person, key.keyId, key.wrapped).changes > 0) this.#countChange()
      return this.#find.get(person) ?? key
    })
  }

  async destroy(person: string): Promise<boolean> {
    const hadKey = await this.#change(() => {
      this.#unclaimAll.run(person)
      const isDestroyed = this.#destroy.run(person).changes > 0
      if (isDestroyed) this.#countChange()
      return isDestroyed
    })
    await this.#changes.flush()
    await this.#emptyLog()
    return hadKey
  }

  /** Runs a transaction that may change keys; after its commit it is noted in the file of the events how often they changed. */
  async #change<T>(work: () => T): Promise<T> {
    let changes = 0
    const result = await this.#file.write(() => {
      this.#changesNow = 0
      const done = work()
      changes = this.#changesNow
      return done
    })
    if (changes > 0) this.#changes.noted(changes)
    return result
  }

  /** Inside of `#change`. */
  #countChange(): void {
    this.#changesNow = this.#count.get() ?? 0
  }

  /** The write-ahead log may still hold pages with keys that are gone. */
  async #emptyLog(): Promise<void> {
    await this.#file.read(() => this.#file.database.pragma('wal_checkpoint(TRUNCATE)'))
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
