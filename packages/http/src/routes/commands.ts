import type { ExecuteError, ExecuteOptions, Outcome } from '@skein/engine'
import { referredStreams, streamOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { readBody } from '../commands/body.js'
import { commandIdFrom, idempotencyKeyFrom } from '../commands/command-id.js'
import { isCommandWithinDivisions } from '../commands/division-check.js'
import { problemFromExecuteError } from '../commands/execute-problem.js'
import { expectedRevision, revisionConditions } from '../commands/expected-revision.js'
import { type KnownCommand, knownCommands } from '../commands/known-commands.js'
import { outcomeBody } from '../commands/outcome-body.js'
import { whyForbidden } from '../commands/permitted-command.js'
import { planCost } from '../commands/plan-cost.js'
import type { App, RequestContext, Service } from '../context.js'
import { CommandQuery } from '../contract/parameters.js'
import { traceparentFrom } from '../middleware/trace-context.js'
import { languageOf } from '../problems/language.js'
import { Problem } from '../problems/problem.js'
import { lastRevision } from '../reading/last-revision.js'
import { negotiated } from '../reading/media-type.js'
import { queryOf } from '../reading/query.js'
import { withDeadline } from './deadline.js'

/** Things that a command refers to which count for one more request of the caller's rate: each is looked up. */
export const referencesPerRequest = 50

/** `POST /v1/commands/{Type}`: the body is the command's data. */
export const addCommandRoute = (app: App, service: Service): void => {
  const commands = knownCommands(service.runtime.domain)
  app.post('/v1/commands/:type', async (context) => {
    const command = permittedCommand(commands.get(context.req.param('type')), context, service)
    negotiated(context, 'application/json')
    const { dryRun } = queryOf(context, CommandQuery)
    const conditions = revisionConditions(context.req.header('if-match'), context.req.header('if-none-match'))
    const unconditional = optionsOf(context, dryRun === 'true', service)
    const data = await readBody(context.req.raw, service.limits.bodyBytes)
    context.get('charge')(referredStreams(command.references, data).length / referencesPerRequest)
    const principal = context.get('principal')
    if (!(await isCommandWithinDivisions(command, data, principal, service.divisions)))
      throw new Problem('outside-division')
    const expected = await expectedRevision(conditions, () => revisionOfTarget(command, data, service))
    const options = { ...unconditional, ...(expected === undefined ? {} : { expected }) }
    const result = await execute(command, data, options, service)
    return respondWithOutcome(context, service, { data, options, result, isBodyData: true })
  })
}

/** The command, if it exists, people may send it, and the caller's role allows it. */
const permittedCommand = (
  command: KnownCommand | undefined,
  context: RequestContext,
  service: Service,
): KnownCommand => {
  if (command === undefined) throw new Problem('not-found')
  const why = whyForbidden(command, context.get('principal'), service)
  if (why !== undefined) throw new Problem(why)
  return command
}

/** What a request says of its command besides the data. */
export const optionsOf = (
  context: RequestContext,
  dryRun: boolean,
  { limits }: Pick<Service, 'limits'>,
): ExecuteOptions => {
  const { subject } = context.get('principal')
  const traceparent = traceparentFrom(context.req.header('traceparent'))
  const key = idempotencyKeyFrom(context.req.header('idempotency-key'))
  return {
    commandId: key === undefined ? crypto.randomUUID() : commandIdFrom(subject, key),
    actor: subject,
    correlationId: context.get('requestId'),
    ...(traceparent === undefined ? {} : { traceparent }),
    limit: limits.changedStreams,
    dryRun,
  }
}

/** `'none'` for data without a target, which the engine rejects. */
const revisionOfTarget = async ({ aggregate, target }: KnownCommand, data: unknown, { runtime }: Service) => {
  const [referred] = referredStreams([{ path: [target], aggregate: aggregate.name }], data)
  return referred === undefined
    ? 'none'
    : lastRevision(streamOf(referred.aggregate, referred.id), runtime.storage.events)
}

const execute = ({ type }: KnownCommand, data: unknown, options: ExecuteOptions, { runtime, limits }: Service) =>
  // the caller's data may be anything; the engine parses it and returns every issue
  withDeadline(
    runtime.execute({ type, data }, options)(),
    limits.requestTimeoutMs,
    options.dryRun ? 'unavailable' : 'outcome-unknown',
  )

export interface Executed {
  readonly data: unknown
  readonly options: ExecuteOptions
  readonly result: E.Either<ExecuteError, Outcome>
  /** See `RefusedCommand`. */
  readonly isBodyData?: boolean
}

/** Answers with what a command recorded, or throws the problem that it ended in. */
export const respondWithOutcome = async (
  context: RequestContext,
  service: Service,
  { data, options, result, isBodyData = false }: Executed,
): Promise<Response> => {
  const principal = context.get('principal')
  context.get('charge')(planCost([result], service))
  if (E.isLeft(result)) {
    const language = languageOf(context.req.header('accept-language'))
    const refused = { data, principal, language, isBodyData, isConditional: options.expected !== undefined }
    throw await problemFromExecuteError(result.left, refused, service)
  }
  const { revision, duplicate } = result.right
  if (revision >= 0) context.header('ETag', `"${revision}"`)
  if (duplicate) context.header('Idempotent-Replayed', 'true')
  context.header('Cache-Control', 'no-store')
  return context.json(await outcomeBody(result.right, principal, service), 200)
}
