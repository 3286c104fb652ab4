import { compareInstants } from '@skein/kernel'
import { expect, it } from 'vitest'
import { createRuntime, type EngineObservation, metadataOf, openMemory, rebuild } from '../src/index.js'
import { executed, joinClub, logOf, makeRemark, masterKey, openShow, reserveSeat } from './fixture.js'
import { toyDomain } from './toy-domain.js'

const at = (time: string) => new Date(`2018-06-11T${time}Z`)

it('records nothing before what it follows from, and reports a clock that is more than five minutes behind', async () => {
  const storage = openMemory()
  let now = at('04:00:00.000')
  const observed: EngineObservation[] = []
  const runtime = createRuntime(toyDomain, storage, {
    clock: () => now,
    masterKey,
    observe: (observation) => observed.push(observation),
  })
  await executed(runtime, joinClub('p'))
  now = at('03:56:00.000')
  await executed(runtime, makeRemark('p', 'a little behind'))
  expect(observed.filter(({ kind }) => kind === 'clockBehind')).toEqual([])
  now = at('02:00:00.000')
  await executed(runtime, makeRemark('p', 'far behind'))
  // another stream, which the decision reads the person for
  await executed(runtime, openShow('s', 3))
  await executed(runtime, reserveSeat('s', 'p'))
  await runtime.settle()

  const clockReports = observed.flatMap((one) => (one.kind === 'clockBehind' ? one : []))
  expect(clockReports.length).toBeGreaterThanOrEqual(2)
  for (const { milliseconds } of clockReports) expect(milliseconds).toBeGreaterThan(2 * 60 * 60_000 - 1)

  const log = await logOf(storage)
  const instants = new Map(log.map((event) => [`${event.stream}@${event.revision}`, metadataOf(event).recordedAt]))
  for (const event of log) {
    const { recordedAt, observedRevisions, causationId } = metadataOf(event)
    const follows = [
      instants.get(`${event.stream}@${event.revision - 1}`),
      ...Object.entries(observedRevisions).map(([stream, revision]) => instants.get(`${stream}@${revision}`)),
      log.filter(({ eventId }) => eventId === causationId).map((cause) => metadataOf(cause).recordedAt)[0],
    ]
    for (const earlier of follows)
      if (earlier !== undefined) expect(compareInstants(recordedAt, earlier)).toBeGreaterThanOrEqual(0)
  }

  // what was known at an instant is never without what it follows from
  await rebuild(toyDomain, storage, { projections: ['members'], knownAt: '2018-06-11T04:00:00.000Z', into: 'then' })
})
