/** A value that JSON cannot hold, or would hold as another one. */
export interface NotJson {
  readonly path: readonly (string | number)[]
  /** What is there: `Date`, `NaN`, `half of a surrogate pair`. */
  readonly found: string
}

/** More are not reported. */
const maxFound = 100

/**
 * What of a value would not be the same after `JSON.stringify` and `JSON.parse`: dates and other objects with a prototype
 * of their own, `undefined` in an array, numbers that are not finite, text that is not well-formed, functions, big
 * integers, cycles. A field that is `undefined` counts as absent.
 *
 * @example
 * notJsonIn({ at: new Date(0) }) // [{ path: ['at'], found: 'Date' }]
 */
export const notJsonIn = (value: unknown): readonly NotJson[] => {
  const found: NotJson[] = []
  visit(value, [], new Set(), found)
  return found
}

const visit = (value: unknown, path: NotJson['path'], around: Set<object>, found: NotJson[]): void => {
  if (found.length >= maxFound) return
  if (typeof value !== 'object' || value === null) {
    const what = notJsonPrimitive(value)
    if (what !== undefined) found.push({ path, found: what })
    return
  }
  if (around.has(value)) return void found.push({ path, found: 'an object that contains itself' })
  around.add(value)
  if (Array.isArray(value)) for (const [index, part] of value.entries()) visit(part, [...path, index], around, found)
  else visitFields(value, path, around, found)
  around.delete(value)
}

const visitFields = (value: object, path: NotJson['path'], around: Set<object>, found: NotJson[]): void => {
  const prototype: unknown = Object.getPrototypeOf(value)
  // the prototype of a plain object has no prototype itself, in other realms, too
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    return void found.push({ path, found: value.constructor.name || 'an object of a class' })
  for (const [key, part] of Object.entries(value)) {
    if (!key.isWellFormed()) found.push({ path, found: 'a key with half of a surrogate pair' })
    if (part !== undefined) visit(part, [...path, key], around, found)
  }
}

/** What a value that is no object is, if JSON does not hold it. */
const notJsonPrimitive = (value: unknown): string | undefined => {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? undefined : String(value)
    case 'string':
      return value.isWellFormed() ? undefined : 'half of a surrogate pair'
    case 'boolean':
      return undefined
    case 'object':
      return undefined
    case 'undefined':
      return 'undefined'
    default:
      return typeof value
  }
}
