// A domain without commands: accounts move between groups. Its projections use every feature of a projection.
import {
  type AnyAggregate,
  type AnyEvent,
  type AnyProjection,
  Day,
  eventTypes,
  Id,
  type Projection,
  type Tally,
} from '@skein/kernel'
import { z } from 'zod'

const on = Day
const Opened = z.object({ type: z.literal('Opened'), data: z.object({ group: Id, on }) })
const Added = z.object({ type: z.literal('Added'), data: z.object({ amount: z.int(), on }) })
const Moved = z.object({ type: z.literal('Moved'), data: z.object({ group: Id, on }) })
const Forgotten = z.object({ type: z.literal('Forgotten'), data: z.object({ on }) })
const Sat = z.object({ type: z.literal('Sat'), data: z.object({ seat: Id, on }) })
const Stood = z.object({ type: z.literal('Stood'), data: z.object({ on }) })
const Noise = z.object({ type: z.literal('Noise'), data: z.object({ on }) })
const LedgerEvent = z.discriminatedUnion('type', [Opened, Added, Moved, Forgotten, Sat, Stood, Noise])
export type LedgerEvent = z.infer<typeof LedgerEvent>

export const account: AnyAggregate = {
  name: 'account',
  decider: {
    initialState: undefined,
    evolve: (state) => state,
    views: () => ({}),
    absentViews: {},
    propose: () => {
      throw new Error('the ledger has no commands')
    },
  },
  rules: [],
  commands: {},
  events: eventTypes([Opened, Added, Moved, Forgotten, Sat, Stood, Noise]),
}

type Row = { group: string; sums: Record<string, number>; ids: string[] }

/**
 * A tally is a part of the row, which is updated in place; a row may end and begin again; an account publishes its own
 * content under a key that also has counts of other accounts.
 */
const balances: Projection<Row, unknown, unknown> = {
  name: 'balances',
  version: 1,
  reads: ['Opened', 'Added', 'Moved', 'Forgotten'],
  row(row, domainEvent, { id, revision }) {
    // sound: `reads` names only events of this domain
    const event = domainEvent as LedgerEvent
    if (event.type === 'Opened') return row ?? { group: event.data.group, sums: { opened: 1 }, ids: [id] }
    if (row === undefined || event.type === 'Forgotten') return undefined
    if (event.type === 'Moved') row.group = event.data.group
    if (event.type === 'Added') {
      row.sums.total = (row.sums.total ?? 0) + event.data.amount
      row.sums[`at/${revision % 3}`] = 1
    }
    return row
  },
  documents: (row, id) => [
    [`group:${id}`, { id, total: row.sums.total ?? 0 }],
    ...((row.sums.total ?? 0) > 5 ? [[`rich:${id}`, { of: row.group }] as const] : []),
  ],
  tallies: ({ group, sums, ids }) => [
    [`group:${group}`, sums],
    ['all', { ...sums, members: ids.length }],
  ],
  joins: (key) => (key.startsWith('group:') ? ['all'] : []),
  publish: ({ key, own, tally, joined, today }) =>
    key.startsWith('rich:') ? undefined : { own, tally, all: joined.get('all')?.tally.members ?? 0, today },
  schema: z.unknown(),
}

/** Only counts, and few events. */
const moves: Projection<{ moves: number }, never, Tally> = {
  name: 'moves',
  version: 1,
  reads: ['Moved'],
  row: (row) => ({ moves: (row?.moves ?? 0) + 1 }),
  tallies: ({ moves }, id) => [
    [`by:${moves}`, { accounts: 1 }],
    [`of:${id}`, { moves }],
  ],
  publish: ({ tally }) => tally,
  schema: z.record(z.string(), z.number()),
}

/** A key may move from one stream to another. */
const seats: Projection<{ seat: string | null }, unknown, unknown> = {
  name: 'seats',
  version: 1,
  reads: ['Sat', 'Stood'],
  // sound: `reads` names these two
  row: (_row, event) => ({ seat: event.type === 'Sat' ? (event as z.infer<typeof Sat>).data.seat : null }),
  documents: ({ seat }, id) => (seat === null ? [] : [[seat, id]]),
  tallies: ({ seat }) => (seat === null ? [] : [[seat, { taken: 1 }]]),
  publish: ({ own }) => own,
  schema: z.unknown(),
}

/** Only own content; reads metadata. */
const lastSeen: Projection<{ at: string; on: string }, unknown, unknown> = {
  name: 'lastSeen',
  version: 1,
  reads: ['Added', 'Noise'],
  row: (_row, event: AnyEvent, context) => ({ at: context.metadata().recordedAt, on: event.data.on }),
  documents: (row, id) => [[id, row]],
  publish: ({ own }) => own,
  schema: z.unknown(),
}

/** Contradictions that stand. */
const doubts: Projection<string[], unknown, unknown> = {
  name: 'doubts',
  version: 1,
  reads: ['Added', 'Moved', 'EntryContradicted'],
  row: (row = [], { type, data }) => [...row, `${type} ${data.on}`],
  documents: (row, id) => (row.some((line) => line.startsWith('Entry')) ? [[id, row]] : []),
  publish: ({ own }) => own,
  schema: z.unknown(),
}

// sound: the engine passes rows and own content only to the projection that made them
const untyped = (projection: unknown) => projection as AnyProjection

export const ledger = {
  name: 'ledger',
  aggregates: [account],
  processes: [],
  projections: [balances, moves, seats, lastSeen, doubts].map(untyped),
  views: [],
}
