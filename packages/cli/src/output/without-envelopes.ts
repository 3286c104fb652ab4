import { isEnvelope, type Language } from '@skein/kernel'
import { valueMessages as messages } from '../messages/values.js'

/** A dry run encrypts personal values as well; a reader cannot use the envelopes. */
export const withoutEnvelopes = (value: object, language: Language): unknown =>
  JSON.parse(JSON.stringify(value), (_key, part: unknown) => (isEnvelope(part) ? messages.encrypted[language] : part))
