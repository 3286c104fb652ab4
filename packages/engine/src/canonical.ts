/**
 * RFC 8785 JSON: keys in order of their UTF-16 code units, no white space, numbers as ECMAScript writes them.
 * Takes what JSON can hold; fields that are `undefined` are left out, as `JSON.stringify` does.
 *
 * @example
 * canonical({ b: 1, a: [true, null] }) // '{"a":[true,null],"b":1}'
 */
export const canonical = (value: unknown): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  let text = ''
  for (const [key, field] of Object.entries(value).sort(byKey)) {
    if (field === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(field)}`
  }
  return `{${text}}`
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0)
