// Turns what the engine returns for a command that was not recorded into problems.
import type { ExecuteError } from '@skein/engine'
import type { BlockedEntry, Language, Rejection } from '@skein/kernel'
import type { DivisionResolver } from '../access/division-resolver.js'
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
  divisions: DivisionResolver,
): Promise<Problem> => {
  switch (error._tag) {
    case 'Rejected':
      return refusal(error.rejection, refused, divisions)
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
  { rule, message, policyVersion, evidence, blocked }: Rejection,
  { data, principal, language }: RefusedCommand,
  divisions: DivisionResolver,
): Promise<Problem> => {
  const visibleBlocked = async ({ stream, eventId, event, on, rule, message, evidence }: BlockedEntry) => {
    const isVisible = stream !== undefined && (await divisions.isWithin(principal, { with: stream }))
    return {
      ...(isVisible ? { stream } : {}),
      eventId,
      event,
      on,
      rule,
      message: message[language],
      evidence: await visibleEvidence(evidence, data, principal, divisions),
    }
  }
  return new Problem('rule-refused', {
    rule,
    detail: message,
    evidence: await visibleEvidence(evidence, data, principal, divisions),
    ...(policyVersion === undefined ? {} : { policyVersion }),
    ...(blocked === undefined ? {} : { blocked: await Promise.all(blocked.map(visibleBlocked)) }),
  })
}
