import fc from 'fast-check'
import type { Scenario } from '../../scenario.js'
import { around, type FullRuleCase, mixed } from '../case.js'

const L1: FullRuleCase = {
  id: 'L1',
  situations: (scenario) => {
    const { requirePotential, requireTrainingBeforeListing } = scenario.policy
    return mixed(
      fc
        .record({
          isSelected: fc.boolean(),
          potential: fc.subarray(['growing'], { minLength: requirePotential ? 1 : 0 }),
          conditions: fc.subarray(['land']),
        })
        .map(({ isSelected, potential, conditions }) => ({
          from: 'people',
          history: scenario
            .admitTrainee('t9', { potential })
            .filter(({ type }) => isSelected || type !== 'SelectTrainee'),
          command: scenario.listLeadCandidate('t9', { conditions }),
          isForbidden: !isSelected || potential.length === 0 || conditions.length === 0 || requireTrainingBeforeListing,
        })),
      // t1 completed a training, t2 did not
      fc.constantFrom('t1', 't2').map((traineeId) => ({
        from: 'closed',
        command: scenario.listLeadCandidate(traineeId),
        isForbidden: requireTrainingBeforeListing && traineeId === 't2',
      })),
    )
  },
  examples: (scenario) => [
    { title: 'the listing of a person who is not selected', from: 'people', command: scenario.listLeadCandidate('t3') },
    {
      title: 'a listing without a condition',
      from: 'closed',
      command: scenario.listLeadCandidate('t1', { conditions: [] }),
    },
  ],
}

const L2: FullRuleCase = {
  id: 'L2',
  situations: (scenario) => {
    const { supportCeilingFen: ceiling } = scenario.policy
    const before = ceiling === undefined ? 100 : Math.max(1, Math.floor(ceiling / 2))
    const amounts = ceiling === undefined ? around(0) : fc.oneof(around(0), around(ceiling - before))
    return fc
      .record({ isListed: fc.boolean(), isFunding: fc.boolean(), isFirst: fc.boolean(), amount: amounts })
      .map(({ isListed, isFunding, isFirst, amount }) => ({
        from: 'closed',
        history: isListed
          ? [scenario.listLeadCandidate('t1'), ...(isFirst ? [] : [scenario.grantSupport('t1', before)])]
          : [],
        command: scenario.grantSupport('t1', amount, {
          instrument: 'second',
          ...(isFunding ? {} : { kind: 'policy' }),
        }),
        isForbidden:
          !isListed ||
          (isFunding && (amount <= 0 || (ceiling !== undefined && amount + (isFirst ? 0 : before) > ceiling))),
      }))
  },
  examples: (scenario) => [
    {
      title: 'support for a person who is not listed',
      from: 'closed',
      command: scenario.grantSupport('t1', 5),
      event: { total: 5 },
    },
    {
      title: 'a grant of zero',
      from: 'leads',
      command: scenario.grantSupport('t1', 0),
      event: { total: 0 },
    },
  ],
}

const revoke = ({ command, industry }: Scenario, on = '2018-07-01') =>
  command('RevokeRecognition', { traineeId: 't1', industry, reason: 'gaveUp', on })
const delist = ({ command }: Scenario, on = '2018-07-01') =>
  command('DelistLeadCandidate', { traineeId: 't1', reason: 'gaveUp', on })
const terminate = ({ command }: Scenario, agreementId = 'a1') =>
  command('TerminateAgreement', { agreementId, reason: 'agreed', on: '2018-06-20' })

const L3: FullRuleCase = {
  id: 'L3',
  situations: (scenario) =>
    mixed(
      fc
        .record({ traineeId: fc.constantFrom('t1', 't2'), isListed: fc.boolean(), isScaled: fc.boolean() })
        .map(({ traineeId, isListed, isScaled }) => {
          const canBeListed = isListed && (traineeId === 't1' || !scenario.policy.requireTrainingBeforeListing)
          return {
            from: 'closed',
            history: [
              ...(canBeListed ? [scenario.listLeadCandidate(traineeId)] : []),
              ...(isScaled ? [scenario.recordScale(traineeId)] : []),
            ],
            command: scenario.recogniseLeadHousehold(traineeId),
            isForbidden: traineeId === 't2' || !canBeListed || !isScaled,
          }
        }),
      fc.tuple(fc.boolean(), fc.boolean()).map(([isEnded, isDelisting]) => ({
        from: 'mentoring',
        history: isEnded ? [terminate(scenario)] : [],
        command: isDelisting ? delist(scenario) : revoke(scenario),
        isForbidden: !isEnded,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a recognition without a recorded scale',
      from: 'closed',
      history: [scenario.listLeadCandidate('t1')],
      command: scenario.recogniseLeadHousehold('t1'),
    },
    { title: 'the revocation of a mentor’s recognition', from: 'mentoring', command: revoke(scenario) },
    { title: 'the delisting of a mentor', from: 'mentoring', command: delist(scenario) },
  ],
}

const L4: FullRuleCase = {
  id: 'L4',
  situations: (scenario) =>
    fc
      .record({
        industry: fc.constantFrom(scenario.industry, scenario.industry, 'unheard-of', '__proto__'),
        unit: fc.constantFrom(scenario.threshold.unit, `${scenario.threshold.unit} or so`),
        quantity: around(scenario.threshold.quantity + 2),
      })
      .map(({ industry, unit, quantity }) => ({
        from: 'closed',
        command: scenario.recordScale('t1', quantity, { industry, unit }),
        isForbidden: industry !== scenario.industry || unit !== scenario.threshold.unit,
      })),
  examples: (scenario) => [
    {
      title: 'an industry that the policy does not name',
      from: 'closed',
      command: scenario.recordScale('t1', 3, { industry: 'unheard-of' }),
      event: { threshold: 0 },
    },
  ],
}

const cooperative = (scenario: Scenario, traineeId: string, members: number, farmers: number, partyLed: boolean) =>
  scenario.command('LeadCooperative', {
    traineeId,
    cooperativeId: 'co1',
    name: 'A cooperative',
    members,
    farmers,
    partyLed,
    on: '2018-05-20',
  })

const L5: FullRuleCase = {
  id: 'L5',
  situations: (scenario) => {
    const { minCooperativeMembers, minFarmerShare } = scenario.policy
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
            history: scenario.admitTrainee('t9', { partyMember }),
            command: cooperative(scenario, 't9', members, farmers, partyLed),
            isForbidden:
              members < minCooperativeMembers ||
              farmers > members ||
              farmers < minFarmerShare * members ||
              (partyLed && !partyMember),
          })),
      )
  },
  examples: (scenario) => [
    {
      title: 'more farmers than members',
      from: 'people',
      command: cooperative(
        scenario,
        't1',
        scenario.policy.minCooperativeMembers,
        scenario.policy.minCooperativeMembers + 1,
        false,
      ),
    },
  ],
}

export const leadHouseholdCases = [L1, L2, L3, L4, L5]
