// Generated streams of a base and all that belongs to it.
import fc from 'fast-check'
import type { EventInput, LogEntry } from './fold-projection.js'
import {
  accepted,
  adopted,
  agreement,
  base,
  batch,
  booked,
  calendar,
  calledOff,
  closed,
  commissioned,
  corrected,
  division,
  dropped,
  engaged,
  facility,
  finished,
  founded,
  held,
  instructor,
  leaves,
  opened,
  placed,
  planned,
  registered,
  reviewed,
  seated,
  session,
  signed,
  sleeps,
  started,
  teaches,
  townshipCode,
  unseated,
  visited,
  willing,
} from './sample-base.js'

const traineeId = fc.constantFrom('t0', 't1', '__proto__')
const sessionId = fc.constantFrom('s1', 's2', '__proto__')
const placeId = fc.constantFrom('p1', 'd1')
const day = fc
  .integer({ min: 0, max: 500 })
  .map((days) => new Date(Date.UTC(2018, 0, 1) + days * 86_400_000).toISOString().slice(0, 10))
const someEvent = <Some>(
  make: (id: string, changes: Some) => EventInput,
  id: fc.Arbitrary<string>,
  fields: fc.Arbitrary<Some>,
): fc.Arbitrary<EventInput> => fc.tuple(id, fields).map(([id, changes]) => make(id, changes))

const baseId = fc.constantFrom('b1', 'b2')
const subject = fc.constantFrom('morels', 'gap:skills', 'a/b')

const inBatch = fc.oneof(
  someEvent(
    session,
    sessionId,
    fc.record({
      subject,
      component: fc.constantFrom('partySpirit', 'skills', 'practice'),
      hours: fc.constantFrom(0.1, 1.5, 3),
      instructorId: fc.constantFrom('i1', '__proto__'),
      placeId,
      requestedBy: fc.array(traineeId),
      date: day,
    }),
  ),
  sessionId.map(dropped),
  fc.tuple(sessionId, fc.array(traineeId)).map(([id, present]) => held(id, present)),
  fc
    .tuple(fc.constantFrom('curriculum' as const, 'mode' as const, 'effectiveness' as const), fc.boolean())
    .map(([gate, passed]) => reviewed(gate, passed)),
  fc.constantFrom(opened, started, finished(), calledOff),
  someEvent(seated, traineeId, fc.record({ attempt: fc.constantFrom(1, 2), dormitoryId: fc.constant('d1') })),
  traineeId.map(unseated),
  fc
    .tuple(sessionId, traineeId, fc.boolean())
    .map(([session, trainee, present]) => corrected(session, trainee, present)),
)
const inCalendar = fc.oneof(
  someEvent(booked, sessionId, fc.record({ date: day, on: day })),
  someEvent(sleeps, traineeId, fc.record({ from: day, until: day, attempt: fc.constantFrom(1, 2) })),
  fc.tuple(traineeId, day).map(([trainee, on]) => leaves(trainee, on)),
)
const inInstructor = fc.oneof(
  fc.tuple(sessionId, day).map(([id, date]) => teaches(id, date)),
  sessionId.map(
    (id): EventInput => ({
      type: 'BookingCancelled',
      data: { batchId: 'k1', sessionId: id, reason: 'ill', on: '2018-03-05' },
    }),
  ),
  fc.constant<EventInput>({ type: 'InstructorReleased', data: { reason: 'moved', on: '2018-06-01' } }),
  someEvent(
    engaged,
    fc.constant('i1'),
    fc.record({
      baseId,
      category: fc.constantFrom('expert', 'localTalent'),
      on: day,
    }),
  ),
)
const inAgreement = fc.oneof(
  fc
    .tuple(fc.constantFrom('h1', 'h2'), fc.integer({ min: 1, max: 5 }), day)
    .map(([id, people, on]) => placed(id, people, 1, on)),
  fc.constantFrom('h1', 'h2').map(accepted),
  fc.tuple(fc.constantFrom('h1', 'h2'), day).map(([id, on]) => visited(id, on)),
  fc.constant<EventInput>({ type: 'AgreementCompleted', data: { households: [], on: '2018-12-01' } }),
)
const inBase = fc.oneof(
  someEvent(
    facility,
    placeId,
    fc.record({
      seats: fc.integer({ min: 1, max: 50 }),
      beds: fc.integer({ min: 0, max: 3 }),
    }),
  ),
  fc.tuple(placeId, day).map(([id, on]) => closed(id, on)),
  fc.constantFrom(commissioned(), adopted(1, '2018-06-01', { visitEveryDays: 10, facultyTarget: 2 })),
)

const stream = (
  open: (...events: readonly EventInput[]) => readonly LogEntry[],
  first: EventInput,
  others: fc.Arbitrary<EventInput>,
): fc.Arbitrary<readonly LogEntry[]> => fc.array(others, { maxLength: 20 }).map((events) => open(first, ...events))

/** The streams of a base and all that belongs to it: any events in any order, after the one that opens each stream. */
export const someBase: fc.Arbitrary<readonly (readonly LogEntry[])[]> = fc.tuple(
  stream((...events) => base('b1', ...events), founded(), inBase),
  stream((...events) => batch('k1', ...events), planned('k1'), inBatch),
  stream((...events) => batch('k2', ...events), planned('k2'), inBatch),
  stream((...events) => calendar('d1', ...events), sleeps('t0'), inCalendar),
  stream((...events) => instructor('i1', ...events), engaged('i1'), inInstructor),
  stream((...events) => agreement('a1', ...events), signed('a1'), inAgreement),
  stream(
    (...events) => division('532329102001', ...events),
    registered('532329102001', townshipCode),
    fc.tuple(fc.nat(90), day).map(([people, on]) => willing(people, on)),
  ),
)
