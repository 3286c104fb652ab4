// L1 to L5, K1 and K2: lead households and cadres.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import { otherVillage, type Scenario, village } from '../scenario.js'
import { anyOf, around, type RuleCase } from './case.js'

const L1: RuleCase = {
  id: 'L1',
  near: (p) => {
    const { requirePotential, requireTrainingBeforeListing } = p.policy
    return anyOf(
      fc
        .record({
          isSelected: fc.boolean(),
          potential: fc.subarray(['growing'], { minLength: requirePotential ? 1 : 0 }),
          conditions: fc.subarray(['land']),
        })
        .map(({ isSelected, potential, conditions }) => ({
          from: 'people',
          history: p.person('t9', { potential }).filter(({ type }) => isSelected || type !== 'SelectTrainee'),
          command: p.list('t9', { conditions }),
          forbidden: !isSelected || potential.length === 0 || conditions.length === 0 || requireTrainingBeforeListing,
        })),
      // t1 completed a training, t2 did not
      fc.constantFrom('t1', 't2').map((traineeId) => ({
        from: 'closed',
        command: p.list(traineeId),
        forbidden: requireTrainingBeforeListing && traineeId === 't2',
      })),
    )
  },
  examples: (p) => [
    { title: 'listing somebody who is not selected', from: 'people', command: p.list('t3') },
    { title: 'listing without a condition', from: 'closed', command: p.list('t1', { conditions: [] }) },
  ],
}

const L2: RuleCase = {
  id: 'L2',
  near: (p) => {
    const { supportCeilingFen: ceiling } = p.policy
    const before = ceiling === undefined ? 100 : Math.max(1, Math.floor(ceiling / 2))
    const amounts = ceiling === undefined ? around(0) : fc.oneof(around(0), around(ceiling - before))
    return fc
      .record({ isListed: fc.boolean(), isFunding: fc.boolean(), isFirst: fc.boolean(), amount: amounts })
      .map(({ isListed, isFunding, isFirst, amount }) => ({
        from: 'closed',
        history: isListed ? [p.list('t1'), ...(isFirst ? [] : [p.grant('t1', before)])] : [],
        command: p.grant('t1', amount, { instrument: 'second', ...(isFunding ? {} : { kind: 'policy' }) }),
        forbidden:
          !isListed ||
          (isFunding && (amount <= 0 || (ceiling !== undefined && amount + (isFirst ? 0 : before) > ceiling))),
      }))
  },
  examples: (p) => [
    { title: 'support for somebody who is not listed', from: 'closed', command: p.grant('t1', 5), event: { total: 5 } },
    {
      title: 'a grant of nothing',
      from: 'leads',
      command: p.grant('t1', 0),
      event: { total: 0 },
    },
  ],
}

const revoke = ({ say, industry }: Scenario, on = '2018-07-01') =>
  say('RevokeRecognition', { traineeId: 't1', industry, reason: 'gaveUp', on })
const delist = ({ say }: Scenario, on = '2018-07-01') =>
  say('DelistLeadCandidate', { traineeId: 't1', reason: 'gaveUp', on })
const terminate = ({ say }: Scenario, agreementId = 'a1') =>
  say('TerminateAgreement', { agreementId, reason: 'agreed', on: '2018-06-20' })

const L3: RuleCase = {
  id: 'L3',
  near: (p) =>
    anyOf(
      fc
        .record({ traineeId: fc.constantFrom('t1', 't2'), isListed: fc.boolean(), isScaled: fc.boolean() })
        .map(({ traineeId, isListed, isScaled }) => {
          const canBeListed = isListed && (traineeId === 't1' || !p.policy.requireTrainingBeforeListing)
          return {
            from: 'closed',
            history: [...(canBeListed ? [p.list(traineeId)] : []), ...(isScaled ? [p.record(traineeId)] : [])],
            command: p.recognise(traineeId),
            forbidden: traineeId === 't2' || !canBeListed || !isScaled,
          }
        }),
      fc.tuple(fc.boolean(), fc.boolean()).map(([isEnded, isDelisting]) => ({
        from: 'mentoring',
        history: isEnded ? [terminate(p)] : [],
        command: isDelisting ? delist(p) : revoke(p),
        forbidden: !isEnded,
      })),
    ),
  examples: (p) => [
    {
      title: 'recognising somebody who never recorded a scale',
      from: 'closed',
      history: [p.list('t1')],
      command: p.recognise('t1'),
    },
    { title: 'revoking a mentor’s recognition', from: 'mentoring', command: revoke(p) },
    { title: 'delisting a mentor', from: 'mentoring', command: delist(p) },
  ],
}

