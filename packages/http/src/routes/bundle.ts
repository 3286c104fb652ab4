import type { BundleError, BundleOptions, Issue, Outcome } from '@skein/engine'
import { type Language, referredStreams } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { readBody } from '../commands/body.js'
import { readBundle, type SentInBundle } from '../commands/bundle.js'
import { assertBundlePermitted } from '../commands/bundle-access.js'
import { commandIdFrom } from '../commands/command-id.js'
import { problemFromExecuteError } from '../commands/execute-problem.js'
import { knownCommands } from '../commands/known-commands.js'
import { outcomeBody } from '../commands/outcome-body.js'
import { planCost } from '../commands/plan-cost.js'
import type { App, RequestContext, Service } from '../context.js'
import { CommandQuery } from '../contract/parameters.js'
import { traceparentFrom } from '../middleware/trace-context.js'
import { problems } from '../problems/catalogue.js'
import { languageOf } from '../problems/language.js'
import { malformed, Problem, problemBody } from '../problems/problem.js'
import { negotiated } from '../reading/media-type.js'
import { queryOf } from '../reading/query.js'
import { referencesPerRequest } from './commands.js'
import { withDeadline } from './deadline.js'

/**
 * `POST /v1/commands`: several commands, of any streams. Those of one stream are recorded together, each at its own day,
 * or none of them. Each is answered, in their order.
 */
export const addBundleRoute = (app: App, service: Service): void => {
  const known = knownCommands(service.runtime.domain)
  const { bodyBytes, bundleBytes, bundleCommands, requestTimeoutMs } = service.limits
  app.post('/v1/commands', async (context) => {
    negotiated(context, 'application/json')
    const { dryRun } = queryOf(context, CommandQuery)
    assertNoConditions(context)
    const language = languageOf(context.req.header('accept-language'))
    const charge = context.get('charge')
    // one more request for every body of a single command that would fit, whatever is in it
    const body = await readBody(context.req.raw, bundleBytes, (bytes) => charge(bytes / bodyBytes))
    const sent = readBundle(body, known, { maxCommands: bundleCommands, language })
    charge(costOf(sent) - 1)
    const principal = context.get('principal')
    await assertBundlePermitted(sent, principal, service, language)
    const results = await withDeadline(
      service.runtime.executeAll(
        sent.map(({ known: { type }, key, data }) => ({
          command: { type, data },
          commandId: commandIdFrom(principal.subject, key),
        })),
        optionsOf(context, dryRun === 'true', service),
      )(),
      requestTimeoutMs,
      dryRun === 'true' ? 'unavailable' : 'outcome-unknown',
    )
    return respond(context, service, sent, results)
  })
}

/** What the commands count for in the caller's rate, in requests. */
const costOf = (sent: readonly SentInBundle[]): number => {
  const references = sent.map(({ known, data }) => referredStreams(known.references, data).length)
  return sent.length + references.reduce((sum, count) => sum + count, 0) / referencesPerRequest
}

/** Headers that say something about one command; ignored, they would promise what does not hold. */
const assertNoConditions = ({ req }: RequestContext): void => {
  for (const name of ['Idempotency-Key', 'If-Match', 'If-None-Match'])
    if (req.header(name) !== undefined)
      throw malformed(
        `A bundle has no ${name}: each of its commands has an \`idempotencyKey\`, and a command with a condition is sent on its own.`,
        `成批命令不使用 ${name}:每条命令各有 \`idempotencyKey\`,带条件的命令请单独发送。`,
      )
}

const optionsOf = (context: RequestContext, dryRun: boolean, { limits }: Pick<Service, 'limits'>): BundleOptions => {
  const traceparent = traceparentFrom(context.req.header('traceparent'))
  return {
    actor: context.get('principal').subject,
    correlationId: context.get('requestId'),
    ...(traceparent === undefined ? {} : { traceparent }),
    limit: limits.changedStreams,
    dryRun,
  }
}

type Result = E.Either<BundleError, Outcome>

const maxIssues = 100

/** Issues of one command; those of the request are in no command. */
const issuesAt = (index: number, issues: readonly Issue[]): readonly Issue[] =>
  issues.map((issue) =>
    issue.path[0] === 'data' || issue.path[0] === 'type'
      ? { ...issue, path: ['commands', index, ...issue.path] }
      : issue,
  )

const refusedBecauseOf = (index: number, language: Language): Problem =>
  new Problem('bundle-refused', {
    issues: [{ pointer: `/commands/${index}`, code: 'refused', message: problems['bundle-refused'].title[language] }],
  })

const respond = async (
  context: RequestContext,
  service: Service,
  sent: readonly SentInBundle[],
  results: readonly Result[],
): Promise<Response> => {
  const principal = context.get('principal')
  const language = languageOf(context.req.header('accept-language'))
  const indexOf = new Map(sent.map(({ key }, index) => [commandIdFrom(principal.subject, key), index]))
  const problemOf = async (error: BundleError, data: unknown): Promise<Problem> =>
    error._tag === 'BundleRefused'
      ? refusedBecauseOf(indexOf.get(error.commandId) ?? 0, language)
      : problemFromExecuteError(error, { data, principal, language, isConditional: false }, service)
  const issues = results.flatMap((result, index) =>
    E.isLeft(result) && result.left._tag === 'Invalid' ? issuesAt(index, result.left.issues) : [],
  )
  if (issues.length > 0) throw await problemOf({ _tag: 'Invalid', issues: issues.slice(0, maxIssues) }, undefined)
  const answers: unknown[] = []
  context.get('charge')(planCost(results, service))
  for (const [index, result] of results.entries()) {
    if (E.isRight(result)) {
      const { duplicate } = result.right
      answers.push({ status: 200, replayed: duplicate, result: await outcomeBody(result.right, principal, service) })
      continue
    }
    const problem = await problemOf(result.left, sent[index]?.data)
    const options = { language, requestId: context.get('requestId'), publicPath: service.publicPath }
    answers.push({ status: problems[problem.kind].status, problem: problemBody(problem, options) })
  }
  context.header('Cache-Control', 'no-store')
  return context.json({ results: answers }, 200)
}
