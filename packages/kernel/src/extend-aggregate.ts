import {
  type AnyCommand,
  type CommandInputOf,
  type CommandOf,
  type CommandType,
  commandTypes,
  isMirror,
  withMirrors,
} from './commands.js'
import type { Extended } from './compose-domain.js'
import type { Day } from './days.js'
import type { Aggregate, DecisionContext, SeenStates, ViewRequests } from './decider.js'
import type { AnyAggregate } from './domain.js'
import { type AnyEvent, type EventOf, type EventSchema, type EventTraits, eventTypes } from './events.js'
import { Misconfigured } from './misconfigured.js'
import type { Rule } from './rules.js'
import type { Text } from './text.js'

/** What an extension adds to an aggregate. Everything may be left out. */
export interface Extension<
  Command extends AnyCommand,
  Event extends AnyEvent,
  State,
  Views,
  Type extends CommandType,
  Schema extends EventSchema,
  Own extends object,
> {
  /** Made by `commandsTo({ <target>: … })`, with the aggregate's own target. */
  readonly commands?: readonly Type[]
  readonly events?: readonly Schema[]
  /** What the engine should know of the added events: which open or end a stream, which are observations or internal, upcasts. */
  readonly traits?: EventTraits<EventOf<Schema>['type']>
  /** The fields that the extension adds to the state. The aggregate must not have fields of these names. */
  readonly initialState?: Own
  /** Folds the added events; it also gets all others. */
  evolve?(state: State & Own, event: Event | NoInfer<EventOf<Schema>>): State & Own
  /** The events that an added command records unless a rule refuses them. Commands made by `mirror` do not need it. */
  propose?(command: CommandOf<Type>, state: State & Own, views: Views): readonly (Event | NoInfer<EventOf<Schema>>)[]
  /** Views of other streams that an added command needs. */
  views?(command: CommandOf<Type>, state: State & Own): ViewRequests
  readonly absentViews?: Partial<Omit<Views, keyof DecisionContext>>
  /** What decisions see of streams of other aggregates, in place of what the aggregate says. Default with `views`: anything. */
  readonly sees?: SeenStates
  alreadyRecordedFor?(event: Event | NoInfer<EventOf<Schema>>, state: State & Own): Day | undefined
  /** Judged after the rules of the aggregate. */
  readonly rules?: readonly Rule<Event | NoInfer<EventOf<Schema>>, State & Own, Views>[]
  /** Rules of the aggregate that also judge these added events, by the rule's id. */
  readonly inherit?: Readonly<Record<string, readonly NoInfer<EventOf<Schema>>['type'][]>>
  /** The ids of rules to remove. To replace a rule, name it here and put a rule with the same id into `rules`. */
  readonly without?: readonly string[]
  claim?(command: Command | CommandOf<Type>): { readonly scope: string; readonly value: string } | undefined
}

/**
 * An aggregate with more commands, events, state and rules, or fewer rules. It replaces the original in
 * `composeDomain`. Rules remain one list: changes apply both when commands are decided and when a log is checked.
 * Throws `Misconfigured` if it names a rule that the aggregate does not have, or adds a field, event or command that it
 * already has.
 *
 * @example
 * extendAggregate(Journey.aggregate, {
 *   events: [CertificateAwarded], commands: [AwardCertificate], initialState: { certificates: 0 },
 *   evolve: (state, event) => event.type === 'CertificateAwarded' ? { ...state, certificates: state.certificates + 1 } : state,
 *   propose: ({ data: { traineeId: _, ...data } }) => [{ type: 'CertificateAwarded', data }],
 *   rules: [mayBeAwarded], inherit: { G3: ['CertificateAwarded'], G6: ['CertificateAwarded'] }, without: ['S2'],
 * })
 */
export const extendAggregate = <
  Command extends AnyCommand,
  Event extends AnyEvent,
  State extends object,
  Views extends object,
  Type extends CommandType = never,
  Schema extends EventSchema = never,
  Own extends object = Record<never, never>,
  Input = never,
>(
  base: Aggregate<Command, Event, State, Views, Input>,
  extension: Extension<NoInfer<Command>, NoInfer<Event>, NoInfer<State>, NoInfer<Views>, Type, Schema, Own>,
): Aggregate<
  Command | (CommandOf<Type> & AnyCommand),
  Event | EventOf<Schema>,
  State & Own,
  Views,
  Input | CommandInputOf<Type>
