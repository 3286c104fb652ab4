// The parameters of requests: checked by these schemas, and described in the contract by them.
import { z } from '@hono/zod-openapi'
import { Day } from '@skein/kernel'

const Limit = (most: number, by: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'a whole number')
    .transform(Number)
    .pipe(z.number().min(1).max(most))
    .optional()
    .openapi({ type: 'integer', minimum: 1, maximum: most, default: by, description: 'How many at most.' })

const Position = z
  .string()
  .regex(/^[\w.:-]{1,100}$/, 'a position as the API gave it')
  .optional()

export const CommandQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).optional().openapi({ description: 'Say what would happen, and record nothing.' }),
})

const after = Position.openapi({
  description:
    'A position, such as the one in the answer to a command: wait until the read model has come that far, a few seconds at most.',
})
const today = Day.optional().openapi({
  type: 'string',
  format: 'date',
  description: 'The day that overdue, idle and the like are told for; default today.',
})

export const DocumentQuery = z.strictObject({ after, today })

export const ListQuery = z.strictObject({
  prefix: z.string().max(500).optional().openapi({ description: 'Only keys that begin so.' }),
  limit: Limit(1000, 100),
  cursor: z.string().max(2000).optional().openapi({ description: 'From the `Link` to the next page.' }),
  after,
  today,
})

export const StreamQuery = z.strictObject({
  from: z
    .string()
    .regex(/^\d{1,10}$/, 'a revision')
    .transform(Number)
    .optional()
    .openapi({ type: 'integer', minimum: 0, default: 0, description: 'The first revision wanted.' }),
  limit: Limit(1000, 100),
})

export const EventsQuery = z.strictObject({
  after: Position.openapi({ description: 'Only events after this position; default from the first one.' }),
  limit: Limit(1000, 100),
  types: z
    .string()
    .max(2000)
    .transform((types) => types.split(','))
    .optional()
    .openapi({ type: 'string', description: 'Only these event types, with commas between.' }),
})

export const Nothing = z.strictObject({})
