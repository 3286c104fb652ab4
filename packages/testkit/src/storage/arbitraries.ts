import type { Expected, NewEvent } from '@skein/engine'
import fc from 'fast-check'

/** Any text that can be kept as UTF-8, but for NUL, which not every store takes. */
export const text = fc
  .string({ unit: 'binary', maxLength: 20 })
  .filter((candidate) => !/[\0\p{Surrogate}]/u.test(candidate))

/** JSON text of any content. */
export const json = fc.json()

export const types: readonly string[] = ['Opened', 'Changed', 'Closed', 'Ünbekannt 事件']

export const newEvent: fc.Arbitrary<NewEvent> = fc.record({
  eventId: fc.uuid(),
  type: fc.constantFrom(...types),
  schemaVersion: fc.integer({ min: 1, max: 9 }),
  data: json,
  metadata: json,
})

/** One attempt to append: at the end of a stream, off it, or one of the earlier attempts once more. */
export type Attempt =
  | {
      readonly kind: 'append'
      readonly stream: number
      /** How far the expectation is off the stream's end. */
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
        events: fc.array(newEvent, { minLength: 1, maxLength: 4 }),
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

/** The expectation `off` revisions beside the end of a stream of `length` events. */
export const expectation = (length: number, off: number): Expected => {
  const revision = length - 1 + off
  return revision < 0 ? 'none' : revision
}
