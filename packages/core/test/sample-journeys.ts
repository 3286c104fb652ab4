// Journeys for the tests of read models: hand-made and generated.
import fc from 'fast-check'
import { type EventInput, entriesOf, type LogEntry } from './fold-projection.js'

const by = { role: 'villageBranch' as const, id: 'branch-1' }

type Nomination = {
  readonly baseId?: string
  readonly divisionCode?: string
  readonly category?: 'partyMember' | 'villager' | 'returnedYouth' | 'veteran' | 'villageCadre'
  readonly partyMember?: boolean
  readonly currentPost?: { post: string; body: 'partyBranch' | 'villagersCommittee'; divisionCode: string }
  readonly on?: string
}

export const nominated = (traineeId: string, changes: Nomination = {}): EventInput => ({
  type: 'CandidateNominated',
  data: {
    traineeId,
    baseId: 'b1',
    divisionCode: '532329102001',
    category: 'villager',
    partyMember: false,
    willing: true,
    potential: ['skill'],
    needs: ['skills'],
    by,
    lawfulBasis: 'consent',
    personal: { name: 'the name of a person' },
    on: '2018-03-01',
    ...changes,
  },
})

export const trained = (on: string, batchId = 'k1'): EventInput => ({
  type: 'TrainingCompleted',
  data: { batchId, completed: true, attendance: 1, hours: 24, on },
})

export const grown = (industry: string, quantity: number, on: string): EventInput => ({
  type: 'ScaleRecorded',
  data: { industry, quantity, unit: 'mu', threshold: 5, on },
})

export const funded = (amountFen: number, on: string, purpose = 'seedlings'): EventInput => ({
  type: 'SupportGranted',
  data: { kind: 'funding', amountFen, instrument: 'grant', purpose, on },
})

export const tookPost = (post: string, on: string): EventInput => ({
  type: 'VillagePostTaken',
  data: { post, body: 'partyBranch', how: 'appointed', divisionCode: '532329102001', on },
})

export const left = (post: string, on: string): EventInput => ({
  type: 'VillagePostEnded',
  data: { post, reason: 'termOver', on },
})

/** The events of one person's stream. */
export const journey = (traineeId: string, ...events: readonly EventInput[]): readonly LogEntry[] =>
  entriesOf(`journey-${traineeId}`, ...events)

const on = fc
  .integer({ min: 0, max: 700 })
  .map((days) => new Date(Date.UTC(2018, 2, 1) + days * 86_400_000).toISOString().slice(0, 10))
// codes are open sets: `__proto__` and `/` break objects and keys that are built carelessly
const industry = fc.constantFrom('morels', '__proto__', 'a/b')
const post = fc.constantFrom('secretary', 'director')
const agreementId = fc.constantFrom('a1', 'a2')
const reason = fc.constant('stated')
const divisionCode = fc.constantFrom('532329102001', '532329102002')
const baseId = fc.constantFrom('b1', 'b2')
const event = (type: string, data: Record<string, fc.Arbitrary<unknown>> = {}) =>
  // sound: `entered` parses each by the schema of its type
  fc.record({
    type: fc.constant(type),
    data: fc.record({ ...data, on }),
  }) as fc.Arbitrary<unknown> as fc.Arbitrary<EventInput>

const nomination = (traineeId: string): fc.Arbitrary<EventInput> =>
  fc
    .record(
      {
        baseId,
        divisionCode,
        category: fc.constantFrom('partyMember', 'villager', 'veteran'),
        partyMember: fc.boolean(),
        currentPost: fc.record({ post, body: fc.constant('partyBranch' as const), divisionCode }),
        on,
      },
      { requiredKeys: ['baseId', 'divisionCode', 'category', 'partyMember', 'on'] },
    )
    .map((changes) => nominated(traineeId, changes as Nomination))

const training = {
  batchId: fc.constantFrom('k1', 'k2'),
  completed: fc.constant(true),
  attendance: fc.constant(1),
  hours: fc.constant(24),
}
const size = {
  industry,
  quantity: fc.integer({ min: 1, max: 9 }),
  unit: fc.constant('mu'),
  threshold: fc.constant(5),
}

const anyEvent = (traineeId: string): fc.Arbitrary<EventInput> =>
  fc.oneof(
    nomination(traineeId),
    event('ProfileRevised', { partyMember: fc.boolean(), reason }),
    event('TraineeSelected'),
    event('CandidateRejected', { reason }),
    event('TrainingCompleted', training),
    event('LeadCandidateListed', { industry, conditions: fc.constant(['land']) }),
    event('LeadCandidateDelisted', { reason }),
    event('SupportGranted', {
      kind: fc.constantFrom('funding', 'policy'),
      amountFen: fc.integer({ min: 1, max: 9_000_000 }),
      instrument: fc.constant('grant'),
      purpose: fc.constantFrom('seedlings', '__proto__', 'a/b'),
      total: fc.constant(1),
    }),
    event('ScaleRecorded', size),
    event('ScaleThresholdReached', size),
    event('LeadHouseholdRecognised', { industry }),
    event('RecognitionRevoked', { industry, reason }),
    event('CooperativeLed', {
      cooperativeId: fc.constantFrom('c1', 'c2'),
      name: fc.constant('a cooperative'),
      members: fc.integer({ min: 5, max: 20 }),
      farmers: fc.constant(5),
      partyLed: fc.boolean(),
    }),
    event('MentoringStarted', { agreementId }),
    event('MentoringEnded', { agreementId, outcome: fc.constant('done') }),
    event('ReserveCadreNamed', { divisionCode }),
    event('ReserveCadreRemoved', { reason }),
    event('VillagePostTaken', {
      post,
      body: fc.constantFrom('partyBranch', 'villagersCommittee'),
      how: fc.constantFrom('elected', 'appointed'),
      divisionCode,
    }),
    event('VillagePostEnded', { post, reason }),
    event('JourneyWithdrawn', { reason }),
    event('TraineeDisqualified', { reason }),
    event('JourneyReinstated', { reason }),
  )

// sound: only the day is replaced
const onFirstDay = (first: EventInput): EventInput =>
  ({ ...first, data: { ...first.data, on: '2018-02-28' } }) as EventInput

/** A journey of any events in any order, late ones and repeats among them; it begins with a nomination, before them all. */
export const someJourney = (traineeId: string): fc.Arbitrary<readonly LogEntry[]> =>
  fc
    .tuple(nomination(traineeId), fc.array(anyEvent(traineeId), { maxLength: 25 }))
    .map(([first, others]) => journey(traineeId, onFirstDay(first), ...others))

export const someJourneys: fc.Arbitrary<readonly (readonly LogEntry[])[]> = fc
  .integer({ min: 1, max: 4 })
  .chain((people) => fc.tuple(...Array.from({ length: people }, (_, at) => someJourney(`t${at}`))))

/** The numbers of events after which a fold is interrupted. */
export const someStops = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 5 })
/** The choices of the next log when logs are interleaved. */
export const somePicks = fc.array(fc.nat(), { maxLength: 100 })
