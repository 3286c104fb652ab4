// The read models of the toy domain.
import { Count, type Day, latest, type Projection, personal, refersTo } from '@skein/kernel'
import { z } from 'zod'
import type { PersonEvent } from './toy-person.js'
import type { ShowEvent } from './toy-show.js'

type SeatingRow = { seats: number; taken: string[]; last: Day }
const SeatingDoc = z.object({ seats: Count, taken: Count, shows: Count.optional() })
type SeatingOwn = { readonly seats: number; readonly taken: number; readonly last: Day }

/** Seats of each show, and of all shows under the key `all`. */
export const seating: Projection<SeatingRow, SeatingOwn, z.infer<typeof SeatingDoc>> = {
  name: 'seating',
  version: 1,
  reads: ['ShowOpened', 'SeatReserved', 'SeatFreed'],
  row(row, stored) {
    // sound: `reads` names only the events of a show
    const event = stored as ShowEvent
    const next = row ?? { seats: 0, taken: [], last: event.data.on }
    next.last = latest(next.last, event.data.on)
    if (event.type === 'ShowOpened') next.seats = event.data.seats
    if (event.type === 'SeatReserved') next.taken.push(event.data.personId)
    if (event.type === 'SeatFreed') next.taken = next.taken.filter((id) => id !== event.data.personId)
    return next
  },
  documents: ({ seats, taken, last }, id) => [[`show:${id}`, { seats, taken: taken.length, last }]],
  tallies: ({ seats, taken }) => [['all', { shows: 1, seats, taken: taken.length }]],
  publish: ({ key, own, tally }) =>
    key === 'all'
      ? { seats: tally.seats ?? 0, taken: tally.taken ?? 0, shows: tally.shows ?? 0 }
      : own && { seats: own.seats, taken: own.taken },
  schema: SeatingDoc,
}

const MembersDoc = z.object({
  edition: Count.optional(),
  tickets: Count,
  personId: refersTo(z.string(), { aggregate: 'person' }).optional(),
  personal: personal(z.unknown(), { person: 'personId' }).optional(),
  members: Count.optional(),
  ofAll: Count.optional(),
})
type MembersDoc = z.infer<typeof MembersDoc>
type MembersRow = { edition: number; left: boolean; tickets: number } & Pick<MembersDoc, 'personId' | 'personal'>

/** Each person by id (with the encrypted personal data), and counts by edition. */
export const members: Projection<MembersRow, MembersRow, z.infer<typeof MembersDoc>> = {
  name: 'members',
  version: 1,
  reads: ['PersonJoined', 'TicketTaken', 'PersonLeft'],
  row(row, stored) {
    // sound: `reads` names only the events of a person
    const event = stored as PersonEvent
    if (event.type === 'PersonJoined') return { ...event.data, left: false, tickets: 0 }
    if (row === undefined) return undefined
    if (event.type === 'TicketTaken') row.tickets += 1
    if (event.type === 'PersonLeft') row.left = true
    return row
  },
  documents: (row, id) => (row.left ? [] : [[id, row]]),
  tallies: ({ left, tickets, edition }) =>
    left
      ? []
      : [
          [`edition:${edition}`, { members: 1, tickets }],
          ['edition:all', { members: 1, tickets }],
        ],
  joins: (key) => (key.startsWith('edition:') ? ['edition:all'] : []),
  publish: ({ key, own, tally, joined }) =>
    key.startsWith('edition:')
      ? {
          members: tally.members ?? 0,
          tickets: tally.tickets ?? 0,
          ofAll: joined.get('edition:all')?.tally.members ?? 0,
        }
      : own && { edition: own.edition, tickets: own.tickets, personId: own.personId, personal: own.personal },
  schema: MembersDoc,
}
