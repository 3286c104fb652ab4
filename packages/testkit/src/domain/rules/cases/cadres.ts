// K1 and K2: reserve cadres and village posts.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import { otherVillage, type Scenario, village } from '../../scenario.js'
import type { FullRuleCase } from '../case.js'

const name = ({ command }: Scenario, traineeId: string, divisionCode = village) =>
  command('NameReserveCadre', { traineeId, divisionCode, on: '2018-05-01' })
const takePost = (scenario: Scenario, changes: object = {}) =>
  scenario.command('TakeVillagePost', {
    traineeId: 't1',
    post: 'secretary',
    body: 'partyBranch',
    how: 'appointed',
    divisionCode: village,
    on: '2018-06-01',
    ...changes,
  })
const endPost = ({ command }: Scenario) =>
  command('EndVillagePost', { traineeId: 't1', post: 'secretary', reason: 'termOver', on: '2018-06-10' })
const leaveParty = ({ command }: Scenario, traineeId: string) =>
  command('ReviseProfile', { traineeId, partyMember: false, reason: 'misread', on: '2018-04-20' })

const K1: FullRuleCase = {
  id: 'K1',
  situations: (scenario) => {
    const before: readonly (readonly [string, readonly CommandInput[], boolean])[] = [
      ['t1', [], false],
      ['t2', [], true],
      ['t1', [leaveParty(scenario, 't1')], true],
      ['t1', [name(scenario, 't1')], true],
      ['t1', [name(scenario, 't1'), takePost(scenario)], true],
      ['t1', [name(scenario, 't1'), takePost(scenario), endPost(scenario)], false],
    ]
    return fc.constantFrom(...before).map(([traineeId, history, isForbidden]) => ({
      from: 'closed',
      history,
      command: scenario.command('NameReserveCadre', { traineeId, divisionCode: otherVillage, on: '2018-07-01' }),
      isForbidden,
    }))
  },
  examples: (scenario) => [
    { title: 'a reserve cadre without training', from: 'closed', command: name(scenario, 't2') },
    {
      title: 'a second naming of a reserve cadre',
      from: 'closed',
      history: [name(scenario, 't1')],
      command: name(scenario, 't1', otherVillage),
    },
  ],
}

const K2: FullRuleCase = {
  id: 'K2',
  situations: (scenario) => {
    const another = { post: 'director', on: '2018-07-01' }
    const histories: readonly (readonly [CommandInput[], boolean])[] = [
      [[], true],
      [[name(scenario, 't1')], false],
      [scenario.becomeLead('t1'), false],
      [[name(scenario, 't1'), takePost(scenario)], true],
      [[name(scenario, 't1'), takePost(scenario), endPost(scenario)], false],
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
        command: takePost(scenario, { ...another, body, how }),
        isForbidden: isBarred || (body === 'villagersCommittee' && how === 'appointed'),
      }))
  },
  examples: (scenario) => [
    {
      title: 'a first post of a person who is neither a reserve cadre nor a lead household',
      from: 'closed',
      command: takePost(scenario),
    },
    {
      title: 'an appointment to the villagers’ committee',
      from: 'closed',
      history: [name(scenario, 't1')],
      command: takePost(scenario, { body: 'villagersCommittee' }),
    },
  ],
}

export const cadreCases = [K1, K2]
