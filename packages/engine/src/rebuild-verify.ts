import type { Codec } from './codec.js'
import { hashOf, splitHash } from './hash.js'
import type { StoredEvent } from './ports.js'
import { type Fault, placeOf } from './projection-fault.js'

/** Doubts every event it is shown: its schema, its place in the stream, and the chain of hashes. */
export interface Verifier {
  /** What is wrong with an event; the events of a stream come in their order, and all of them. */
  check(event: StoredEvent): readonly Fault[]
}

export const verifierOf = (codec: Codec): Verifier => {
  // the whole log is read, so one short record a stream is the price
  const last = new Map<string, { readonly revision: number; readonly hash: string | null }>()

  const inSchema = (event: StoredEvent): Fault | undefined => {
    const known = codec.typeOf(event.type)
    if (known === undefined)
      return { kind: 'schema', ...placeOf(event), message: `${event.type} is not a type of this domain` }
    let fact: unknown
    try {
      fact = codec.decode(event)
    } catch (cause) {
      return { kind: 'unreadable', ...placeOf(event), message: `${event.type} can't be read`, cause }
    }
    const parsed = known.schema.safeParse(fact)
    if (parsed.success) return undefined
    // places and codes only: a message of zod's may quote the value
    const issues = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ')
    return { kind: 'schema', ...placeOf(event), message: `${event.type} does not fit its schema at ${issues}` }
  }

  const inChain = (event: StoredEvent): Fault | undefined => {
    const { stream, revision, type, schemaVersion, data } = event
    const before = last.get(stream) ?? { revision: -1, hash: null }
    const split = splitHash(event.metadata)
    last.set(stream, { revision, hash: split?.hash ?? null })
    if (revision !== before.revision + 1)
      return { kind: 'revision', ...placeOf(event), message: `revision ${revision} follows ${before.revision}` }
    if (split === undefined) return { kind: 'hash', ...placeOf(event), message: 'its metadata has no hash' }
    if (hashOf({ stream, revision, type, schemaVersion, data, metadata: split.rest }, before.hash) === split.hash)
      return undefined
    return { kind: 'hash', ...placeOf(event), message: 'it, or the event before it, is not what was recorded' }
  }

  return {
    check(event) {
      // read again after somebody else moved a generation on
      if (event.revision <= (last.get(event.stream)?.revision ?? -1)) return []
      return [inChain(event), inSchema(event)].filter((fault) => fault !== undefined)
    },
  }
}
