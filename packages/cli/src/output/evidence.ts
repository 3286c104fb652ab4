import type { Evidence, Language } from '@skein/kernel'
import { fieldNames } from '../messages/fields.js'
import { visible } from './visible.js'

/** What a rule compared: `seats = 50, batchSeats = 30`. */
export const evidenceText = (evidence: Evidence, language: Language): string =>
  Object.entries(evidence)
    .map(([name, value]) => `${fieldNames[name]?.[language] ?? name} = ${visible(String(value ?? '–'))}`)
    .join(language === 'zh' ? ',' : ', ')
