import { z } from 'zod'
import { Day } from './days.js'
import type { AnyEvent, EventSchema } from './events.js'
import { type PlainShape, plainShapeOf } from './personal.js'

/** A parsed command. `on` is the day of what it records, which may lie before the day it is sent. */
export type AnyCommand = {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>> & { readonly on: Day }
}

/** One type of command. */
export interface CommandType {
  /** The schema of `{ type, data }`. It rejects unknown fields instead of dropping them. */
  readonly schema: z.ZodObject<{ type: z.ZodLiteral<string>; data: z.ZodObject }>
  /** The field of `data` that holds the id of the stream that the command changes. */
  readonly target: string
  /** The event types that the command may record. Unless it is redundant, it records one of them. */
  readonly records: readonly string[]
  /** Only processes send it: adapters such as HTTP refuse it from people. */
  readonly byProcess: boolean
}

/** A command that is copied into its one event: the event has the data of the command, without the target. */
export interface MirrorType extends CommandType {
  readonly toEvent: (data: AnyCommand['data']) => AnyEvent
}

/** The commands that command types describe, as parsed. */
export type CommandOf<Type extends Pick<CommandType, 'schema'>> = z.output<Type['schema']>

/** The commands that command types describe, as callers write them: ids, days and codes as plain strings. */
export type CommandInputOf<Type extends Pick<CommandType, 'schema'>> = Unchanged<z.input<Type['schema']>>

/** The same, readonly at any depth: nothing changes what a caller passes, and so it may be `as const`. */
type Unchanged<Value> = Value extends object ? { readonly [Key in keyof Value]: Unchanged<Value[Key]> } : Value

/** The names of the commands in a union of commands. */
export type CommandNameIn<Input> = Input extends { readonly type: infer Name extends string } ? Name : never

/**
 * The command of a union that has this name. A parameter of this type, with `Name` as a type parameter, makes the
 * compiler name the fields of that one command in its errors, not those of all commands.
 */
export type CommandNamed<Input, Name> = { readonly type: Name } & Extract<Input, { readonly type: Name }>

interface CommandOptions<ByProcess extends boolean> {
  /** Only processes send it; default false. */
  readonly byProcess?: ByProcess
}

const schemaOf = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(shape) })

/**
 * Makes the functions that define the command types of one aggregate. `target` is one field: its name, and the schema
 * of the stream's id. Throws an `Error` unless it has exactly one field. Every command also has `on`, the day of what
 * it records.
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
    /**
     * A command that `propose` turns into events. `shape` has its fields besides the target and `on`; it brings personal
     * ones in plain text.
     */
    command: <const Type extends string, Shape extends z.ZodRawShape, const ByProcess extends boolean = false>(
      type: Type,
      records: readonly string[],
      shape: Shape,
      { byProcess }: CommandOptions<ByProcess> = {},
    ) => ({
      schema: schemaOf(type, { ...target, ...plainShapeOf(shape), on: Day }),
      target: field,
      records,
      // sound: the default of the parameter is the default of its type
      byProcess: (byProcess ?? false) as ByProcess,
    }),

    /** A command that is copied into one event, and has that event's fields; it brings personal ones in plain text. */
    mirror: <const Type extends string, Shape extends z.ZodRawShape, const ByProcess extends boolean = false>(
      type: Type,
      event: EventSchema<string, Shape>,
      { byProcess }: CommandOptions<ByProcess> = {},
    ) => {
      const { type: literal, data } = event.shape
      const isInEvent = Object.hasOwn(data.shape, field)
      const shape: PlainShape<Shape> = plainShapeOf(data.shape)
      return {
        schema: schemaOf(type, { ...target, ...shape }),
        target: field,
        records: [literal.value],
        // sound: as above
        byProcess: (byProcess ?? false) as ByProcess,
        toEvent: (commandData: AnyCommand['data']): AnyEvent => {
          if (isInEvent) return { type: literal.value, data: commandData }
          const { [field]: _target, ...rest } = commandData
          // sound: `on` is never the target
          return { type: literal.value, data: rest as AnyEvent['data'] }
        },
      }
    },
  }
}

/** The name of a command type, such as `JoinGroup`. */
const nameOf = ({ schema }: Pick<CommandType, 'schema'>): string => schema.shape.type.value

/** Whether a command type was made by `mirror`. */
export const isMirror = <Type extends CommandType>(type: Type): type is Type & MirrorType => 'toEvent' in type

/**
 * The command types of an aggregate, by name.
 *
 * @example
 * commandTypes([JoinGroup, PayShare]).JoinGroup?.target // 'groupId'
 */
export const commandTypes = (types: readonly CommandType[]): Readonly<Record<string, CommandType>> =>
  Object.fromEntries(types.map((type) => [nameOf(type), type]))

/**
 * The `propose` function of a decider: copies mirror commands into their event, and calls `propose` for all others.
 * Throws an `Error` for a command that is no mirror where `propose` is missing.
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
