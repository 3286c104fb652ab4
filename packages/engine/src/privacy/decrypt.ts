import { isEnvelope } from '@skein/kernel'
import { corruptValue, misplacedValue } from '../integrity/envelope-check.js'
import { assertPlaced, type EventPlace } from '../integrity/event-place.js'
import type { PersonalFields } from '../integrity/personal-fields.js'
import { decrypt, erased } from './envelope.js'
import type { PersonKey } from './person-keys.js'

/** Finds the keys of persons; those whose key was destroyed are absent. */
export type FindKeys = (persons: readonly string[]) => Promise<ReadonlyMap<string, PersonKey>>

/** The stream of the events in a value, whose envelopes must belong there. */
export interface DecryptEvents {
  readonly stream: string
  readonly fields: PersonalFields
}

/**
 * Any JSON value with its envelopes decrypted, `erased` where their key was destroyed. With `events`, every
 * `{ type, data }` in it is an event of that stream. Throws `StorageError` with fault `corrupt` for an envelope that was
 * changed or moved.
 */
export const decryptAll = async (value: unknown, find: FindKeys, events?: DecryptEvents): Promise<unknown> => {
  const keys = new Map<string, PersonKey | undefined>()
  // an envelope may hold another person's envelope, so look for keys until none is missing
  while (true) {
    const decryption = new Decryption(keys, events)
    const decrypted = decryption.of(value)
    const missing = [...decryption.missing]
    if (missing.length === 0) return decrypted
    const found = await find(missing)
    for (const person of missing) keys.set(person, found.get(person))
  }
}

/** One walk over a value with the keys that are known so far. */
class Decryption {
  readonly missing = new Set<string>()
  readonly #keys: ReadonlyMap<string, PersonKey | undefined>
  readonly #events: DecryptEvents | undefined

  constructor(keys: ReadonlyMap<string, PersonKey | undefined>, events: DecryptEvents | undefined) {
    this.#keys = keys
    this.#events = events
  }

  of(value: unknown): unknown {
    if (isEnvelope(value)) return this.#open(value)
    if (Array.isArray(value)) return value.map((part) => this.of(part))
    if (!isRecord(value)) return value
    if ('ciphertext' in value) throw corruptValue(typeof value.person === 'string' ? value.person : '?')
    if (this.#events !== undefined && isEvent(value))
      assertPlaced({ ...value, stream: this.#events.stream }, this.#events.fields)
    return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, this.of(part)]))
  }

  #open(envelope: unknown, outer?: string): unknown {
    if (!isEnvelope(envelope)) return envelope
    const { person, stream, command, field } = envelope
    const place = `${stream} ${command} ${field}`
    if (outer !== undefined && place !== outer) throw misplacedValue(person, stream, field)
    if (!this.#keys.has(person)) {
      this.missing.add(person)
      return envelope
    }
    const value = decrypt(envelope, this.#keys.get(person))
    return value === erased ? erased : this.#open(value, place)
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isEvent = (value: Readonly<Record<string, unknown>>): value is Omit<EventPlace, 'stream'> & typeof value =>
  typeof value.type === 'string' && isRecord(value.data)