const L4: RuleCase = {
  id: 'L4',
  near: (p) =>
    fc
      .record({
        industry: fc.constantFrom(p.industry, p.industry, 'unheard-of', '__proto__'),
        unit: fc.constantFrom(p.threshold.unit, `${p.threshold.unit} or so`),
        quantity: around(p.threshold.quantity + 2),
      })
      .map(({ industry, unit, quantity }) => ({
        from: 'closed',
        command: p.record('t1', quantity, { industry, unit }),
        forbidden: industry !== p.industry || unit !== p.threshold.unit,
      })),
  examples: (p) => [
    {
      title: 'an industry that the policy does not name',
      from: 'closed',
      command: p.record('t1', 3, { industry: 'unheard-of' }),
      event: { threshold: 0 },
    },
  ],
}

const cooperative = (p: Scenario, traineeId: string, members: number, farmers: number, partyLed: boolean) =>
  p.say('LeadCooperative', {
    traineeId,
    cooperativeId: 'co1',
    name: 'A cooperative',
    members,
    farmers,
    partyLed,
    on: '2018-05-20',
  })

const L5: RuleCase = {
  id: 'L5',
  near: (p) => {
    const { minCooperativeMembers, minFarmerShare } = p.policy
    return around(minCooperativeMembers + 1)
      .map((members) => Math.max(members, 0))
      .chain((members) =>
        fc
          .record({
            farmers: around(Math.ceil(minFarmerShare * members), 2).map((farmers) => Math.max(farmers, 0)),
            partyLed: fc.boolean(),
            partyMember: fc.boolean(),
          })
          .map(({ farmers, partyLed, partyMember }) => ({
            from: 'people' as const,
            history: p.person('t9', { partyMember }),
            command: cooperative(p, 't9', members, farmers, partyLed),
            forbidden:
              members < minCooperativeMembers ||
              farmers > members ||
              farmers < minFarmerShare * members ||
              (partyLed && !partyMember),
          })),
      )
  },
  examples: (p) => [
    {
      title: 'more farmers than members',
      from: 'people',
      command: cooperative(p, 't1', p.policy.minCooperativeMembers, p.policy.minCooperativeMembers + 1, false),
    },
  ],
}

const name = ({ say }: Scenario, traineeId: string, divisionCode = village) =>
  say('NameReserveCadre', { traineeId, divisionCode, on: '2018-05-01' })
const takePost = (p: Scenario, changes: object = {}) =>
  p.say('TakeVillagePost', {
    traineeId: 't1',
    post: 'secretary',
    body: 'partyBranch',
    how: 'appointed',
    divisionCode: village,
    on: '2018-06-01',
    ...changes,
  })
const endPost = ({ say }: Scenario) =>
  say('EndVillagePost', { traineeId: 't1', post: 'secretary', reason: 'termOver', on: '2018-06-10' })
const leaveParty = ({ say }: Scenario, traineeId: string) =>
  say('ReviseProfile', { traineeId, partyMember: false, reason: 'misread', on: '2018-04-20' })

const K1: RuleCase = {
  id: 'K1',
  near: (p) => {
    const before: readonly (readonly [string, readonly CommandInput[], boolean])[] = [
      ['t1', [], false],
      ['t2', [], true],
      ['t1', [leaveParty(p, 't1')], true],
      ['t1', [name(p, 't1')], true],
      ['t1', [name(p, 't1'), takePost(p)], true],
      ['t1', [name(p, 't1'), takePost(p), endPost(p)], false],
    ]
    return fc.constantFrom(...before).map(([traineeId, history, forbidden]) => ({
      from: 'closed',
      history,
      command: p.say('NameReserveCadre', { traineeId, divisionCode: otherVillage, on: '2018-07-01' }),
      forbidden,
    }))
  },
  examples: (p) => [
    { title: 'somebody who was never trained', from: 'closed', command: name(p, 't2') },
    {
      title: 'a reserve cadre named again',
      from: 'closed',
      history: [name(p, 't1')],
      command: name(p, 't1', otherVillage),
    },
  ],
}

const K2: RuleCase = {
  id: 'K2',
  near: (p) => {
    const another = { post: 'director', on: '2018-07-01' }
    const histories: readonly (readonly [CommandInput[], boolean])[] = [
      [[], true],
      [[name(p, 't1')], false],
      [p.lead('t1'), false],
      [[name(p, 't1'), takePost(p)], true],
      [[name(p, 't1'), takePost(p), endPost(p)], false],
    ]
    return fc
      .record({
        before: fc.constantFrom(...histories),
        body: fc.constantFrom('partyBranch' as const, 'villagersCommittee'),
        how: fc.constantFrom('elected' as const, 'appointed'),
      })
      .map(({ before: [history, isBarred], body, how }) => ({
        from: 'closed',
        history,
        command: takePost(p, { ...another, body, how }),
        forbidden: isBarred || (body === 'villagersCommittee' && how === 'appointed'),
      }))
  },
  examples: (p) => [
    { title: 'a first post of somebody who is neither', from: 'closed', command: takePost(p) },
    {
      title: 'an appointment to the committee',
      from: 'closed',
      history: [name(p, 't1')],
      command: takePost(p, { body: 'villagersCommittee' }),
    },
  ],
}

export const leadCases = [L1, L2, L3, L4, L5, K1, K2]
