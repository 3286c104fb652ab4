// B1 to B5: a base, its money, places and policies.
import type { CommandInput } from '@skein/core'
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import { type Scenario, township } from '../scenario.js'
import { anyOf, around, type RuleCase } from './case.js'

const contribution = ({ say }: Scenario, amountFen: number) =>
  say('RecordContribution', {
    baseId: 'b1',
    level: 'county',
    amountFen,
    certainty: 'exact',
    reference: 'document-1',
    on: '2018-01-10',
  })
const closePlace = ({ say }: Scenario, placeId: string, on: string) =>
  say('ClosePlace', { baseId: 'b1', placeId, reason: 'repairs', on })
const commission = ({ say }: Scenario, on = '2018-01-04') => say('CommissionBase', { baseId: 'b1', on })

const B1: RuleCase = {
  id: 'B1',
  near: (p) =>
    around(0, 3).map((amountFen) => ({
      from: 'founded',
      command: contribution(p, amountFen),
      forbidden: amountFen <= 0,
    })),
  examples: (p) => [{ title: 'a contribution of nothing', from: 'founded', command: contribution(p, 0) }],
}

const rooms = (p: Scenario) => [
  p.facility('classroom'),
  p.facility('bedrooms', { zone: 'living', kind: 'dormitory', beds: 2 }),
  p.facility('orchard', { zone: 'cropTraining', kind: 'trainingGround' }),
  p.facility('stable', { zone: 'livestockTraining', kind: 'trainingGround' }),
]
const unfurnished = (p: Scenario) => [p.divide(township, { level: 'township' }), p.found('b1')]

const B2: RuleCase = {
  id: 'B2',
  near: (p) =>
    fc
      .record({ opened: fc.subarray(rooms(p), { minLength: 2 }), isStableClosed: fc.boolean() })
      .map(({ opened, isStableClosed }) => {
        const hasStable = opened.some(({ data }) => 'placeId' in data && data.placeId === 'stable')
        const closes = hasStable && isStableClosed
        return {
          from: 'empty',
          history: [...unfurnished(p), ...opened, ...(closes ? [closePlace(p, 'stable', '2018-01-03')] : [])],
          command: commission(p),
          forbidden: opened.length < 4 || closes,
        }
      }),
  examples: (p) => [
    {
      title: 'a base without bedrooms',
      from: 'empty',
      history: [...unfurnished(p), ...rooms(p).filter((_, at) => at !== 1)],
      command: commission(p),
    },
  ],
}

const B3: RuleCase = {
  id: 'B3',
  near: (p) => {
    const other = { ...p.policy, facultyTarget: p.policy.facultyTarget + 1 }
    return fc
      .record({ adopted: fc.integer({ min: 0, max: 2 }), version: around(2, 1), days: around(0) })
      .map(({ adopted, version, days }) => {
        const last = adopted === 0 ? undefined : addDays('2018-02-01', adopted * 10)
        const effectiveFrom = addDays(last ?? '2018-03-01', days)
        const on = last === undefined ? '2018-03-01' : '2018-02-01'
        return {
          from: 'founded',
          history: Array.from({ length: adopted }, (_, at) =>
            p.adopt(at + 1, addDays('2018-02-01', (at + 1) * 10), { on: '2018-02-01' }),
          ),
          command: p.adopt(version, effectiveFrom, { policy: other, on }),
          forbidden: version !== adopted + 1 || days < 0 || (last !== undefined && days === 0),
        }
      })
  },
  examples: (p) => [
    { title: 'a version left out', from: 'base', command: p.adopt(3, '2018-05-01', { on: '2018-04-01' }) },
    {
      title: 'a policy that holds before it is adopted',
      from: 'founded',
      command: p.adopt(1, '2018-03-01', { on: '2018-04-01' }),
    },
  ],
}

const march = (from: number, to: number) => fc.integer({ min: from, max: to }).map((of) => `2018-03-${of}`)
const spare = (p: Scenario, closedOn: string): CommandInput[] => [
  p.facility('spare', { seats: 200 }),
  closePlace(p, 'spare', closedOn),
]
const scheduledInSpare = (p: Scenario, date: string) =>
  p.schedule('k1', 's1', { sessionId: 's4', placeId: 'spare', date, period: 'evening' })
const bookedInSpare = (p: Scenario, date: string) =>
  p.say('BookPlace', {
    placeId: 'spare',
    baseId: 'b1',
    batchId: 'k1',
    sessionId: 's1',
    date,
    period: 'evening',
    on: '2018-03-01',
  })

const B4: RuleCase = {
  id: 'B4',
  near: (p) =>
    anyOf(
      march(15, 27).map((on) => ({
        from: 'open',
        command: closePlace(p, 'room', on),
        forbidden: on <= '2018-03-21',
      })),
      fc.tuple(march(17, 27), march(19, 25), fc.boolean()).map(([closedOn, date, isBooking]) => ({
        from: 'planned',
        history: spare(p, closedOn),
        command: isBooking ? bookedInSpare(p, date) : scheduledInSpare(p, date),
        forbidden: date >= closedOn,
      })),
    ),
  examples: (p) => [
    { title: 'closing a room that is booked', from: 'open', command: closePlace(p, 'room', '2018-03-20') },
    {
      title: 'a session in a closed room',
      from: 'planned',
      history: spare(p, '2018-03-20'),
      command: scheduledInSpare(p, '2018-03-20'),
      event: { subject: 'history', component: 'partySpirit', kind: 'theory', addresses: ['skills'], hours: 4 },
    },
    {
      title: 'booking a closed room',
      from: 'planned',
      history: spare(p, '2018-03-20'),
      command: bookedInSpare(p, '2018-03-22'),
    },
  ],
}

/** A batch that is open although its base was never commissioned. */
const openBeforehand = (p: Scenario): CommandInput[] => [
  ...p.stages.base.filter(({ type }) => type !== 'CommissionBase'),
  ...p.stages.people,
  ...p.stages.planned,
  ...p.stages.open,
]

const B5: RuleCase = {
  id: 'B5',
  near: (p) =>
    fc
      .constantFrom(undefined, '2018-03-10', '2018-03-18', '2018-03-19', '2018-03-20', '2018-04-01')
      .map((commissionedOn) => ({
        from: 'founded',
        history: [...openBeforehand(p), ...(commissionedOn === undefined ? [] : [commission(p, commissionedOn)])],
        command: p.start('k1'),
        forbidden: commissionedOn === undefined || commissionedOn > '2018-03-19',
      })),
  examples: (p) => [
    {
      title: 'a start at a base that is not at work yet',
      from: 'founded',
      history: openBeforehand(p),
      command: p.start('k1'),
    },
  ],
}

export const baseCases = [B1, B2, B3, B4, B5]
