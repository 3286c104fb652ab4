import type { RebuildReport } from '@skein/engine'
import type { Context } from '../../context.js'
import { grouped } from '../../messages/messages.js'
import { table } from '../../output/table.js'
import { rebuildMessages as messages, rebuildHeading } from './messages.js'

export interface RebuildSummary {
  readonly report: RebuildReport
  /** How many old generations were dropped; absent without `--prune`. */
  readonly pruned: number | undefined
  /** The name under which the result is kept apart. */
  readonly keptAs: string | undefined
  /** How many generations are retired. */
  readonly retired: number
  readonly isVerified: boolean
}

/** People are shown the first findings. */
const maxFindings = 20

export const summaryLines = (
  { translate }: Context,
  { report, pruned, keptAs, retired, isVerified }: RebuildSummary,
): readonly string[] => {
  const { events, seconds, projections, findings, findingCount } = report
  const rows = projections.map(({ name, version, events, documents }) => [
    name,
    String(version),
    grouped(events),
    grouped(documents),
  ])
  const texts = [
    (isVerified ? messages.doneVerified : messages.done)(events, seconds),
    ...(keptAs === undefined ? [] : [messages.keptApart(keptAs)]),
    ...(pruned === undefined ? [] : [messages.pruned(pruned)]),
    ...(pruned === undefined && retired > 0 ? [messages.retired(retired)] : []),
    ...findings.slice(0, maxFindings).map(messages.finding),
    ...(findingCount > maxFindings ? [messages.moreFindings(findingCount - maxFindings)] : []),
  ]
  return [
    ...table([rebuildHeading.map(translate), ...rows], ['left', 'right', 'right', 'right']),
    ...texts.map(translate),
  ]
}

/** Permanent: scripts read it. */
export const summaryJson = (report: RebuildReport) => ({
  ok: report.ok,
  events: report.events,
  seconds: report.seconds,
  projections: report.projections.map(({ name, version, events, documents }) => ({ name, version, events, documents })),
  ...(report.interrupted ? { interrupted: true } : {}),
  ...(report.findingCount === 0
    ? {}
    : {
        findingCount: report.findingCount,
        findings: report.findings.map(({ kind, stream, revision, text }) => ({
          kind,
          stream,
          revision,
          message: text.en,
        })),
      }),
})
