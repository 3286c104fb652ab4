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
 * @param maxValues how many values are looked at; default all
 *
 * @example
 * notJsonIn({ at: new Date(0) }) // [{ path: ['at'], found: 'Date' }]
 */
export const notJsonIn = (value: unknown, maxValues = Number.POSITIVE_INFINITY): readonly NotJson[] => {
  const walk: Walk = { path: [], around: new Set(), found: [], left: maxValues }
  visit(value, walk)
  return walk.found
}

/** Where a walk is. Commands of a whole body go through it: nothing is copied for what JSON can hold. */
interface Walk {
  readonly path: (string | number)[]
  /** The objects that the place lies in. */
  readonly around: Set<object>
  readonly found: NotJson[]
  /** How many more values are looked at. */
  left: number
}

const report = ({ path, found }: Walk, what: string): void => {
  found.push({ path: [...path], found: what })
}

const visit = (value: unknown, walk: Walk): void => {
  walk.left -= 1
  if (walk.found.length >= maxFound || walk.left < 0) return
  if (typeof value !== 'object' || value === null) {
    const what = notJsonPrimitive(value)
    if (what !== undefined) report(walk, what)
    return
  }
  const { around } = walk
  if (around.has(value)) return void report(walk, 'an object that contains itself')
  around.add(value)
  if (Array.isArray(value)) for (let index = 0; index < value.length; index++) visitPart(value[index], index, walk)
  else visitFields(value, walk)
  around.delete(value)
}

const visitPart = (part: unknown, at: string | number, walk: Walk): void => {
  walk.path.push(at)
  visit(part, walk)
  walk.path.pop()
}

const visitFields = (value: object, walk: Walk): void => {
  const prototype: unknown = Object.getPrototypeOf(value)
  // the prototype of a plain object has no prototype itself, in other realms, too
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    return void report(walk, value.constructor.name || 'an object of a class')
  // sound: every object can be read by the names of its fields
  const fields = value as Readonly<Record<string, unknown>>
  for (const key of Object.keys(fields)) {
    if (walk.left <= 0) return
    if (!key.isWellFormed()) report(walk, 'a key with half of a surrogate pair')
    if (fields[key] !== undefined) visitPart(fields[key], key, walk)
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
