// P17: rebuilds of a log in which a third of the entries was recorded late.
import { domain } from '@skein/core'
import { rebuild, type Storage } from '@skein/engine'
import type { Bench } from './bench.ts'
import { logOf } from './events.ts'
import { lateLogOf } from './late-log.ts'
import { compare, perSecond } from './measure.ts'
import { openWorkLog } from './work-log.ts'

const rebuilt = (storage: Storage, events: number) => () =>
  perSecond(async () => {
    const report = await rebuild(domain, storage)
    if (!report.ok) throw new Error(`the rebuild failed: ${JSON.stringify(report.findings)}`)
    return events
  })

export const late: Bench = {
  id: 'P17',
  what: 'rebuild of all read models on SQLite, a third of the entries recorded late ÷ on time',
  goal: 0.6,
  bound: 'atLeast',
  unit: 'events of the log a second',
  async run(lab) {
    const { events, rounds, report } = lab
    const late = await openWorkLog(lab, 'late', await lateLogOf(events, report))
    const onTime = await openWorkLog(lab, 'on-time', await logOf(events, report))
    try {
      return await compare(rounds, rebuilt(late.storage, events), rebuilt(onTime.storage, events))
    } finally {
      await late.close()
      await onTime.close()
    }
  },
}
