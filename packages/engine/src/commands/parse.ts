import { type AnyAggregate, type AnyCommand, type CommandType, type Domain, Id, streamOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { z } from 'zod'
import { encryptFields } from '../privacy/encrypt-command.js'
import type { ExecuteOptions, Issue } from './outcome.js'

/** A command that fits its schema, and the stream it is meant for. */
export interface Addressed {
  readonly command: AnyCommand
  readonly aggregate: AnyAggregate
  readonly stream: string
  readonly id: string
}

export type ParseCommand = (input: unknown, options: ExecuteOptions) => E.Either<readonly Issue[], Addressed>

type Known = { readonly aggregate: AnyAggregate; readonly commandType: CommandType; readonly target: string }

/** Reads what callers give as one of the domain's commands, or says all that is wrong with it. */
export const commandParser = (domain: Pick<Domain, 'aggregates'>): ParseCommand => {
  const known = new Map<string, Known>()
  for (const aggregate of domain.aggregates)
    for (const [type, commandType] of Object.entries(aggregate.commands)) {
      if (known.has(type)) throw new Error(`two aggregates have a command ${type}`)
      known.set(type, { aggregate, commandType, target: commandType.target })
    }

  return (input, options) => {
    const inOptions = optionIssues(options)
    const found = known.get(typeOf(input))
    if (found === undefined)
      return E.left([...inOptions, issue(['type'], 'unknown_type', `no command of this domain: ${typeOf(input)}`)])
    const { aggregate, commandType, target } = found
    const parsed = commandType.schema.safeParse(input)
    if (!parsed.success)
      return E.left([
        ...inOptions,
        ...once([...parsed.error.issues.flatMap(issuesOf), ...unknownByShape(input, commandType)]),
      ])
    // sound: every command's schema gives `{ type, data }`, and data holds `on`
    const command = parsed.data as unknown as AnyCommand
    const issues = [...inOptions, ...unknownKeys(input, command, []), ...(options.asProcess ? [] : envelopes(command))]
    if (issues.length > 0) return E.left(issues)
    const id = String(command.data[target])
    return E.right({ command, aggregate, stream: streamOf(aggregate.name, id), id })
  }
}

const issue = (path: Issue['path'], code: string, message: string): Issue => ({ path, code, message })

const typeOf = (input: unknown): string =>
  isRecord(input) && typeof input.type === 'string' ? input.type.slice(0, 100) : 'it has no `type`'

/** A strict schema names all unknown keys of an object at once; they are told one by one. */
const issuesOf = (found: z.core.$ZodIssue): readonly Issue[] => {
  const path = found.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (found.code === 'unrecognized_keys') return found.keys.map((key) => unknownKey(path, key))
  return [issue(path, found.code, found.message)]
}

const once = (issues: readonly Issue[]): readonly Issue[] => [
  ...new Map(issues.map((one) => [JSON.stringify([one.path, one.code, one.message]), one])).values(),
]

const optionIssues = ({ commandId, actor, correlationId, causationId }: ExecuteOptions): readonly Issue[] => [
  ...idIssues('commandId', commandId),
  ...idIssues('actor', actor),
  ...(correlationId === undefined ? [] : idIssues('correlationId', correlationId)),
  ...(causationId === undefined ? [] : idIssues('causationId', causationId)),
]

const idIssues = (option: string, value: string): readonly Issue[] => {
  const parsed = Id.safeParse(value)
  return parsed.success ? none : parsed.error.issues.map(({ code, message }) => issue([option], code, message))
}

const none: readonly Issue[] = []

const envelopes = (command: AnyCommand): readonly Issue[] =>
  encryptFields(command).map((field) =>
    issue(['data', field], 'sealed', 'expected the value in clear, got a sealed one; the engine seals it'),
  )

const unknownKey = (path: Issue['path'], key: string): Issue =>
  issue([...path, key], 'unrecognized_keys', `unknown key ${JSON.stringify(key.slice(0, 100))}; leave it out`)

/** What the schema dropped: keys, at any depth, that `input` has and the command read from it has not. */
const unknownKeys = (input: unknown, read: unknown, path: Issue['path']): readonly Issue[] => {
  if (Array.isArray(input) && Array.isArray(read))
    return input.flatMap((part, index) => unknownKeys(part, read[index], [...path, index]))
  if (!isRecord(input) || !isRecord(read)) return []
  const issues: Issue[] = []
  for (const key of Object.keys(input)) {
    const part = input[key]
    if (!Object.hasOwn(read, key)) {
      if (part !== undefined) issues.push(unknownKey(path, key))
    } else if (typeof part === 'object') issues.push(...unknownKeys(part, read[key], [...path, key]))
  }
  return issues
}

/** The same, down to the fields of `data`, where the command could not be read. */
const unknownByShape = (input: unknown, { schema }: CommandType): readonly Issue[] => {
  if (!isRecord(input)) return []
  const outer = Object.keys(input).filter((key) => key !== 'type' && key !== 'data')
  const inner = isRecord(input.data)
    ? Object.keys(input.data).filter((key) => !Object.hasOwn(schema.shape.data.shape, key))
    : []
  return [...outer.map((key) => unknownKey([], key)), ...inner.map((key) => unknownKey(['data'], key))]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
