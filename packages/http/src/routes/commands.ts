import type { ExecuteError, ExecuteOptions, Outcome } from '@skein/engine'
import { type Evidence, type Language, type Rejection, referredStreams, streamOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { maySend } from '../access/command-access.js'
import { decryptFor } from '../access/personal-data.js'
import { readBody } from '../commands/body.js'
import { bodyIssues } from '../commands/body-issues.js'
import { commandIdFrom, idempotencyKeyFrom } from '../commands/command-id.js'
import { isCommandWithinDivisions } from '../commands/division-check.js'
import { visibleEvidence } from '../commands/evidence.js'
import { expectedRevision, revisionConditions } from '../commands/expected-revision.js'
import { type KnownCommand, knownCommands } from '../commands/known-commands.js'
import type { App, RequestContext, Service } from '../context.js'
import { CommandQuery } from '../contract/parameters.js'
import { traceparentFrom } from '../middleware/trace-context.js'
import { languageOf } from '../problems/language.js'
import { malformed, Problem } from '../problems/problem.js'
import { lastRevision } from '../reading/last-revision.js'
import { negotiated } from '../reading/media-type.js'
import { queryOf } from '../reading/query.js'
import { withDeadline } from './deadline.js'

/** Things that a command refers to which count for one more request of the caller's rate: each is looked up. */
const referencesPerRequest = 50

/** `POST /v1/commands/{Type}`: the body is the command's data. */
export const addCommandRoute = (app: App, service: Service): void => {
  const commands = knownCommands(service.runtime.domain)
  app.post('/v1/commands/:type', async (context) => {
    const command = permittedCommand(commands.get(context.req.param('type')), context, service)
    negotiated(context, 'application/json')
    const { dryRun } = queryOf(context, CommandQuery)
    const conditions = revisionConditions(context.req.header('if-match'), context.req.header('if-none-match'))
    const unconditional = optionsOf(context, dryRun === 'true')
    const data = await readBody(context.req.raw, service.limits.bodyBytes)
    context.get('charge')(referredStreams(command.references, data).length / referencesPerRequest)
    const principal = context.get('principal')
    if (!(await isCommandWithinDivisions(command, data, principal, service.divisions)))
      throw new Problem('outside-division')
    const expected = await expectedRevision(conditions, () => revisionOfTarget(command, data, service))
    const options = { ...unconditional, ...(expected === undefined ? {} : { expected }) }
    return respond(context, service, { data, options, result: await execute(command, data, options, service) })
  })
}

/** The command, if it exists, people may send it, and the caller's role allows it. */
const permittedCommand = (
  command: KnownCommand | undefined,
  context: RequestContext,
  { rolesOf }: Service,
): KnownCommand => {
  if (command === undefined) throw new Problem('not-found')
  if (command.commandType.byProcess) throw new Problem('by-process')
  if (!maySend(context.get('principal'), rolesOf(command.type))) throw new Problem('forbidden')
  return command
}

const optionsOf = (context: RequestContext, dryRun: boolean): ExecuteOptions => {
  const { subject } = context.get('principal')
  const traceparent = traceparentFrom(context.req.header('traceparent'))
  const key = idempotencyKeyFrom(context.req.header('idempotency-key'))
  return {
    commandId: key === undefined ? crypto.randomUUID() : commandIdFrom(subject, key),
    actor: subject,
    correlationId: context.get('requestId'),
    ...(traceparent === undefined ? {} : { traceparent }),
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

interface Executed {
  readonly data: unknown
  readonly options: ExecuteOptions
  readonly result: E.Either<ExecuteError, Outcome>
}

const respond = async (
  context: RequestContext,
  { runtime, divisions }: Service,
  { data, options, result }: Executed,
): Promise<Response> => {
  const principal = context.get('principal')
  if (E.isLeft(result)) {
    const error = result.left
    if (error._tag === 'Rejected')
      throw refusal(error.rejection, await visibleEvidence(error.rejection.evidence, data, principal, divisions))
    throw problemOf(error, options, languageOf(context.req.header('accept-language')))
  }
  const { stream, revision, position, duplicate, events, consequences } = result.right
  if (revision >= 0) context.header('ETag', `"${revision}"`)
  if (duplicate) context.header('Idempotent-Replayed', 'true')
  context.header('Cache-Control', 'no-store')
  const body = {
    stream,
    revision,
    ...(position === undefined ? {} : { position }),
    events,
    ...(consequences === undefined ? {} : { consequences }),
  }
  return context.json(await decryptFor(principal, body, runtime, { stream }), 200)
}

const refusal = ({ rule, message, policyVersion }: Rejection, evidence: Evidence): Problem => {
  const version = policyVersion === undefined ? {} : { policyVersion }
  return new Problem('rule-refused', { rule, detail: message, evidence, ...version })
}

const problemOf = (
  error: Exclude<ExecuteError, { readonly _tag: 'Rejected' }>,
  { expected }: ExecuteOptions,
  language: Language,
): Problem => {
  switch (error._tag) {
    case 'Invalid': {
      // these come from the token and the request id, not from the body
      if (error.issues.some(({ path: [option] }) => option === 'actor' || option === 'correlationId'))
        return malformed(
          'The subject of the token or the request id is not a valid id.',
          '令牌的主体或请求编号不是有效的标识。',
        )
      return new Problem('invalid-command', { issues: bodyIssues(error.issues, language) })
    }
    case 'Conflict':
      return new Problem(expected === undefined ? 'conflict' : 'revision-mismatch', { actual: error.actual })
    case 'Unavailable': {
      const kind = error.written === 'unknown' ? 'outcome-unknown' : 'unavailable'
      return new Problem(kind, {}, { 'Retry-After': '1' })
    }
  }
}