> &
  Extended => {
  const { commands = [], events = [], traits, rules = [], inherit = {}, without = [] } = extension
  const problems = problemsOf(base, extension)
  if (problems.length > 0) throw new Misconfigured(problems)

  const addedCommands = commandTypes(commands)
  // sound: an extension without fields has the empty state
  const ownFields = (extension.initialState ?? {}) as Own
  const isAdded = (command: AnyCommand): command is CommandOf<Type> & AnyCommand =>
    Object.hasOwn(addedCommands, command.type)
  const { decider } = base
  const proposeAdded = withMirrors(
    commands.filter(isMirror),
    (command: CommandOf<Type> & AnyCommand, state: State & Own, views: Views): readonly (Event | EventOf<Schema>)[] => {
      if (extension.propose !== undefined) return extension.propose(command, state, views)
      throw new Error(`${command.type} has no proposal: make it with \`mirror\`, or give the extension a \`propose\``)
    },
  )

  /** The fields of the extension keep their values when the aggregate makes a new state. */
  const evolve = (state: State & Own, event: Event | EventOf<Schema>): State & Own => {
    // sound: the aggregate ignores events of unknown types
    const after = decider.evolve(state, event as Event)
    const kept = after === state ? state : { ...after, ...pick(state, ownFields) }
    return extension.evolve?.(kept, event) ?? kept
  }

  // sound: `input` is never present
  const { input: _, sees: seenByBase, ...original } = base
  const sees = extension.sees ?? (extension.views === undefined ? seenByBase : undefined)
  return {
    ...original,
    decider: {
      initialState: { ...decider.initialState, ...ownFields },
      evolve,
      views: (command, state) =>
        isAdded(command) ? (extension.views?.(command, state) ?? {}) : decider.views(command, state),
      absentViews: { ...decider.absentViews, ...extension.absentViews },
      propose: (command, state, views) =>
        isAdded(command) ? proposeAdded(command, state, views) : decider.propose(command, state, views),
      alreadyRecordedFor: (event, state) =>
        // sound: it gives `undefined` for events of unknown types
        decider.alreadyRecordedFor?.(event as Event, state) ?? extension.alreadyRecordedFor?.(event, state),
    },
    rules: [
      ...base.rules
        .filter(({ id }) => !without.includes(id))
        // sound: an inherited rule reads only what every event has
        .map(
          (rule) =>
            ({ ...rule, on: [...rule.on, ...(inherit[rule.id] ?? [])] }) as Rule<
              Event | EventOf<Schema>,
              State & Own,
              Views
            >,
        ),
      ...rules,
    ],
    commands: { ...base.commands, ...addedCommands },
    events: { ...base.events, ...eventTypes(events, traits) },
    ...((base.claim || extension.claim) && {
      claim: (command) => (isAdded(command) ? extension.claim?.(command) : base.claim?.(command as Command)),
    }),
    ...(sees && { sees }),
    // sound: only compared, to find the aggregate that this one replaces
    extends: base as unknown as AnyAggregate,
  }
}

/** The fields of `state` that `fields` has. */
const pick = <Own extends object>(state: Own, fields: Own): Own =>
  // sound: the same fields, with their values in `state`
  Object.fromEntries(Object.keys(fields).map((field) => [field, Reflect.get(state, field)])) as Own

const problemsOf = (
  {
    name,
    rules,
    commands,
    events,
    decider,
  }: Pick<AnyAggregate, 'name' | 'rules' | 'commands' | 'events'> & {
    readonly decider: { readonly initialState: unknown }
  },
  extension: {
    readonly commands?: readonly CommandType[]
    readonly events?: readonly EventSchema[]
    readonly initialState?: object
    readonly inherit?: Readonly<Record<string, readonly string[]>>
    readonly without?: readonly string[]
  },
): readonly Text[] => {
  const ids = new Set(rules.map(({ id }) => id))
  const added = (extension.events ?? []).map(({ shape }) => shape.type.value)
  const state = typeof decider.initialState === 'object' && decider.initialState !== null ? decider.initialState : {}
  return [
    ...[...Object.keys(extension.inherit ?? {}), ...(extension.without ?? [])]
      .filter((id) => !ids.has(id))
      .map((id) => ({
        en: `The extension of ${name} names the rule ${id}, which ${name} does not have (it has ${[...ids].join(', ')}).`,
        zh: `对 ${name} 的扩展写了规则 ${id},而 ${name} 没有该规则(现有:${[...ids].join('、')})。`,
      })),
    ...Object.entries(extension.inherit ?? {}).flatMap(([id, types]) =>
      types
        .filter((type) => !added.includes(type))
        .map((type) => ({
          en: `The extension of ${name} lets ${type} inherit the rule ${id}, but does not add that event. Put its schema into \`events\`.`,
          zh: `对 ${name} 的扩展让 ${type} 继承规则 ${id},却没有加入该事件。请把其模式放入 \`events\`。`,
        })),
    ),
    ...added
      .filter((type) => Object.hasOwn(events, type))
      .map((type) => ({
        en: `The extension of ${name} adds the event ${type}, which ${name} already has. Choose another name.`,
        zh: `对 ${name} 的扩展加入了事件 ${type},但 ${name} 已有该事件。请另取名称。`,
      })),
    ...(extension.commands ?? [])
      .map(({ schema }) => schema.shape.type.value)
      .filter((type) => Object.hasOwn(commands, type))
      .map((type) => ({
        en: `The extension of ${name} adds the command ${type}, which ${name} already has. Choose another name.`,
        zh: `对 ${name} 的扩展加入了命令 ${type},但 ${name} 已有该命令。请另取名称。`,
      })),
    ...Object.keys(extension.initialState ?? {})
      .filter((field) => Object.hasOwn(state, field))
      .map((field) => ({
        en: `The extension of ${name} adds the field "${field}" to its state, which ${name} already has. Choose another name.`,
        zh: `对 ${name} 的扩展使用了状态字段“${field}”,但 ${name} 已有该字段。请另取名称。`,
      })),
  ]
}
