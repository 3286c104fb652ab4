// A base whose policy has a typing error, and many batches that were closed under it.
import { type CommandInput, domain } from '@skein/core'
import { createRuntime, type Storage } from '@skein/engine'
import { addDays, type Day, day } from '@skein/kernel'
import { masterKey } from './amended-programme.ts'

export const policyStream = 'base-b1'
/** The policy was to have a pass score of 60. */
const typedPassScore = 6
/** One person of each batch has 50, and passes only because of the typing error. */
const scoreOf = (number: number): number => (number === 0 ? 50 : 80)

const [county, township, village] = ['990001', '990001100', '990001100201']
const by = { role: 'base', id: 'office' }
const personal = { name: 'made up' }

const command = (type: CommandInput['type'], on: string, data: object): CommandInput =>
  // sound: the store refuses what is not of that type
  ({ type, data: { ...data, on } }) as unknown as CommandInput

const atBase = (type: CommandInput['type'], data: object): CommandInput =>
  command(type, '2018-01-02', { baseId: 'b1', ...data })

const openPlace = (placeId: string, zone: string, kind: string, size: object = {}): CommandInput =>
  atBase('OpenFacility', { placeId, name: placeId, zone, kind, certainty: 'exact', ...size })

const courses = { s1: 'partySpirit', s2: 'skills', s3: 'practice' }

const founding: readonly CommandInput[] = [
  command('RegisterDivision', '2017-01-01', { code: county, level: 'county', name: 'county' }),
  command('RegisterDivision', '2017-01-01', { code: township, level: 'township', name: 'township', parent: county }),
  command('RegisterDivision', '2017-01-01', { code: village, level: 'village', name: 'village', parent: township }),
  atBase('FoundBase', { divisionCode: township, name: 'base', areaMu: 40 }),
  openPlace('room', 'teaching', 'classroom', { seats: 200 }),
  openPlace('dorm', 'living', 'dormitory', { beds: 60 }),
  openPlace('field', 'cropTraining', 'trainingGround'),
  openPlace('pen', 'livestockTraining', 'trainingGround'),
  atBase('AdoptPolicy', {
    version: 1,
    effectiveFrom: '2018-01-02',
    // nobody asks for courses here
    policy: { passScore: typedPassScore, minRequestedShare: 0 },
  }),
  atBase('CommissionBase', {}),
  ...Object.values(courses).map((component) =>
    atBase('OfferCourse', {
      courseId: component,
      title: component,
      kind: 'theory',
      component,
      subject: 'morels',
      hours: 4,
      addresses: ['skills'],
    }),
  ),
  atBase('EngageInstructor', { instructorId: 'i1', category: 'expert', subjects: ['morels'], personal }),
]

const nomination = (traineeId: string, on: Day): readonly CommandInput[] => [
  command('NominateCandidate', on, {
    traineeId,
    baseId: 'b1',
    divisionCode: village,
    category: 'villager',
    partyMember: true,
    willing: true,
    potential: ['growing'],
    needs: ['skills'],
    by: { role: 'villageBranch', id: 'branch' },
    lawfulBasis: 'consent',
    personal,
  }),
  command('ReviewEligibility', on, {
    traineeId,
    passed: true,
    findings: [],
    by: { role: 'townshipParty', id: 'office' },
  }),
  command('SelectTrainee', on, { traineeId }),
]

/** A batch of one week: seats are taken after the commands of `planned`, results given after those of `held`. */
const batchOf = (batchId: string, startsOn: Day, people: readonly string[]) => {
  const inBatch = (type: CommandInput['type'], on: Day, data: object = {}): CommandInput =>
    command(type, on, { batchId, ...data })
  const before = addDays(startsOn, -3)
  const review = (gate: string, on: Day) => inBatch('ReviewGate', on, { gate, passed: true, findings: [], by })
  const sessions = Object.entries(courses).map(([sessionId, courseId], number) => ({
    sessionId,
    courseId,
    date: addDays(startsOn, number),
    period: 'morning',
    instructorId: 'i1',
    placeId: 'room',
    requestedBy: [],
    by,
  }))
  const lastDay = addDays(startsOn, 4)
  return [
    inBatch('PlanBatch', before, {
      baseId: 'b1',
      title: batchId,
      audience: ['villager'],
      seats: people.length,
      startsOn,
      endsOn: lastDay,
    }),
    ...sessions.map((session) => inBatch('ScheduleSession', before, session)),
    review('curriculum', before),
    review('mode', before),
    inBatch('OpenEnrolment', before),
    ...people.map((traineeId) => inBatch('TakeSeat', before, { traineeId })),
    inBatch('StartBatch', startsOn),
    ...sessions.map(({ sessionId, date }) => inBatch('DeliverSession', date, { sessionId, present: people })),
    ...people.flatMap((traineeId, number) => [
      inBatch('RecordAssessment', lastDay, { traineeId, score: scoreOf(number) }),
      inBatch('GiveFeedback', lastDay, { traineeId, rating: 5 }),
    ]),
    review('effectiveness', lastDay),
    inBatch('CloseBatch', lastDay),
  ]
}

export const personOf = (batch: number, number: number): string => `t${batch}-${number}`

/** Enters batches of so many people, one a week, and lets the processes finish. */
export const enterClosedBatches = async (storage: Storage, batches: number, people: number): Promise<void> => {
  let now: string = '2017-01-01'
  const clock = () => new Date(`${now}T04:00:00Z`)
  const runtime = createRuntime<CommandInput>(domain, storage, { clock, masterKey })
  let entered = 0
  const enter = async (commands: readonly CommandInput[]) => {
    for (const one of commands) {
      // enrolment opens once everything is booked
      if (one.data.on !== now || one.type === 'OpenEnrolment') await runtime.settle({ projections: false })
      now = one.data.on
      entered += 1
      await runtime.dispatch(one, { commandId: `c${entered}`, actor: 'clerk' })
    }
    await runtime.settle({ projections: false })
  }
  await enter(founding)
  for (let batch = 0; batch < batches; batch += 1) {
    const startsOn = addDays(day('2018-02-05'), 7 * batch)
    const trainees = Array.from({ length: people }, (_, number) => personOf(batch, number))
    await enter(trainees.flatMap((trainee) => nomination(trainee, addDays(startsOn, -5))))
    await enter(batchOf(`k${batch}`, startsOn, trainees))
  }
}
