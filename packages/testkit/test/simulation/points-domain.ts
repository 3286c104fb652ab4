// A small domain: tills sell, members get points for what they buy. A sale, and the points for it, are recorded once.
import {
  type AnyCommand,
  commandsTo,
  composeDomain,
  day,
  defineAggregate,
  event,
  idOf,
  type Process,
  type Projection,
  rows,
} from '@skein/kernel'
import fc from 'fast-check'
import { z } from 'zod'
import type { SimulationStep, Workload } from '../../src/simulation.js'

const TillId = idOf('TillId', { aggregate: 'till' })
const MemberId = idOf('MemberId', { aggregate: 'member' })
const Points = z.int().min(1)

const ItemSold = event('ItemSold', { saleId: z.string(), memberId: MemberId, points: Points })
const PointsGranted = event('PointsGranted', { saleId: z.string(), points: Points })
const till = commandsTo({ tillId: TillId })
const member = commandsTo({ memberId: MemberId })

type Recorded = { readonly saleIds: Readonly<Record<string, string>> }
const recordSale = (
  { saleIds }: Recorded,
  { saleId, on }: { readonly saleId: string; readonly on: string },
): Recorded => ({
  saleIds: { ...saleIds, [saleId]: on },
})
const nothing: Recorded = { saleIds: {} }
const saleRecordedFor = ({ data: { saleId } }: { data: { saleId: string } }, { saleIds }: Recorded) => {
  const on = saleIds[saleId]
  return on === undefined ? undefined : day(on)
}

const points: Process<z.output<typeof ItemSold>, AnyCommand, unknown> = {
  name: 'points',
  on: ['ItemSold'],
  react: ({ event: sold }) => {
    const { memberId, saleId, points: granted, on } = sold.data
    return [{ type: 'GrantPoints', data: { memberId, saleId, points: granted, on } }]
  },
}

type Total = { readonly points: number }
const memberPoints: Projection<Total, Total, Total> = {
  name: 'memberPoints',
  version: 1,
  ...rows<Total, z.output<typeof PointsGranted>>({
    PointsGranted: (row, { points: granted }) => ({ points: (row?.points ?? 0) + granted }),
  }),
  documents: (row, id) => [[id, row]],
  tallies: (row) => [['all', { points: row.points }]],
  publish: ({ own, tally }) => own ?? { points: tally.points ?? 0 },
  schema: z.object({ points: z.number() }),
}

const domainOf = ({ hasSlots }: { readonly hasSlots: boolean }) =>
  composeDomain({
    name: 'points',
    aggregates: [
      defineAggregate({
        name: 'till',
        events: [ItemSold],
        commands: [till.mirror('SellItem', ItemSold)],
        initialState: nothing,
        evolve: { ItemSold: recordSale },
        ...(hasSlots && { alreadyRecordedFor: saleRecordedFor }),
      }),
      defineAggregate({
        name: 'member',
        events: [PointsGranted],
        commands: [member.mirror('GrantPoints', PointsGranted, { byProcess: true })],
        initialState: nothing,
        evolve: { PointsGranted: recordSale },
        ...(hasSlots && { alreadyRecordedFor: saleRecordedFor }),
      }),
    ],
    processes: [points],
    projections: [memberPoints],
  })

export const pointsDomain = domainOf({ hasSlots: true })

/** The same, but what is entered twice is recorded twice. */
export const pointsWithoutSlots = domainOf({ hasSlots: false })

const sale = fc
  .record({
    tillId: fc.constantFrom('t1', 't2'),
    saleId: fc.nat(20).map(String),
    memberId: fc.constantFrom('m1', 'm2'),
    points: fc.integer({ min: 1, max: 9 }),
  })
  .map((data) => ({ type: 'SellItem', data: { ...data, on: '2018-03-01' } }))

export const sales: Workload = {
  steps: fc.array(
    sale.map((command): SimulationStep => ({ do: 'enter', command })),
    { minLength: 10, maxLength: 30, size: 'max' },
  ),
}
