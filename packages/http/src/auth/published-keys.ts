import { createLocalJWKSet, errors, type FlattenedJWSInput, type JSONWebKeySet, type JWTHeaderParameters } from 'jose'

/** Durations in milliseconds. */
export interface KeyAges {
  /** Keys are fetched again at this age: a withdrawn key is accepted no longer. */
  readonly maxAgeMs: number
  /** While they cannot be fetched, the last ones are used up to this age. */
  readonly maxAgeInOutageMs: number
  /** They are fetched no more often than this, whatever key ids tokens name. */
  readonly cooldownMs: number
  readonly fetchTimeoutMs: number
}

export const defaultKeyAges: KeyAges = {
  maxAgeMs: 60_000,
  maxAgeInOutageMs: 15 * 60_000,
  cooldownMs: 10_000,
  fetchTimeoutMs: 5000,
}

/** The keys cannot be fetched, and the last ones are too old or there are none. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

interface FetchedKeys {
  readonly find: ReturnType<typeof createLocalJWKSet>
  readonly fetchedAt: number
}

type Key = Awaited<ReturnType<ReturnType<typeof createLocalJWKSet>>>

const maxBytes = 256 * 1024

/** The keys that an issuer publishes (RFC 7517). */
export class PublishedKeys {
  readonly #url: URL
  readonly #ages: KeyAges
  readonly #now: () => number
  #keys: FetchedKeys | undefined
  #fetching: Promise<void> | undefined
  #triedAt = Number.NEGATIVE_INFINITY
  /** The last fetch failed. */
  #isOutage = false

  /** @param now milliseconds, of any monotonic clock */
  constructor(url: URL, ages: KeyAges = defaultKeyAges, now: () => number = () => performance.now()) {
    this.#url = url
    this.#ages = ages
    this.#now = now
  }

  /**
   * The keys that may have signed a token: one if its `kid` names it, otherwise all of its algorithm. Throws jose's
   * `JWKSNoMatchingKey` if there is none, and `KeysUnavailable`.
   */
  async *matching(header: JWTHeaderParameters, token: FlattenedJWSInput): AsyncIterable<Key> {
    const keys = await this.#current()
    try {
      yield* allOf(keys, header, token)
    } catch (error) {
      // signed with a key that was published after the last fetch
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#refetched(keys))) throw error
      yield* allOf(await this.#current(), header, token)
    }
  }

  async #current(): Promise<FetchedKeys> {
    if (this.#age() >= this.#ages.maxAgeMs) {
      const fetching = this.#fetch()
      // in an outage only one request finds out that it goes on; all others use the last keys meanwhile
      if (!this.#isOutage || !this.#areUsable()) await fetching
    }
    if (this.#keys === undefined || !this.#areUsable()) throw new KeysUnavailable()
    return this.#keys
  }

  #areUsable(): boolean {
    return this.#age() < this.#ages.maxAgeInOutageMs
  }

  #age(): number {
    return this.#keys === undefined ? Number.POSITIVE_INFINITY : this.#now() - this.#keys.fetchedAt
  }

  /** Whether there are keys now that were fetched after `keys`. */
  async #refetched(keys: FetchedKeys): Promise<boolean> {
    await this.#fetch()
    return this.#keys !== keys
  }

  /** Fetches the keys, unless that was tried a moment ago; failing, leaves those that it has. */
  #fetch(): Promise<void> {
    if (this.#fetching !== undefined) return this.#fetching
    if (this.#now() - this.#triedAt < this.#ages.cooldownMs) return Promise.resolve()
    this.#triedAt = this.#now()
    this.#fetching = this.#request()
      .then((find) => {
        this.#keys = { find, fetchedAt: this.#now() }
        this.#isOutage = false
      })
      .catch(() => {
        this.#isOutage = true
      })
      .finally(() => {
        this.#fetching = undefined
      })
    return this.#fetching
  }

  async #request(): Promise<FetchedKeys['find']> {
    const response = await fetch(this.#url, {
      headers: { Accept: 'application/jwk-set+json, application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(this.#ages.fetchTimeoutMs),
    })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const text = await response.text()
    if (text.length > maxBytes) throw new Error(`more than ${maxBytes} characters`)
    // boundary: jose checks that it is a set of keys
    return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet)
  }
}

async function* allOf(
  { find }: FetchedKeys,
  header: JWTHeaderParameters,
  token: FlattenedJWSInput,
): AsyncIterable<Key> {
  try {
    yield await find(header, token)
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    yield* error
  }
}
