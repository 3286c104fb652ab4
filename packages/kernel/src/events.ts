import { z } from 'zod'
import { Day } from './days.js'

/** An event. `on` is the day it happened, which may lie long before the day it is recorded. */
export type AnyEvent = { readonly type: string; readonly data: { readonly on: Day } }

/** Converts the stored data of one schema version to the next version. */
export type Upcast = (data: unknown) => unknown

/** The stored format of one event type. */
export interface EventType {
  /** The schema version that is written now; the first one is 1. */
  readonly version: number
  /** The schema of `{ type, data }` at that version. */
  readonly schema: z.ZodType
  /** `upcasts[0]` converts version 1 to version 2, and so on: `version - 1` functions. */
  readonly upcasts: readonly Upcast[]
}

/** The schema of one event type at its newest version. */
export type EventSchema<Type extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape> = z.ZodObject<{
  type: z.ZodLiteral<Type>
  data: z.ZodObject<Shape>
}>

/**
 * The schema of one event type, from the fields of its data. `on`, the day it happened, is added.
 *
 * @example
 * const MemberJoined = event('MemberJoined', { memberId: MemberId })
 */
export const event = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), data: z.object({ ...shape, on: Day }) })

/**
 * The event types of an aggregate, by name. The number of upcasts of a type gives its schema version.
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

/**
 * The types of some events, for rules that judge every event of an aggregate.
 *
 * @example
 * typesOf([InstructorBooked, BookingCancelled]) // ['InstructorBooked', 'BookingCancelled']
 */
export const typesOf = <Schema extends EventSchema>(schemas: readonly Schema[]): readonly z.output<Schema>['type'][] =>
  schemas.map(({ shape }) => shape.type.value)

/** What is stored with an event besides its type and data. */
export interface Metadata {
  /** The instant it was recorded, ISO 8601 in UTC; never before the events that it follows from. */
  readonly recordedAt: string
  /** The id of the sender of the command, never a name. */
  readonly actor: string
  readonly commandId: string
  /** A keyed digest of the command: it shows when a command id is used again for another command. */
  readonly commandHash: string
  readonly correlationId: string
  /** The id of the event to which a process reacted. */
  readonly causationId?: string
  /** The revision of every other stream that the decision read; -1 for an absent stream. */
  readonly observedRevisions: Readonly<Record<string, number>>
  readonly policyVersion?: number
  /** The trace that the command was part of (W3C Trace Context), where its sender named one. */
  readonly traceparent?: string
  /** What it follows from; absent where a person entered it for its own place: then it is its own root. */
  readonly root?: Root
  /** The id of the first event of the entry that this one replaces. The replacement has the `root` of that entry. */
  readonly replaces?: string
  /** Why it was recorded, where no command asked for it. */
  readonly reason?: RecordingReason
  /** SHA-256 of this event and of the hash of the event before it. */
  readonly hash: string
}

/** The entry of a person from which others follow; it gives them their place among the entries of a day. */
export interface Root {
  /** The instant at which the root was recorded. */
  readonly recordedAt: string
  /** The id of the root's first event. */
  readonly eventId: string
  /** The number of causes from the root to this event: 0 in place of the root itself, 1 for the reaction to it. */
  readonly depth: number
}

/** `recomputed`: an earlier entry changed, and with it what this one computes. */
export type RecordingReason = 'recomputed'

/** Where an event is in the log, for folds. */
export interface EventContext {
  readonly stream: string
  /** The id of the stream: `t1` of `journey-t1`. */
  readonly id: string
  readonly revision: number
  /** Parsed on each call. A projection that calls it sets `readsMetadata`. */
  metadata(): Metadata
  /** `policyVersion` of the metadata, without parsing the rest. */
  policyVersion(): number | undefined
}
