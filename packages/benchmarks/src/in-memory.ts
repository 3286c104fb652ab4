// P7: commands in memory compared with Emmett.
import { getInMemoryEventStore } from '@event-driven-io/emmett'
import { openMemory } from '@skein/engine'
import type { Bench } from './bench.ts'
import { copyJourneys, recordScaleIn } from './emmett-journeys.ts'
import { execute, journeyId, recordScale, withJourneys } from './journeys.ts'
import { compare, perSecond } from './measure.ts'

export const inMemory: Bench = {
  id: 'P7',
  what: '`execute` in memory on 10-event streams ÷ Emmett in memory',
  goal: 1.5,
  bound: 'atLeast',
  unit: 'commands a second',
  async run({ rounds, isSmoke }) {
    const calls = isSmoke ? 50 : 2000
    const storage = openMemory()
    const runtime = await withJourneys(storage, calls * (rounds + 1))
    const peer = getInMemoryEventStore()
    await copyJourneys(storage.events, peer, calls * (rounds + 1))
    let ours = 0
    let theirs = 0
    return compare(
      rounds,
      () =>
        perSecond(async () => {
          for (const end = ours + calls; ours < end; ours += 1)
            await execute(runtime, recordScale(journeyId(ours), 100))
          return calls
        }),
      () =>
        perSecond(async () => {
          for (const end = theirs + calls; theirs < end; theirs += 1) await recordScaleIn(peer, theirs, 100)
          return calls
        }),
    )
  },
}
