// The rows of facilityUse: bases with their places, calendars, and batches.
import { daysBetween, type Tally } from '@skein/kernel'
import type { Certainty } from '../shared/value-objects.js'
import { docKey } from './shared/keys.js'
import { type DataOf, onKind, rows } from './shared/rows.js'
import { cancel, cancelRest, correctAttendance, deliver, type Session, schedule } from './shared/sessions.js'

type Zone = DataOf<'FacilityOpened'>['zone']

export type Place = {
  placeId: string
  name: string
  openedOn: string
  closedOn: string | null
} & (
  | { type: 'facility'; zone: Zone; kind: string; seats: number | null; beds: number | null; certainty: Certainty }
  | { type: 'practicePoint'; divisionCode: string; speciality: string }
)

export type Base = {
  kind: 'base'
  name: string
  divisionCode: string
  areaMu: number
  foundedOn: string
  commissionedOn: string | null
  plaques: { name: string; on: string }[]
  places: Place[]
}

/** A bed reserved for a trainee of a batch. */
type Bed = { batchId: string; traineeId: string; attempt: number | null; from: string; until: string }
type Calendar = { kind: 'calendar'; base: string; beds: Bed[]; daysUsed: number }

type Tallied = (readonly [key: string, tally: Tally])[]
type Batch = {
  kind: 'batch'
  base: string
  sessions: Session<{ placeId: string }>[]
  /** The tallies of an ended batch; its sessions are removed from the row. */
  ended: Tallied | null
}
export type Row = Base | Calendar | Batch

export const baseKey = (baseId: string): string => `base:${baseId}`

const onBase = onKind<Row, 'base'>('base')
const onCalendar = onKind<Row, 'calendar'>('calendar')
const onBatch = onKind<Row, 'batch'>('batch')

const open = ({ places }: Base, place: Place): void => {
  if (!places.some(({ placeId }) => placeId === place.placeId)) places.push(place)
}

/** The number of days from the first day until the release, at most until the last reserved day. */
const daysOf = ({ from, until }: Bed, releasedOn: string): number =>
  Math.max(0, daysBetween(from, releasedOn < until ? releasedOn : until) + 1)

const release = (calendar: Calendar, { batchId, traineeId, attempt, on }: DataOf<'BedReleased'>): void => {
  const at = calendar.beds.findIndex((bed) => bed.batchId === batchId && bed.traineeId === traineeId)
  const bed = calendar.beds[at]
  if (bed === undefined || (attempt !== undefined && bed.attempt !== null && bed.attempt !== attempt)) return
  calendar.daysUsed += daysOf(bed, on)
  calendar.beds.splice(at, 1)
}

export const useRows = rows<Row>({
  BaseFounded: (_row, { name, divisionCode, areaMu, on }) => ({
    kind: 'base',
    name,
    divisionCode,
    areaMu,
    foundedOn: on,
    commissionedOn: null,
    plaques: [],
    places: [],
  }),
  BaseCommissioned: onBase((base, { on }) => {
    base.commissionedOn = on
  }),
  PlaqueHung: onBase(({ plaques }, { name, on }) => {
    plaques.push({ name, on })
  }),
  FacilityOpened: onBase((base, { placeId, name, zone, kind, seats, beds, certainty, on }) => {
    const size = { seats: seats ?? null, beds: beds ?? null, certainty }
    open(base, { type: 'facility', placeId, name, zone, kind, ...size, openedOn: on, closedOn: null })
  }),
  PracticePointOpened: onBase((base, { placeId, name, divisionCode, speciality, on }) =>
    open(base, { type: 'practicePoint', placeId, name, divisionCode, speciality, openedOn: on, closedOn: null }),
  ),
  PlaceClosed: onBase(({ places }, { placeId, on }) => {
    const place = places.find((one) => one.placeId === placeId)
    if (place !== undefined) place.closedOn = on
  }),

  BedReserved: (row, { baseId, batchId, traineeId, attempt, from, until }) => {
    const next = row?.kind === 'calendar' ? row : { kind: 'calendar' as const, base: baseId, beds: [], daysUsed: 0 }
    next.beds = next.beds.filter((bed) => bed.batchId !== batchId || bed.traineeId !== traineeId)
    next.beds.push({ batchId, traineeId, attempt: attempt ?? null, from, until })
    return next
  },
  BedReleased: onCalendar(release),

  BatchPlanned: (_row, { baseId }) => ({ kind: 'batch', base: baseId, sessions: [], ended: null }),
  SessionScheduled: onBatch(({ sessions }, { sessionId, placeId }) => schedule(sessions, sessionId, { placeId })),
  SessionCancelled: onBatch(({ sessions }, cancelled) => cancel(sessions, cancelled)),
  SessionDelivered: onBatch(({ sessions }, delivered) => deliver(sessions, delivered)),
  AttendanceCorrected: onBatch(({ sessions }, corrected) => correctAttendance(sessions, corrected)),
  BatchClosed: onBatch((batch) => end(batch)),
  BatchCancelled: onBatch((batch) => {
    cancelRest(batch.sessions)
    end(batch)
  }),
})

const end = (batch: Batch): void => {
  batch.ended = ofBatch(batch)
  batch.sessions = []
}

/** The counts for the place; and for the base, with the id of the place in their names. */
const forPlaceAndBase = (base: string, placeId: string, counts: Tally): Tallied => [
  [docKey(placeId), counts],
  [
    baseKey(base),
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${name}/${placeId}`, count] as const)),
  ],
]

const ofBatch = ({ base, sessions }: Batch): Tallied =>
  [...new Set(sessions.map(({ placeId }) => placeId))].flatMap((placeId) => {
    const sessionsHere = sessions.filter((session) => session.placeId === placeId)
    const delivered = sessionsHere.filter(({ state }) => state === 'delivered')
    return forPlaceAndBase(base, placeId, {
      scheduled: sessionsHere.filter(({ state }) => state === 'scheduled').length,
      delivered: delivered.length,
      present: delivered.reduce((sum, { present }) => sum + present.length, 0),
    })
  })

export const useTallies = (row: Row, id: string): Tallied => {
  if (row.kind === 'base') return row.places.map(({ placeId }) => [docKey(placeId), { [`at/${id}`]: 1 }])
  if (row.kind === 'batch') return row.ended ?? ofBatch(row)
  return forPlaceAndBase(row.base, id, { bedsHeld: row.beds.length, bedDays: row.daysUsed })
}
