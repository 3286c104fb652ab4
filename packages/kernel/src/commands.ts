import { z } from 'zod'
import { Day } from './days.js'
import type { AnyEvent, EventSchema } from './events.js'

/** A parsed command. `on` is the day of what it records. */
export type AnyCommand = {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>> & { readonly on: Day }
}

/** One kind of command. */
export interface CommandType {
  /** `{ type, data }`; a field it does not know is refused, not dropped. */
  readonly schema: z.ZodObject<{ type: z.ZodLiteral<string>; data: z.ZodObject }>
  /** The field of `data` that holds the id of the stream the command is meant for. */
  readonly target: string
  /** The event types it may record; the first one is recorded by every success. */
  readonly records: readonly string[]
  /** Only processes send it; adapters refuse it from people. */
  readonly byProcess: boolean
}

/** A command that says exactly what its one event says: the event is a copy of its data. */
export interface MirrorType extends CommandType {
  readonly toEvent: (data: AnyCommand['data']) => AnyEvent
}

/** The commands that command types describe, as parsed. */
export type CommandOf<Type extends Pick<CommandType, 'schema'>> = z.output<Type['schema']>

/** The commands that command types describe, as a caller writes them. */
export type CommandInputOf<Type extends Pick<CommandType, 'schema'>> = z.input<Type['schema']>

interface CommandOptions<ByProcess extends boolean> {
  /** Only processes send it; default false. */
  readonly byProcess?: ByProcess
}

const schemaOf = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(shape) })

/**
 * Makes the command types of one aggregate. `target` is the field that holds the id of the stream, with its schema.
 *
 * @example
 * const { mirror, command } = commandsTo({ groupId: GroupId })
 * const JoinGroup = mirror('JoinGroup', MemberJoined)
 * const PayShare = command('PayShare', ['SharePaid'], { amountFen: Fen })
 */
export const commandsTo = <Target extends z.ZodRawShape>(target: Target) => {
  const [field, ...others] = Object.keys(target)
  if (field === undefined || others.length > 0)
    throw new Error(
      `a command has one target; expected one field such as { groupId: GroupId }, got ${Object.keys(target).length}`,
    )

  return {
    /** A command that `propose` turns into events. `shape` lists its fields besides the target and `on`. */
    command: <const Type extends string, Shape extends z.ZodRawShape, const ByProcess extends boolean = false>(
      type: Type,
      records: readonly string[],
      shape: Shape,
      { byProcess }: CommandOptions<ByProcess> = {},
    ) => ({
      schema: schemaOf(type, { ...target, ...shape, on: Day }),
      target: field,
      records,
      // sound: the default of the parameter is the default of its type
      byProcess: (byProcess ?? false) as ByProcess,
    }),

    /** A command that is copied into one event. `plain` replaces fields that the event holds in another form. */
    mirror: <
      const Type extends string,
      Shape extends z.ZodRawShape,
      Plain extends z.ZodRawShape = Record<never, never>,
      const ByProcess extends boolean = false,
    >(
      type: Type,
      event: EventSchema<string, Shape>,
      { plain, byProcess }: CommandOptions<ByProcess> & { readonly plain?: Plain } = {},
    ) => {
      const { type: literal, data } = event.shape
      const isInEvent = Object.hasOwn(data.shape, field)
      // sound: the fields of the event, those in `plain` replaced
      const shape = { ...data.shape, ...plain } as unknown as Omit<Shape, keyof Plain> & Plain
      return {
        schema: schemaOf(type, { ...target, ...shape }),
        target: field,
        records: [literal.value],
        // sound: as above
        byProcess: (byProcess ?? false) as ByProcess,
        toEvent: (given: AnyCommand['data']): AnyEvent => {
          if (isInEvent) return { type: literal.value, data: given }
          const { [field]: _target, ...rest } = given
          // sound: `on` is never the target
          return { type: literal.value, data: rest as AnyEvent['data'] }
        },
      }
    },
  }
}

/** The type of the command that a schema describes. */
const nameOf = ({ schema }: Pick<CommandType, 'schema'>): string => schema.shape.type.value

/** Whether a command type copies its command into an event. */
export const isMirror = <Type extends CommandType>(type: Type): type is Type & MirrorType => 'toEvent' in type

/** Command types by the type of their command, as an aggregate lists them. */
export const commandTypes = (types: readonly CommandType[]): Readonly<Record<string, CommandType>> =>
  Object.fromEntries(types.map((type) => [nameOf(type), type]))

/**
 * The proposals of an aggregate: mirror commands are copied into their event, `propose` answers all others.
 *
 * @example
 * propose: withMirrors(mirrors, (command, state, views) => match(command)…exhaustive())
 */
export const withMirrors = <
  Mirror extends MirrorType,
  Event extends AnyEvent,
  State,
  Views,
  Decided extends AnyCommand = never,
>(
  mirrors: readonly Mirror[],
  propose?: (command: Decided, state: State, views: Views) => readonly Event[],
) => {
  const toEvent = new Map(mirrors.map((mirror) => [nameOf(mirror), mirror.toEvent]))
  return (command: CommandOf<Mirror> | Decided, state: State, views: Views): readonly Event[] => {
    const copy = toEvent.get(command.type)
    // sound: a mirror's schema is made from its event's, and `propose` takes every command without a mirror
    if (copy !== undefined) return [copy(command.data as AnyCommand['data']) as Event]
    if (propose === undefined) throw new Error(`${command.type} has no proposal: mirror it, or pass a propose function`)
    return propose(command as Decided, state, views)
  }
}
