import { Annul, Correct, type ExecuteError, type ExecuteOptions, type Issue, type Outcome } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { type AmendmentAccess, assertAmendable, assertDependentsAmendable } from '../commands/amendment-access.js'
import { readBody } from '../commands/body.js'
import { bodyIssues } from '../commands/body-issues.js'
import { expectedRevision, revisionConditions } from '../commands/expected-revision.js'
import { knownCommands } from '../commands/known-commands.js'
import type { App, RequestContext, Service } from '../context.js'
import { CommandQuery } from '../contract/parameters.js'
import { languageOf } from '../problems/language.js'
import { Problem } from '../problems/problem.js'
import { lastRevision } from '../reading/last-revision.js'
import { negotiated } from '../reading/media-type.js'
import { queryOf } from '../reading/query.js'
import { optionsOf, respondWithOutcome } from './commands.js'
import { withDeadline } from './deadline.js'

/** What an amendment counts for in the caller's rate, besides its request: its stream is read as a whole. */
const cost = 4
/** A stream that changes between the look at its dependents and the amendment is looked at again. */
const maxAttempts = 5

/** `POST /v1/annul` and `POST /v1/correct`: the roles are those of the command that recorded the entry. */
export const addAmendmentRoutes = (app: App, service: Service): void => {
  const commands = knownCommands(service.runtime.domain)
  for (const kind of ['annul', 'correct'] as const)
    app.post(`/v1/${kind}`, async (context) => {
      negotiated(context, 'application/json')
      const { dryRun } = queryOf(context, CommandQuery)
      const conditions = revisionConditions(context.req.header('if-match'), context.req.header('if-none-match'))
      const unconditional = optionsOf(context, dryRun === 'true', service)
      const body = await readBody(context.req.raw, service.limits.bodyBytes)
      const sent = parse(kind, body, context)
      const { amendment } = sent
      context.get('charge')(cost)
      const access = { principal: context.get('principal'), service, commands }
      await assertAmendable(amendment, access)
      const expected = await expectedRevision(conditions, () =>
        lastRevision(amendment.stream, service.runtime.storage.events),
      )
      const options = { ...unconditional, ...(expected === undefined ? {} : { expected }) }
      const result = await withDeadline(
        amend(sent, options, access, service),
        service.limits.requestTimeoutMs,
        options.dryRun === true ? 'unavailable' : 'outcome-unknown',
      )
      return respondWithOutcome(context, service, { data: amendment, options, result })
    })
}

/** An annulment or a correction that fits its schema. */
type Sent =
  | { readonly kind: 'annul'; readonly amendment: Annul }
  | { readonly kind: 'correct'; readonly amendment: Correct }

const parse = (kind: Sent['kind'], body: unknown, context: RequestContext): Sent => {
  const parsed = (kind === 'annul' ? Annul : Correct).safeParse(body)
  // sound: it fits the schema of its kind
  if (parsed.success) return { kind, amendment: body } as Sent
  const issues: readonly Issue[] = parsed.error.issues.slice(0, 100).map(({ path, code, message }) => ({
    path: path.map((step) => (typeof step === 'number' ? step : String(step))),
    code: code ?? 'custom',
    message,
  }))
  const language = languageOf(context.req.header('accept-language'))
  throw new Problem('invalid-command', { issues: bodyIssues(issues, language) })
}

type Result = E.Either<ExecuteError, Outcome>

const amend = async (
  sent: Sent,
  options: ExecuteOptions,
  access: AmendmentAccess,
  { runtime }: Service,
): Promise<Result> => {
  const run = (runOptions: ExecuteOptions): Promise<Result> =>
    sent.kind === 'annul' ? runtime.annul(sent.amendment, runOptions)() : runtime.correct(sent.amendment, runOptions)()
  const { stream, withDependents } = sent.amendment
  if (withDependents !== true) return run(options)
  for (let attempt = 1; ; attempt += 1) {
    // what would be taken along is known only when it is decided
    const planned = await run({ ...options, dryRun: true })
    if (E.isLeft(planned) || planned.right.duplicate) return planned
    await assertDependentsAmendable(stream, dependentsIn(planned.right), access)
    if (options.dryRun === true) return planned
    const { revision } = planned.right
    const result = await run({ ...options, expected: revision < 0 ? 'none' : revision })
    const isOutdated = E.isLeft(result) && result.left._tag === 'Conflict' && options.expected === undefined
    if (!isOutdated || attempt === maxAttempts) return result
  }
}

const dependentsIn = ({ consequences = [] }: Outcome): readonly string[] =>
  consequences.flatMap(({ type, data }) => {
    const [eventId, reason]: readonly unknown[] = [Reflect.get(data, 'eventId'), Reflect.get(data, 'reason')]
    return type === 'EntryAnnulled' && reason === 'dependent' ? [String(eventId)] : []
  })
