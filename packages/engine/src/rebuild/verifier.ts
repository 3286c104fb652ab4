import { HashChains } from '../integrity/chain.js'
import type { Codec } from '../integrity/codec.js'
import type { Finding } from '../integrity/finding.js'
import { schemaVerifier } from '../integrity/verify.js'
import type { StoredEvent } from '../ports/index.js'

/** Checks events during a rebuild: schema, revision, metadata and hash chain. */
export interface Verifier {
  /** Returns the defects of an event. Needs all events of a stream, in their order. */
  check(event: StoredEvent): readonly Finding[]
}

export const verifierOf = (codec: Codec): Verifier => {
  const chains = new HashChains()
  const schemaFindings = schemaVerifier(codec)
  return {
    check(event) {
      // events are read again after another process advanced a generation
      if (chains.hasSeen(event)) return []
      return [...chains.check(event), ...schemaFindings(event)]
    },
  }
}
