// Turns what the engine returns for a command that was not recorded into problems.
import { type ExecuteError, refusalAdvice } from '@skein/engine'
import type { BlockedEntry, Evidence, Language, Rejection } from '@skein/kernel'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'
import { malformed, Problem } from '../problems/problem.js'
import { bodyIssues } from './body-issues.js'
import { visibleEvidence } from './evidence.js'

/** The command that was refused, and its caller. */
export interface RefusedCommand {
  readonly data: unknown
  readonly principal: Principal
  readonly language: Language
  /** Whether the caller named the revision of the stream. */
  readonly isConditional: boolean
  /** Whether the body is the data of the command; issues are about `{ data }` otherwise. */
  readonly isBodyData?: boolean
}

/** The problem that a command ended in, with what its caller may see of the reasons. */
export const problemFromExecuteError = async (
  error: ExecuteError,
  refused: RefusedCommand,
  service: Pick<Service, 'divisions' | 'runtime'>,
): Promise<Problem> => {
  switch (error._tag) {
    case 'Rejected':
      return refusal(error.rejection, refused, service)
    case 'Invalid': {
      // these come from the token and the request id, not from the body
      if (error.issues.some(({ path: [option] }) => option === 'actor' || option === 'correlationId'))
        return malformed(
          'The subject of the token or the request id is not a valid id.',
          '令牌的主体或请求编号不是有效的标识。',
        )
      const issues = error.issues.map((issue) =>
        refused.isBodyData === true && issue.path[0] === 'data' ? { ...issue, path: issue.path.slice(1) } : issue,
      )
      return new Problem('invalid-command', { issues: bodyIssues(issues, refused.language) })
    }
    case 'Conflict':
      return new Problem(refused.isConditional ? 'revision-mismatch' : 'conflict', { actual: error.actual })
    case 'Unavailable': {
      const kind = error.written === 'unknown' ? 'outcome-unknown' : 'unavailable'
      return new Problem(kind, {}, { 'Retry-After': '1' })
    }
  }
}

const refusal = async (
  { rule, message, policyVersion, evidence, blocked = [] }: Rejection,
  { data, principal, language }: RefusedCommand,
  service: Pick<Service, 'divisions' | 'runtime'>,
): Promise<Problem> => {
  const { divisions } = service
  const { domain } = service.runtime
  const isVisible = async ({ stream }: BlockedEntry): Promise<boolean> =>
    stream === undefined || divisions.isWithin(principal, { with: stream })
  const body = async (entry: BlockedEntry) => ({
    ...(entry.stream === undefined ? {} : { stream: entry.stream }),
    eventId: entry.eventId,
    event: entry.event,
    on: entry.on,
    rule: entry.rule,
    message: entry.message[language],
    evidence: await visibleEvidence(entry.evidence, data, principal, divisions),
  })
  const visible: Awaited<ReturnType<typeof body>>[] = []
  for (const entry of blocked) if (await isVisible(entry)) visible.push(await body(entry))
  // the evidence is about the first one of them, and counts them
  const isComplete = visible.length === blocked.length
  const shown = isComplete ? await visibleEvidence(evidence, data, principal, divisions) : allHidden(evidence)
  const advice = refusalAdvice({ rule, evidence: shown }, domain)
  return new Problem('rule-refused', {
    rule,
    detail: advice === undefined ? message : { en: `${message.en} ${advice.en}`, zh: `${message.zh}${advice.zh}` },
    evidence: shown,
    ...(policyVersion === undefined ? {} : { policyVersion }),
    ...(blocked.length === 0 ? {} : { blocked: visible }),
  })
}

const allHidden = (evidence: Evidence): Evidence =>
  Object.fromEntries(Object.keys(evidence).map((name) => [name, null]))
