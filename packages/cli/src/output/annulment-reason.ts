import type { Language } from '@skein/kernel'
import { annulmentReasons } from '../messages/annulment-reasons.js'

/** Why something was annulled: what a person gave, or the meaning of the engine's word. */
export const annulmentReason = (reason: string, language: Language): string =>
  (Object.hasOwn(annulmentReasons, reason) ? annulmentReasons[reason]?.[language] : undefined) ?? reason
