import type { Item } from './documents.js'

const at = (of: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined,
    of,
  )

/** A text that a spreadsheet would take for a formula is kept from being one. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

const cell = (value: unknown): string => {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = harmless(typeof value === 'string' ? value : JSON.stringify(value))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** RFC 4180, with a header. */
export const csvOf = (items: readonly Item[], columns: readonly (readonly string[])[]): string =>
  [
    ['key', ...columns.map((path) => path.join('.'))].map(cell),
    ...items.map(({ key, doc }) => [cell(key), ...columns.map((path) => cell(at(doc, path)))]),
  ]
    .map((row) => `${row.join(',')}\r\n`)
    .join('')
