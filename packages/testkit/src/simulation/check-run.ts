import {
  check,
  codecOf,
  createRuntime,
  openMemory,
  processStatus,
  type Storage,
  status,
  verifyLog,
} from '@skein/engine'
import { type Day, type Domain, emptyHistory, extendHistory, partsOf } from '@skein/kernel'
import { checkCommands } from './check-commands.js'
import { checkAgreement } from './check-read-models.js'
import { checkRepetitions } from './check-repetitions.js'
import { type LogEntry, logByStream } from './naive-documents.js'
import { masterKey } from './prepared-store.js'
import { logEntries, storedLog } from './recorded-log.js'
import type { SentCommand } from './sent-command.js'
import type { Report } from './simulation-violation.js'

/** A run in which all is done. */
export interface EndedRun {
  readonly domain: Domain<unknown>
  readonly store: Storage
  readonly today: Day
  readonly sent: readonly SentCommand[]
  readonly report: Report
}

/** What is left to do; `undefined` once processes and read models have handled the whole log. */
export const leftToDo = async (domain: Domain<unknown>, store: Storage): Promise<string | undefined> => {
  const processes = await processStatus(domain, store)
  if (processes.state !== 'live' || processes.lag !== 0 || processes.quarantine.length > 0)
    return `the processes are ${JSON.stringify(processes)}`
  for (const { name, state, lag, quarantine } of await status(domain, store))
    if (state !== 'live' || lag !== 0 || quarantine.length > 0)
      return `${name} is ${JSON.stringify({ state, lag, quarantine })}`
  return undefined
}

/** Checks revisions, hash chains and schemas; whether they are right. */
export const checkLog = async ({ domain, store, report }: Pick<EndedRun, 'domain' | 'store' | 'report'>) => {
  const { findings } = await verifyLog(domain, store.events.readAll(), { events: store.events })
  for (const { stream, revision, text } of findings) report('broken log', `${stream}@${revision}: ${text.en}`)
  return findings.length === 0
}

/** Checks everything that holds once all is done. */
export const checkEndedRun = async (run: EndedRun): Promise<void> => {
  const { domain, store, sent, report } = run
  // what follows reads the log
  if (!(await checkLog(run))) return
  const log = logEntries(await storedLog(store), codecOf(domain))
  checkCommands(sent, log, report)
  checkRepetitions(domain, log, report)
  for await (const { rule, stream, revision, evidence } of check(domain, store.events))
    report('rule', `${rule} is broken at ${stream}@${revision}: ${JSON.stringify(evidence)}`)
  await checkAgreement(run, log)
  await checkProcesses(run, log)
}

/** Processes that handle the whole log again change nothing of what stands: nothing is left to do or to take back. */
const checkProcesses = async ({ domain, store, report }: EndedRun, log: readonly LogEntry[]): Promise<void> => {
  const before = standingIn(domain, log)
  const again = { ...store, name: store.name, readModels: openMemory().readModels }
  await createRuntime(domain, again, { masterKey }).settle({ projections: false })
  const after = standingIn(domain, logEntries(await storedLog(store), codecOf(domain)))
  for (const [stream, entries] of after) {
    const [was = [], is] = [before.get(stream), entries]
    const [gone, added] = [without(was, is), without(is, was)]
    if (gone.length > 0 || added.length > 0)
      report(
        'orphan',
        `the processes had to add to ${stream} ${added.join(', ') || 'nothing'}, and to take out ${gone.join(', ') || 'nothing'}`,
      )
  }
}

/** The items of a list that another one has not, or not as often. */
const without = (all: readonly string[], others: readonly string[]): readonly string[] => {
  const left = [...others]
  return all.filter((one) => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** What stands in each stream, and what speaks against it. */
const standingIn = (
  { aggregates }: Domain<unknown>,
  log: readonly LogEntry[],
): ReadonlyMap<string, readonly string[]> => {
  return new Map(
    [...logByStream(log)].map(([stream, recorded]) => {
      const order = aggregates.find(({ name }) => name === partsOf(stream).aggregate) ?? { events: {} }
      const { entries } = extendHistory(emptyHistory, recorded, order)
      return [stream, entries.map(({ events, contradictedBy }) => JSON.stringify([events, contradictedBy]))]
    }),
  )
}
