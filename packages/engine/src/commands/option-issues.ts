import { describeValue, Id } from '@skein/kernel'
import type { ExecuteOptions, Issue } from './outcome.js'

const none: readonly Issue[] = []

/** What is wrong with the options of a command. */
export const optionIssues = (options: ExecuteOptions): readonly Issue[] => {
  // a caller without types may have left them out
  if (typeof options !== 'object' || options === null) return [missing]
  const { commandId, actor, correlationId, causationId, traceparent, expected, dryRun, limit, reaction } = options
  return [
    ...idIssues('commandId', commandId),
    ...idIssues('actor', actor),
    ...(correlationId === undefined ? none : idIssues('correlationId', correlationId)),
    ...(causationId === undefined ? none : idIssues('causationId', causationId)),
    ...(traceparent === undefined || (typeof traceparent === 'string' && traceparentPattern.test(traceparent))
      ? none
      : [issue('traceparent', 'invalid_format', 'expected a traceparent of W3C Trace Context')]),
    ...(expected === undefined || isExpected(expected) ? none : [wrongType('expected', expectedRevision, expected)]),
    ...flagIssues('dryRun', dryRun),
    ...(limit === undefined || (Number.isInteger(limit) && limit >= 1)
      ? none
      : [wrongType('limit', 'a number of streams, from 1', limit)]),
    ...(reaction === undefined || isReaction(reaction)
      ? none
      : [wrongType('reaction', 'what the engine gives to processes', reaction)]),
  ]
}

const traceparentPattern = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

const expectedRevision = 'the number of a revision, such as the `revision` of an outcome, or "none" for a new stream'

// -1, the revision of no stream, matches none: what HTTP expects where no condition can hold
const isExpected = (value: unknown): boolean => value === 'none' || (Number.isInteger(value) && Number(value) >= -1)

const isReaction = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'causedBy' in value && 'place' in value && 'recordedAt' in value

const issue = (name: string, code: string, message: string): Issue => ({ path: [name], code, message })

const missing = issue(
  'options',
  'invalid_type',
  'expected the options { commandId, actor } after the command: a new id such as randomUUID(), and the id of the sender',
)

const wrongType = (name: string, expected: string, value: unknown): Issue =>
  issue(name, 'invalid_type', `expected ${expected}, found ${describeValue(value).en}`)

const flagIssues = (name: string, value: unknown): readonly Issue[] =>
  value === undefined || typeof value === 'boolean' ? none : [wrongType(name, 'true or false', value)]

const idIssues = (name: string, value: unknown): readonly Issue[] => {
  const parsed = Id.safeParse(value)
  if (parsed.success) return none
  if (typeof value !== 'string') return [wrongType(name, 'an id, as a text of 1 to 200 characters', value)]
  return parsed.error.issues.map(({ code, message }) => issue(name, code, message))
}
