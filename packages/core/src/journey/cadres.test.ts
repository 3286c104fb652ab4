// K1 and K2: who becomes a reserve cadre, and who takes a post in the village.
import { describe, expect, it } from 'vitest'
import { divisionCode, journey, type Refusal, tell, there } from '../../test/journeys.js'
import { completed, leadHousehold, nominated, reviewed, said, selected } from '../../test/people.js'

const member = nominated({ partyMember: true })
const post = { post: 'member', body: 'partyBranch', how: 'appointed', divisionCode }

describe('a rule refuses', () => {
  const refusals: readonly Refusal[] = [
    [
      'K1',
      'a reserve cadre outside the party',
      [nominated(), reviewed(), selected, completed],
      tell('NameReserveCadre', { divisionCode: '532329104207' }),
      there,
      { partyMember: false },
    ],
    [
      'K1',
      'an untrained reserve cadre',
      [member, reviewed(), selected],
      tell('NameReserveCadre', { divisionCode: '532329104207' }),
      there,
      { trained: false },
    ],
    [
      'K2',
      'a first post of somebody unprepared',
      [member, reviewed(), selected, completed],
      tell('TakeVillagePost', post),
      there,
      { reserveCadre: false, leadHousehold: false },
    ],
    [
      'K2',
      'an appointed committee member',
      leadHousehold,
      tell('TakeVillagePost', { ...post, body: 'villagersCommittee' }),
      there,
      { body: 'villagersCommittee', how: 'appointed' },
    ],
    [
      'K2',
      'a second post',
      [...leadHousehold, said('VillagePostTaken', { ...post, post: 'other', on: '2018-06-01' })],
      tell('TakeVillagePost', post),
      there,
      { holdsPost: 'other' },
    ],
    [
      'K1',
      'a reserve cadre named again',
      [member, reviewed(), selected, completed, said('ReserveCadreNamed', { divisionCode, on: '2018-05-01' })],
      tell('NameReserveCadre', { divisionCode: '532329104' }),
      there,
      { alreadyNamedFor: '532329104207', on: '2018-05-01' },
    ],
    [
      'K1',
      'a reserve cadre who holds a post',
      [
        nominated({ partyMember: true, currentPost: { post: 'head', body: 'partyBranch', divisionCode } }),
        reviewed(),
        selected,
        completed,
      ],
      tell('NameReserveCadre', { divisionCode }),
      there,
      { holdsPost: 'head' },
    ],
  ]
  it.each(refusals)('%s: %s', (rule, _why, events, command, facts, evidence) => {
    const decision = journey(...events).when(command, { ...facts })
    expect(decision.rule).toBe(rule)
    expect(decision.evidence).toEqual(evidence)
  })
})

describe('K2 a post is taken', () => {
  const cadre = [member, reviewed(), selected, completed, said('ReserveCadreNamed', { divisionCode, on: '2018-05-01' })]

  it('first by a reserve cadre, who is none any more, or a lead household', () => {
    const taken = journey(...cadre).when(tell('TakeVillagePost', post), there)
    expect(taken.events).toHaveLength(1)
    expect(taken.state.reserve).toBeUndefined()
    expect(journey(...leadHousehold).when(tell('TakeVillagePost', post), there).events).toHaveLength(1)
  })

  it('in the committee by election, in the branch by appointment too', () => {
    const elected = { ...post, body: 'villagersCommittee', how: 'elected' }
    expect(journey(...cadre).when(tell('TakeVillagePost', elected), there).events).toHaveLength(1)
  })

  it('again by whoever took one before, but not by who only held one at the nomination', () => {
    const ended = said('VillagePostEnded', { post: 'member', reason: 'r', on: '2018-05-20' })
    const before = journey(...cadre, said('VillagePostTaken', { ...post, on: '2018-05-10' }), ended)
    expect(before.when(tell('TakeVillagePost', { ...post, post: 'head' }), there).events).toHaveLength(1)
    const currentPost = { post: 'member', body: 'partyBranch', divisionCode }
    const held = journey(nominated({ currentPost }), ended)
    expect(held.when(tell('TakeVillagePost', { ...post, post: 'head' }), there).rule).toBe('K2')
  })
})
