import type { Expected, NewEvent } from '@skein/engine'
import fc from 'fast-check'

/** A character that every store can keep as UTF-8: no surrogate, and no NUL. */
const character = fc
  .oneof(
    { weight: 1, arbitrary: fc.integer({ min: 0x1, max: 0xd7ff }) },
    { weight: 19, arbitrary: fc.integer({ min: 0xe000, max: 0x10ffff }) },
  )
  .map(
    (code) => String.fromCodePoint(code),
    (value) => codeOf(value),
  )

/** The code of a single character; fast-check takes the error as "not made by this arbitrary". */
const codeOf = (value: unknown): number => {
  const [first, ...others] = typeof value === 'string' ? value : ''
  if (first === undefined || others.length > 0) throw new Error('expected one character')
  return first.codePointAt(0) ?? 0
}

/** Any text of such characters. */
export const text = fc.string({ unit: character, maxLength: 20 })

/** JSON text of any content. */
export const json = fc.json()

export const types: readonly string[] = ['Opened', 'Changed', 'Closed', 'Ünbekannt 事件']

const anyEvent: fc.Arbitrary<NewEvent> = fc.record({
  hash: fc.stringMatching(/^[0-9a-f]{64}$/),
  type: fc.constantFrom(...types),
  schemaVersion: fc.integer({ min: 1, max: 9 }),
  data: json,
  metadata: json,
})

/** An attempt to append: at the end of a stream, off its end, or an earlier attempt once more. */
export type Attempt =
  | {
      readonly kind: 'append'
      readonly stream: number
      /** How far the expected revision is off the stream's end. */
      readonly off: number
      readonly events: readonly NewEvent[]
    }
  | { readonly kind: 'repeat'; readonly which: number; readonly events: 'same' | 'fewer' | 'more' }

export const attempts: fc.Arbitrary<readonly Attempt[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        stream: fc.nat(2),
        off: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-2, -1, 1) }),
        events: fc.array(anyEvent, { minLength: 1, maxLength: 4 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('repeat' as const),
        which: fc.nat(30),
        events: fc.constantFrom('same' as const, 'fewer' as const, 'more' as const),
      }),
    },
  ),
  { minLength: 1, maxLength: 15 },
)

/** The expected revision that is `off` revisions beside the end of a stream of `length` events. */
export const expectedRevision = (length: number, off: number): Expected => {
  const revision = length - 1 + off
  return revision < 0 ? 'none' : revision
}
