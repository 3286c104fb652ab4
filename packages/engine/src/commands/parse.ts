import {
  type AnyAggregate,
  type AnyCommand,
  type CommandType,
  type Domain,
  describeValue,
  streamOf,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { z } from 'zod'
import { notJsonIn } from '../integrity/json-values.js'
import { encryptedFields } from '../privacy/encrypt-command.js'
import { optionIssues } from './option-issues.js'
import type { ExecuteOptions, Issue } from './outcome.js'

/** A command that fits its schema, and its target. */
export interface AddressedCommand {
  readonly command: AnyCommand
  /** The command as it was sent, before its schema added defaults. */
  readonly sent: { readonly type: string; readonly data: object }
  readonly aggregate: AnyAggregate
  readonly stream: string
  readonly id: string
}

export type ParseCommand = (input: unknown, options: ExecuteOptions) => E.Either<readonly Issue[], AddressedCommand>

/** More are not reported: an input of many thousand keys must not cost many thousand issues. */
const maxIssues = 100
/** Of an input that is refused in any case, so many values are searched for those that JSON cannot hold. */
const maxRefused = 1000

type KnownCommand = { readonly aggregate: AnyAggregate; readonly commandType: CommandType; readonly target: string }

/** Parses the input of a caller as a command of the domain, or lists the issues with it, the first hundred at most. */
export const commandParser = (domain: Pick<Domain, 'aggregates'>): ParseCommand => {
  const known = new Map<string, KnownCommand>()
  for (const aggregate of domain.aggregates)
    for (const [type, commandType] of Object.entries(aggregate.commands)) {
      if (known.has(type)) throw new Error(`two aggregates have a command ${type}`)
      known.set(type, { aggregate, commandType, target: commandType.target })
    }

  return (input, options) => {
    const issuesOfOptions = optionIssues(options)
    const found = known.get(typeOf(input) ?? '')
    if (found === undefined) return E.left([...issuesOfOptions, unknownType(input)])
    const { aggregate, commandType, target } = found
    const parsed = commandType.schema.safeParse(input)
    const notJson = parsed.success
      ? [...notJsonIssues(knownPart(input, commandType)), ...notJsonIssues(input, maxRefused)]
      : notJsonIssues(input, maxRefused)
    if (notJson.length > 0) return E.left(unique([...issuesOfOptions, ...notJson]).slice(0, maxIssues))
    const encrypted = envelopeIssues(input)
    if (!parsed.success)
      return E.left(
        [
          ...issuesOfOptions,
          ...encrypted,
          ...unique([
            ...parsed.error.issues.slice(0, maxIssues).flatMap(issuesOf),
            ...unknownByShape(input, commandType),
          ]).filter(({ path }) => !encrypted.some(({ path: [, field] }) => field === path[1])),
        ].slice(0, maxIssues),
      )
    // sound: every command's schema gives `{ type, data }`, and data holds `on`
    const command = parsed.data as unknown as AnyCommand
    const issues = [...issuesOfOptions, ...unknownKeys(input, command, []), ...encrypted, ...notJsonIssues(command)]
    if (issues.length > 0) return E.left(issues.slice(0, maxIssues))
    const id = String(command.data[target])
    // sound: it fits a schema of `{ type, data }`
    const sent = input as AddressedCommand['sent']
    return E.right({ command, sent, aggregate, stream: streamOf(aggregate.name, id), id })
  }
}

const issue = (path: Issue['path'], code: string, message: string): Issue => ({ path, code, message })

const typeOf = (input: unknown): string | undefined =>
  isRecord(input) && typeof input.type === 'string' ? input.type : undefined

const unknownType = (input: unknown): Issue => {
  const type = typeOf(input)
  const message =
    type === undefined
      ? `expected a command { type, data }, with the name of its type, found ${describeValue(input).en}`
      : `this domain has no command ${JSON.stringify(type.slice(0, 100))}`
  return issue(['type'], 'unknown_type', message)
}

/** A strict schema reports all unknown keys of an object in one issue; here each is an issue of its own. */
const issuesOf = (found: z.core.$ZodIssue): readonly Issue[] => {
  const path = found.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (found.code === 'unrecognized_keys') return found.keys.slice(0, maxIssues).map((key) => unknownKey(path, key))
  return [issue(path, found.code, found.message)]
}

const unique = (issues: readonly Issue[]): readonly Issue[] => [
  ...new Map(issues.map((one) => [JSON.stringify([one.path, one.code, one.message]), one])).values(),
]

const envelopeIssues = (input: unknown): readonly Issue[] =>
  encryptedFields(isRecord(input) ? input.data : undefined).map((field) =>
    issue(
      ['data', field],
      'encrypted',
      'expected plain text, found an encrypted value, which belongs to another event; name the person instead',
    ),
  )

/** Stored, it would be another value: a second command with such a value could then pass as the first one. */
export const notJsonIssues = (input: unknown, maxValues?: number): readonly Issue[] =>
  notJsonIn(input, maxValues).map(({ path, found }) =>
    issue(
      path,
      'not_json',
      `expected a value that JSON can hold, found ${found}; send text, numbers, lists or objects`,
    ),
  )

const unknownKey = (path: Issue['path'], key: string): Issue =>
  issue([...path, key], 'unrecognized_keys', `unknown key ${JSON.stringify(key.slice(0, 100))}; remove it`)

/** The keys, at any depth, that `input` has and the parsed command has not: the schema dropped them. */
const unknownKeys = (input: unknown, parsed: unknown, path: Issue['path']): readonly Issue[] => {
  if (Array.isArray(input) && Array.isArray(parsed))
    return input.flatMap((part, index) => unknownKeys(part, parsed[index], [...path, index]))
  if (!isRecord(input) || !isRecord(parsed)) return []
  const issues: Issue[] = []
  for (const key of Object.keys(input)) {
    if (issues.length >= maxIssues) break
    const part = input[key]
    if (!Object.hasOwn(parsed, key)) {
      if (part !== undefined) issues.push(unknownKey(path, key))
    } else if (typeof part === 'object') issues.push(...unknownKeys(part, parsed[key], [...path, key]))
  }
  return issues
}

/** The input without the fields of its data that no command of the type has: they are refused whatever they hold. */
const knownPart = (input: unknown, { schema }: CommandType): unknown => {
  if (!isRecord(input) || !isRecord(input.data)) return input
  const { shape } = schema.shape.data
  const data = Object.entries(input.data).filter(([field]) => Object.hasOwn(shape, field))
  return { type: input.type, data: Object.fromEntries(data) }
}

/** The same, down to the fields of `data`, for a command that could not be parsed. */
const unknownByShape = (input: unknown, { schema }: CommandType): readonly Issue[] => {
  if (!isRecord(input)) return []
  const outer = Object.keys(input).filter((key) => key !== 'type' && key !== 'data')
  const inner = isRecord(input.data)
    ? Object.keys(input.data).filter((key) => !Object.hasOwn(schema.shape.data.shape, key))
    : []
  return [
    ...outer.slice(0, maxIssues).map((key) => unknownKey([], key)),
    ...inner.slice(0, maxIssues).map((key) => unknownKey(['data'], key)),
  ]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
