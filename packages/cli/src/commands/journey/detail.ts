import { type Language, yuan } from '@skein/kernel'
import { visible } from '../../output/table.js'
import { fieldNames } from '../../texts/fields.js'
import { journeyTexts } from './texts.js'

/** What a step speaks of, on one line; what funding adds up to only where there was some. */
export const detailOf = (detail: Readonly<Record<string, unknown>>, language: Language): string =>
  Object.entries(detail)
    .filter(([field, value]) => !isEmpty(value) && !(field === 'total' && detail.amountFen === undefined))
    .map(([field, value]) => `${fieldNames[field]?.[language] ?? field}: ${shown(field, value, language)}`)
    .join(language === 'zh' ? ';' : '; ')

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0

const isMoney = (field: string): boolean => field.endsWith('Fen') || field === 'total'

/** `2,600,000.00`. */
const money = (fen: number): string => yuan(fen).replaceAll(/\B(?=(?:\d{3})+\.)/g, ',')

const shown = (field: string, value: unknown, language: Language): string => {
  if (typeof value === 'boolean') return journeyTexts[value ? 'yes' : 'no'][language]
  if (typeof value === 'number') return isMoney(field) ? money(value) : String(Math.round(value * 1000) / 1000)
  if (Array.isArray(value))
    return value.map((part) => shown(field, part, language)).join(language === 'zh' ? '、' : ', ')
  if (typeof value === 'object' && value !== null)
    return Object.values(value)
      .map((part) => shown('', part, language))
      .join('/')
  return visible(String(value))
}
