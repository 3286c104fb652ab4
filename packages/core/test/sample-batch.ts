// The view of a batch that bookings and reservations read.
import { Event } from '../src/batch/events.js'
import { evolve, initialState } from '../src/batch/state.js'
import { type Roster, roster } from '../src/batch/views.js'

const on = '2018-03-01'

interface Sample {
  readonly baseId?: string
  readonly subject?: string
  readonly sessions?: readonly string[]
  /** The attempt of each trainee's seat. */
  readonly seats?: Readonly<Record<string, number>>
  readonly cancelled?: boolean
}

export const sampleRoster = ({
  baseId = 'b1',
  subject = 'morels',
  sessions = [],
  seats = {},
  cancelled = false,
}: Sample): Roster => {
  const events: unknown[] = [
    {
      type: 'BatchPlanned',
      data: { batchId: 'k1', baseId, title: 't', audience: [], seats: 50, startsOn: on, endsOn: '2018-12-31', on },
    },
    ...sessions.map((sessionId) => ({
      type: 'SessionScheduled',
      data: {
        sessionId,
        courseId: 'c1',
        subject,
        component: 'skills',
        kind: 'handsOn',
        addresses: ['skills'],
        hours: 3,
        date: '2018-03-27',
        period: 'morning',
        instructorId: 'i1',
        placeId: 'p1',
        requestedBy: [],
        by: { role: 'base', id: 'b1' },
        on,
      },
    })),
    ...Object.entries(seats).map(([traineeId, attempt]) => ({ type: 'SeatTaken', data: { traineeId, attempt, on } })),
    ...(cancelled ? [{ type: 'BatchCancelled', data: { reason: 'storm', on } }] : []),
  ]
  return roster(events.map((event) => Event.parse(event)).reduce(evolve, initialState))
}
