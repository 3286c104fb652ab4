// What a change of the past costs: only what it changes, not how many looked at the stream. SKEIN_OBSERVERS and SKEIN_BATCHES
// set how many (default 300 and 12; 10,000 and 300 in the long run).
import type { CommandInput } from '@skein/core'
import { addDays, day } from '@skein/kernel'
import { expect, it, vi } from 'vitest'
import { programmeAt, right, scenario } from './programme.js'

const observers = Number(process.env.SKEIN_OBSERVERS ?? 300)
const batches = Number(process.env.SKEIN_BATCHES ?? 12)

it(`a late contribution, or place, of a base that ${observers} people look at reads as much as of one that few look at`, async () => {
  const programme = await programmeAt('base')
  const { must, storage } = programme
  for (const baseId of ['b2', 'b3']) {
    await must(scenario.foundBase(baseId, { name: baseId }))
    for (const facility of scenario.facilities) await must(toBase(facility, baseId))
    await must(toBase(scenario.adoptPolicy(1, '2018-01-01'), baseId))
    await must({ type: 'CommissionBase', data: { baseId, on: '2018-01-04' } })
  }
  for (let n = 0; n < observers; n += 1) await must(scenario.nominateCandidate(`looking-${n}`, { baseId: 'b2' }))

  const contribute = (baseId: string, reference: string) =>
    scenario.command('RecordContribution', {
      baseId,
      level: 'county',
      amountFen: 1,
      certainty: 'exact',
      reference,
      on: '2018-01-03',
    })
  const readsOf = async (command: CommandInput) => {
    const reads = [
      vi.spyOn(storage.events, 'readStream'),
      vi.spyOn(storage.readModels, 'get'),
      vi.spyOn(storage.readModels, 'list'),
    ]
    await must(command)
    const counts = reads.map(({ mock }) => mock.calls.length)
    for (const read of reads) read.mockRestore()
    return counts
  }
  // the first contribution fills the caches
  await readsOf(contribute('b2', 'r-1'))
  await readsOf(contribute('b3', 'r-1'))
  const [watched, unwatched] = [await readsOf(contribute('b2', 'r-2')), await readsOf(contribute('b3', 'r-2'))]
  expect(watched).toEqual(unwatched)

  // people do not look at places
  const open = (baseId: string, placeId: string) => toBase(scenario.openFacility(placeId, { on: '2018-01-03' }), baseId)
  await must(scenario.nominateCandidate('looking', { baseId: 'b3' }))
  await readsOf(open('b2', 'p-1'))
  await readsOf(open('b3', 'p-1'))
  expect(await readsOf(open('b2', 'p-2'))).toEqual(await readsOf(open('b3', 'p-2')))
}, 600_000)

/** The command for another base, and for a place of that. */
const toBase = ({ type, data }: CommandInput, baseId: string) => {
  const place = 'placeId' in data ? { placeId: `${data.placeId}-${baseId}` } : {}
  // sound: the same command with other ids
  return { type, data: { ...data, baseId, ...place } } as CommandInput
}

/** The commands of a batch of one person, with other ids, so many weeks later. */
const another = (commands: readonly CommandInput[], number: number): readonly CommandInput[] =>
  // sound: the same commands with other ids and days
  JSON.parse(
    JSON.stringify(commands)
      .replaceAll(/"[tk]1"/g, (id) => `"${id.slice(1, 2)}${number}"`)
      .replaceAll(/"2018-0[2-9]-\d\d"/g, (on) => JSON.stringify(addDays(day(on.slice(1, -1)), 7 * number))),
  ) as readonly CommandInput[]

it(`a policy by which ${batches} batches were judged is put right in bounded memory; the dry run says whose results change`, async () => {
  const programme = await programmeAt('base')
  const story = (['planned', 'open', 'taught', 'closed'] as const).flatMap((stage) => scenario.stages[stage])
  const one = [
    ...scenario.admitTrainee('t1'),
    ...story.filter(({ type }) => !['SeatTaken', 'RecordAssessment'].includes(type)),
  ]
  const seated = one.flatMap((command) =>
    command.type === 'OpenEnrolment'
      ? [command, scenario.takeSeat('k1', 't1'), scenario.startBatch('k1')]
      : command.type === 'GiveFeedback'
        ? [command, scenario.recordAssessment('k1', 't1', 80)]
        : [command],
  )
  for (let number = 1; number <= batches; number += 1) await programme.must(...another(seated, number))
  const { data } = scenario.adoptPolicy(1, '2018-01-01')
  const before = await programme.storage.events.count()
  const policy = { ...('policy' in data ? data.policy : {}), passScore: 81 }
  const used = process.memoryUsage().heapUsed
  let most = used
  const { events } = programme.storage
  const read = events.readStream.bind(events)
  vi.spyOn(events, 'readStream').mockImplementation((...args) => {
    most = Math.max(most, process.memoryUsage().heapUsed)
    return read(...args)
  })
  const { plan } = right(await programme.correct('base-b1', 'PolicyAdopted', { policy }, { dryRun: true }))
  const journeys = Array.from({ length: batches }, (_, index) => `journey-t${index + 1}`)
  expect(plan?.affected.filter((stream) => stream.startsWith('journey-')).toSorted()).toEqual(journeys.toSorted())
  expect(await programme.storage.events.count()).toBe(before)
  if (process.env.SKEIN_BATCHES !== undefined) console.log(`${Math.round((most - used) / 2 ** 20)} MB more at most`)
  expect((most - used) / 2 ** 20).toBeLessThan(400)
}, 600_000)
