// A small domain for the tests: persons hold tickets, shows have seats, and a process keeps tickets and seats consistent.
import type { Domain, Process } from '@skein/kernel'
import { z } from 'zod'
import { type PersonCommand, person } from './toy-person.js'
import { members, seating } from './toy-projections.js'
import { type ShowCommand, type ShowEvent, show } from './toy-show.js'

const ticketing: Process<ShowEvent, PersonCommand | ShowCommand, Record<never, never>> = {
  name: 'ticketing',
  on: ['SeatReserved'],
  react: ({ event, id }) =>
    event.type === 'SeatReserved'
      ? [{ type: 'TakeTicket', data: { personId: event.data.personId, showId: id, on: event.data.on } }]
      : [],
  refused: (_command, _rejection, { event, id }) =>
    event.type === 'SeatReserved'
      ? [{ type: 'FreeSeat', data: { showId: id, personId: event.data.personId, on: event.data.on } }]
      : [],
}

export type ToyCommand = PersonCommand | ShowCommand

const PersonView = z.looseObject({ person: z.object({ edition: z.number() }) })

export const toyDomain: Domain<ToyCommand> = {
  name: 'theatre',
  timeZone: 'Asia/Shanghai',
  aggregates: [person, show],
  processes: [ticketing],
  projections: [seating, members],
  views: [
    {
      name: 'fullShows',
      version: 1,
      schema: z.object({ full: z.array(z.string()) }),
      async *keys() {
        yield 'all'
      },
      async compose(_key, reading) {
        const full: string[] = []
        for await (const { key, doc } of reading.list('seating', 'show:')) {
          const { seats, taken } = seating.schema.parse(doc)
          if (taken >= seats) full.push(key)
        }
        return { full }
      },
    },
  ],
  policyVersion: (views) => {
    const parsed = PersonView.safeParse(views)
    return parsed.success ? parsed.data.person.edition : undefined
  },
}
