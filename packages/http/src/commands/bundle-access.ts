import type { DivisionRef, Language } from '@skein/kernel'
import type { Service } from '../context.js'
import { nextTurn } from '../primitives/next-turn.js'
import type { Principal } from '../principal.js'
import { type ProblemName, problems } from '../problems/catalogue.js'
import { type BodyIssue, Problem } from '../problems/problem.js'
import type { SentInBundle } from './bundle.js'
import { isCommandWithinDivisions, openedBy } from './division-check.js'
import { whyForbidden } from './permitted-command.js'

/**
 * Throws a `Problem` unless the principal may send every command of a bundle: it has a role for each, and each lies
 * within its divisions in every respect. What one command opens, others may refer to. Nothing was recorded then, and
 * `issues` has the pointers of the commands.
 */
export const assertBundlePermitted = async (
  sent: readonly SentInBundle[],
  principal: Principal,
  service: Service,
  language: Language,
): Promise<void> => {
  const issueAt = (index: number, code: ProblemName): BodyIssue => ({
    pointer: `/commands/${index}`,
    code,
    message: problems[code].title[language],
  })
  const forbidden = sent.flatMap(({ known }, index) => {
    const why = whyForbidden(known, principal, service)
    return why === undefined ? [] : [{ why, issue: issueAt(index, why) }]
  })
  const [first] = forbidden
  if (first !== undefined) throw new Problem(first.why, { issues: forbidden.map(({ issue }) => issue) })

  const opened = new Map<string, DivisionRef>()
  const divisions = service.divisions.withOpened(opened)
  const outside: BodyIssue[] = []
  // a pile of papers is not sorted: what opens a stream comes first, wherever it stands in the bundle
  const [opening, others] = partition(sent, (one) => openedBy(one.known, one.data, divisions).size > 0)
  for (const { known, data, index } of [...opening, ...others]) {
    if (await isCommandWithinDivisions(known, data, principal, divisions))
      for (const [stream, ref] of openedBy(known, data, divisions)) opened.set(stream, opened.get(stream) ?? ref)
    else outside.push(issueAt(index, 'outside-division'))
    await nextTurn()
  }
  if (outside.length === 0) return
  const inOrder = outside.sort((a, b) => a.pointer.localeCompare(b.pointer, 'en', { numeric: true }))
  throw new Problem('outside-division', { issues: inOrder })
}

type Indexed = SentInBundle & { readonly index: number }

const partition = (
  sent: readonly SentInBundle[],
  isFirst: (one: SentInBundle) => boolean,
): readonly [readonly Indexed[], readonly Indexed[]] => {
  const indexed = sent.map((one, index) => ({ ...one, index, isFirst: isFirst(one) }))
  return [indexed.filter((one) => one.isFirst), indexed.filter((one) => !one.isFirst)]
}
