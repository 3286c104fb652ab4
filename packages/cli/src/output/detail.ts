import { type Language, yuan } from '@skein/kernel'
import { fieldNames } from '../messages/fields.js'
import { valueMessages as messages } from '../messages/values.js'
import { visible } from './visible.js'

/** The data of an event, on one line; the total of the funding only where some is granted. */
export const detailText = (detail: Readonly<Record<string, unknown>>, language: Language): string =>
  Object.entries(detail)
    .filter(([field, value]) => !isEmpty(value) && !(field === 'total' && detail.amountFen === undefined))
    .map(([field, value]) => `${fieldNames[field]?.[language] ?? field}: ${valueText(field, value, language)}`)
    .join(language === 'zh' ? ';' : '; ')

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0

const isMoney = (field: string): boolean => field.endsWith('Fen') || field === 'total'

/** `2,600,000.00`. */
const money = (fen: number): string => yuan(fen).replaceAll(/\B(?=(?:\d{3})+\.)/g, ',')

const valueText = (field: string, value: unknown, language: Language): string => {
  if (typeof value === 'boolean') return messages[value ? 'yes' : 'no'][language]
  if (typeof value === 'number') return isMoney(field) ? money(value) : String(Math.round(value * 1000) / 1000)
  if (Array.isArray(value))
    return value.map((part) => valueText(field, part, language)).join(language === 'zh' ? '、' : ', ')
  if (typeof value === 'object' && value !== null)
    return Object.values(value)
      .map((part) => valueText('', part, language))
      .join('/')
  return visible(String(value))
}
