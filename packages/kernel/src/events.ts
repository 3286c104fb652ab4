import { z } from 'zod'
import { Day } from './days.js'
import type { Place, Rank } from './points.js'

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
  /** Where it stands within its day: -1 opens the stream, 1 ends it for good, 0 all others. */
  readonly rank: Rank
  /** Whether it is knowledge of its day: the same for another day is recorded, while an act is refused. */
  readonly observation: boolean
  /** Whether no view of another stream or process depends on it. */
  readonly internal: boolean
}

/** The schema of one event type at its newest version. */
export type EventSchema<Type extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape> = z.ZodObject<{
  type: z.ZodLiteral<Type>
  data: z.ZodObject<Shape>
}>

/** The event that a schema describes. `type` stands here again: literals in a `propose` would be widened without it. */
export type EventOf<Schema extends EventSchema> = z.output<Schema> &
  AnyEvent & { readonly type: Schema['shape']['type']['value'] }

/**
 * The schema of one event type, from the fields of its data. `on`, the day it happened, is added.
 *
 * @example
 * const MemberJoined = event('MemberJoined', { memberId: MemberId })
 */
export const event = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), data: z.object({ ...shape, on: Day }) })

/** What the engine should know of some event types besides their schemas. */
export interface EventTraits<Type extends string = string> {
  /** The types whose events can only be the first of their stream: they come first of their day. */
  readonly opening?: readonly Type[]
  /** The types whose events end their stream for good: they come last of their day. */
  readonly ending?: readonly Type[]
  /**
   * The types that say how something was on a day, such as a measured size. The same for another day is recorded. All
   * others are acts: the same act for another day is refused, with the day for which it is recorded.
   */
  readonly observations?: readonly Type[]
  /**
   * The types on which no view depends that other streams or processes read, such as what is only reported. When one of
   * them changes late, nobody else has to decide again, however many streams looked at this one.
   */
  readonly internal?: readonly Type[]
  /** How older schema versions are converted, by type: the number of steps gives the version. */
  readonly upcasts?: Readonly<Partial<Record<Type, readonly Upcast[]>>>
}

/**
 * The event types of an aggregate, by name.
 *
 * @example
 * eventTypes([GroupFounded, SavingsCounted, GroupDissolved], {
 *   opening: ['GroupFounded'], ending: ['GroupDissolved'], observations: ['SavingsCounted'],
 *   upcasts: { SavingsCounted: [addCurrency] },
 * })
 */
export const eventTypes = <Schema extends EventSchema>(
  schemas: readonly Schema[],
  traits: EventTraits<z.output<Schema>['type']> = {},
): Readonly<Record<string, EventType>> => {
  const { opening = [], ending = [], observations = [], internal = [] } = traits
  const upcasts: Readonly<Record<string, readonly Upcast[] | undefined>> = traits.upcasts ?? {}
  const isAmong = (type: string, types: readonly string[]): boolean => types.includes(type)
  return Object.fromEntries(
    schemas.map((schema) => {
      const type: string = schema.shape.type.value
      const steps = upcasts[type] ?? []
      const rank = isAmong(type, opening) ? -1 : isAmong(type, ending) ? 1 : 0
      const observation = isAmong(type, observations)
      const isInternal = isAmong(type, internal)
      return [type, { version: steps.length + 1, schema, upcasts: steps, rank, observation, internal: isInternal }]
    }),
  )
}

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
  /** Where that event is: its stream and revision, as in `batch-b1@12`. */
  readonly causedBy?: string
  /** Which entry of its append it belongs to, where there is more than one; the first one is 0. */
  readonly entry?: number
  /** Its place within its day, where that is not the moment of recording: for what processes enter, and replacements. */
  readonly place?: Place
  /**
   * Set where it was recorded late: with others of its append, for a place before something of its day or of a later day
   * that was recorded already, or to change such an entry.
   */
  readonly late?: true
  /** The id of the first event of the entry that this one replaces. */
  readonly replaces?: string
  /** The revision of every other stream that the decision read; -1 for an absent stream. */
  readonly observedRevisions: Readonly<Record<string, number>>
  readonly policyVersion?: number
  /** The trace that the command was part of (W3C Trace Context), where its sender named one. */
  readonly traceparent?: string
}

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
