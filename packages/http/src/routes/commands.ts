import type { CommandInput } from '@skein/core'
import type { ExecuteError, ExecuteOptions, Outcome } from '@skein/engine'
import type { Language } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { maySend } from '../access/commands.js'
import { readBody } from '../commands/body.js'
import { commandIdFrom, idempotencyKeyOf } from '../commands/command-id.js'
import { isWithin } from '../commands/division-check.js'
import { expectedOf } from '../commands/expected.js'
import { faultsOf } from '../commands/issues.js'
import { commandsOf, type KnownCommand } from '../commands/lookup.js'
import { type App, type Call, decryptFor, type Service } from '../context.js'
import { CommandQuery } from '../contract/parameters.js'
import { within } from '../operation/deadline.js'
import { languageOf } from '../problems/language.js'
import { malformed, Problem } from '../problems/problem.js'
import { queryOf } from '../reading/query.js'

/** `POST /v1/commands/{Type}`: the body is the command's data. */
export const addCommands = (app: App, service: Service): void => {
  const commands = commandsOf(service.runtime.domain)
  app.post('/v1/commands/:type', async (call) => {
    const known = permitted(commands.get(call.req.param('type')), call)
    const { dryRun } = queryOf(call, CommandQuery)
    const options = await optionsOf(call, dryRun === 'true')
    const data = await readBody(call.req.raw)
    const principal = call.get('principal')
    if (!(await isWithin(known, data, principal, service.divisions))) throw new Problem('outside-division')
    return answer(call, service, options, await execute(known, data, options, service))
  })
}

/** The command, where there is one that people send and this one may. */
const permitted = (known: KnownCommand | undefined, call: Call): KnownCommand => {
  if (known === undefined) throw new Problem('not-found')
  if (known.commandType.byProcess) throw new Problem('by-process')
  if (!maySend(call.get('principal'), known.type)) throw new Problem('forbidden')
  return known
}

const optionsOf = async (call: Call, dryRun: boolean): Promise<ExecuteOptions> => {
  const { subject } = call.get('principal')
  const key = idempotencyKeyOf(call.req.header('idempotency-key'))
  const expected = expectedOf(call.req.header('if-match'), call.req.header('if-none-match'))
  return {
    commandId: key === undefined ? crypto.randomUUID() : await commandIdFrom(subject, key),
    actor: subject,
    correlationId: call.get('requestId'),
    dryRun,
    ...(expected === undefined ? {} : { expected }),
  }
}

const execute = ({ type }: KnownCommand, data: unknown, options: ExecuteOptions, { runtime, limits }: Service) =>
  // boundary: what a caller sent is anything; the engine parses it and answers with every fault
  within(
    runtime.execute({ type, data } as CommandInput, options)(),
    limits.requestMilliseconds,
    options.dryRun ? 'unavailable' : 'outcome-unknown',
  )

const answer = async (
  call: Call,
  service: Service,
  options: ExecuteOptions,
  result: E.Either<ExecuteError, Outcome>,
): Promise<Response> => {
  if (E.isLeft(result)) throw problemOf(result.left, options, languageOf(call.req.header('accept-language')))
  const { stream, revision, position, duplicate, events } = result.right
  if (revision >= 0) call.header('ETag', `"${revision}"`)
  if (duplicate) call.header('Idempotent-Replayed', 'true')
  call.header('Cache-Control', 'no-store')
  const body = { stream, revision, ...(position === undefined ? {} : { position }), events }
  return call.json(await decryptFor(service, call.get('principal'), body), 200)
}

const soon = { 'Retry-After': '1' }

const problemOf = (error: ExecuteError, { expected }: ExecuteOptions, language: Language): Problem => {
  switch (error._tag) {
    case 'Rejected': {
      const { rule, message, evidence, policyVersion } = error.rejection
      const version = policyVersion === undefined ? {} : { policyVersion }
      return new Problem('rule-refused', { rule, detail: message, evidence, ...version })
    }
    case 'Invalid': {
      // an id of ours that does not fit is no fault of the body
      if (error.issues.some(({ path: [option] }) => option === 'actor' || option === 'correlationId'))
        return malformed('The token or the request id is not an id.', '令牌或请求编号不是有效的标识。')
      return new Problem('invalid-command', { issues: faultsOf(error.issues, language) })
    }
    case 'Conflict':
      return new Problem(expected === undefined ? 'conflict' : 'revision-mismatch', { actual: error.actual })
    case 'Unavailable':
      return new Problem(error.written === 'unknown' ? 'outcome-unknown' : 'unavailable', {}, soon)
  }
}
