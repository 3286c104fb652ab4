import { z } from 'zod'
import { Day } from './days.js'

/** A fact: its type, and what happened. `on` is the day it happened, which may lie well before the day it is recorded. */
export type AnyEvent = { readonly type: string; readonly data: { readonly on: Day } }

/** One step from the stored data of a schema version to that of the next. */
export type Upcast = (data: unknown) => unknown

/** The stored format of one event type. */
export interface EventType {
  /** The version that is written now, from 1. */
  readonly version: number
  /** `{ type, data }` at that version. */
  readonly schema: z.ZodType
  /** `upcasts[0]` lifts data of version 1 to version 2, and so on; always `version - 1` of them. */
  readonly upcasts: readonly Upcast[]
}

/** The schema of one event type at its newest version. */
export type EventSchema<Type extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape> = z.ZodObject<{
  type: z.ZodLiteral<Type>
  data: z.ZodObject<Shape>
}>

/**
 * The schema of an event. Every event has `on`, the day it happened.
 *
 * @example
 * const MemberJoined = event('MemberJoined', { memberId: MemberId })
 */
export const event = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), data: z.object({ ...shape, on: Day }) })

/**
 * The event types of an aggregate, each at its newest version.
 *
 * @example
 * eventTypes([InstructorBooked, BookingCancelled], { InstructorBooked: [addHours] })
 */
export const eventTypes = (
  schemas: readonly EventSchema[],
  upcasts: Readonly<Record<string, readonly Upcast[]>> = {},
): Readonly<Record<string, EventType>> =>
  Object.fromEntries(
    schemas.map((schema) => {
      const type = schema.shape.type.value
      const steps = upcasts[type] ?? []
      return [type, { version: steps.length + 1, schema, upcasts: steps }]
    }),
  )

/** What is known of a recorded fact besides the fact. */
export interface Metadata {
  readonly eventId: string
  readonly schemaVersion: number
  /** The instant it was recorded, ISO 8601 in UTC. */
  readonly recordedAt: string
  /** An id, never a name. */
  readonly actor: string
  readonly commandId: string
  /** A keyed digest of the command, so that an id used again for another content is found out. */
  readonly commandHash: string
  readonly correlationId: string
  /** The event that a process answered. */
  readonly causationId?: string
  /** The revision of every other stream that the decision looked at; -1 where there was none. */
  readonly observedRevisions: Readonly<Record<string, number>>
  readonly policyVersion?: number
  /** SHA-256 over this event and its predecessor's hash. */
  readonly hash: string
}

/** Where a recorded fact stands, for folds over the log. */
export interface EventContext {
  readonly stream: string
  /** The stream's name without its aggregate: `t1` of `journey-t1`. */
  readonly id: string
  readonly revision: number
  /** Parsed when asked for, not before. A projection that asks says so, by `readsMetadata`. */
  metadata(): Metadata
  /** The same as in `metadata()`, many times faster to come by. */
  policyVersion(): number | undefined
}
