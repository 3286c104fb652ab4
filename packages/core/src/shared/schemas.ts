import { Day } from '@skein/kernel'
import { z } from 'zod'

/** The schema of an event. Every event says on which day it happened. */
export const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), data: z.object({ ...shape, on: Day }) })

/** The schema of a command; its first field names the target. A field it does not know is refused, not dropped. */
export const command = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject({ ...shape, on: Day }) })
