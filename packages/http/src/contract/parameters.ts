// The query parameters of requests. The same schemas check them and describe them in the contract.
import { z } from '@hono/zod-openapi'
import { positionPattern } from '@skein/engine/storage'
import { Day, isPlainText } from '@skein/kernel'

const Limit = (most: number, byDefault: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.number().min(1).max(most))
    .optional()
    .openapi({ type: 'integer', minimum: 1, maximum: most, default: byDefault, description: 'The size of a page.' })

const Position = z.string().regex(positionPattern, 'expected a position as the API gives it').optional()

export const CommandQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: 'Return what would happen, and record nothing.' }),
})

const after = Position.openapi({
  description:
    'A position, such as the one in the answer to a command: wait, a few seconds at most, until the read model has reached it.',
})
const today = Day.optional().openapi({
  type: 'string',
  format: 'date',
  description: 'The day for which values such as `overdue` are computed; default today.',
})

const asOf = Day.optional().openapi({
  type: 'string',
  format: 'date',
  description: 'Only what happened up to this day, as it is known now; `today` is then this day if it is not given.',
})
const knownAt = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/,
    'expected an instant with its offset',
  )
  .refine((text) => Day.safeParse(text.slice(0, 10)).success && !Number.isNaN(Date.parse(text)), 'expected an instant')
  .optional()
  .openapi({
    format: 'date-time',
    description: 'Only what was recorded up to this instant. With `asOf`: what was believed then of that day.',
  })

export const DocumentQuery = z.strictObject({ after, today, asOf, knownAt })

export const ListQuery = z.strictObject({
  prefix: z
    .string()
    .max(500)
    .refine(isPlainText, 'expected no control characters')
    .optional()
    .openapi({ description: 'Only keys that start with this.' }),
  limit: Limit(1000, 100),
  cursor: z.string().max(4000).optional().openapi({ description: 'From the `Link` to the next page.' }),
  after,
  today,
  asOf,
  knownAt,
})

export const StreamQuery = z.strictObject({
  from: z
    .string()
    .regex(/^\d{1,10}$/, 'expected a revision')
    .transform(Number)
    .optional()
    .openapi({ type: 'integer', minimum: 0, default: 0, description: 'The first revision of the page.' }),
  limit: Limit(1000, 100),
})

export const EventsQuery = z.strictObject({
  after: Position.openapi({ description: 'Only events after this position; default from the first event.' }),
  limit: Limit(1000, 100),
  types: z
    .string()
    .max(2000)
    .transform((types) => types.split(','))
    .optional()
    .openapi({ type: 'string', description: 'Only these event types, separated by commas.' }),
})

export const NoQuery = z.strictObject({})
