import { type AnyEvent, isEnvelope, type Language } from '@skein/kernel'
import { explainMessages as messages } from './messages.js'

/** A dry run encrypts personal values as well; a reader cannot use the envelopes. */
export const withoutEnvelopes = (value: AnyEvent | AnyEvent['data'], language: Language): unknown =>
  JSON.parse(JSON.stringify(value), (_key, part: unknown) => (isEnvelope(part) ? messages.encrypted[language] : part))
