import { HashChains } from '../integrity/chain.js'
import type { Codec } from '../integrity/codec.js'
import type { Finding } from '../integrity/finding.js'
import { schemaVerifier } from '../integrity/verify.js'
import type { StoredEvent } from '../ports/index.js'

/** Doubts every event it is shown: its schema, its place in the stream, and the chain of hashes. */
export interface Verifier {
  /** What is wrong with an event; the events of a stream come in their order, and all of them. */
  check(event: StoredEvent): readonly Finding[]
}

export const verifierOf = (codec: Codec): Verifier => {
  const chains = new HashChains()
  const inSchema = schemaVerifier(codec)
  return {
    check(event) {
      // read again after somebody else moved a generation on
      if (chains.hasSeen(event)) return []
      return [...chains.check(event), ...inSchema(event)]
    },
  }
}
