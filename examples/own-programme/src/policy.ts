// What this programme adds to the policy that a base adopts.
import { Count, extendPolicy, Fen } from '@skein/core'

export const awards = extendPolicy({
  /** Certificates that one person may hold. */
  mostCertificates: Count.min(1).default(3),
  /** Paid from the award fund of the base for each certificate, in fen. */
  awardFen: Fen.default(Fen.parse(0)),
})
