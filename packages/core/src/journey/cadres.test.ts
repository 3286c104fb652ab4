// K1 and K2: reserve cadres and village posts.
import { describe, expect, it } from 'vitest'
import { divisionCode, journey, send, testRefusals, viewsToNominate } from '../../test/journeys.js'
import { completed, event, leadHousehold, nominated, reviewed, selected } from '../../test/people.js'

const member = nominated({ partyMember: true })
const post = { post: 'member', body: 'partyBranch', how: 'appointed', divisionCode }

describe('a rule refuses', () => {
  testRefusals([
    [
      'K1',
      'a reserve cadre who is no party member',
      [nominated(), reviewed(), selected, completed],
      send('NameReserveCadre', { divisionCode: '532329104207' }),
      viewsToNominate,
      { partyMember: false },
    ],
    [
      'K1',
      'an untrained reserve cadre',
      [member, reviewed(), selected],
      send('NameReserveCadre', { divisionCode: '532329104207' }),
      viewsToNominate,
      { trained: false },
    ],
    [
      'K2',
      'a first post of a person who is neither reserve cadre nor lead household',
      [member, reviewed(), selected, completed],
      send('TakeVillagePost', post),
      viewsToNominate,
      { reserveCadre: false, leadHousehold: false },
    ],
    [
      'K2',
      'an appointment to a committee post',
      leadHousehold,
      send('TakeVillagePost', { ...post, body: 'villagersCommittee' }),
      viewsToNominate,
      { body: 'villagersCommittee', how: 'appointed' },
    ],
    [
      'K2',
      'a second post',
      [...leadHousehold, event('VillagePostTaken', { ...post, post: 'other', on: '2018-06-01' })],
      send('TakeVillagePost', post),
      viewsToNominate,
      { holdsPost: 'other' },
    ],
    [
      'K1',
      'naming a reserve cadre twice',
      [member, reviewed(), selected, completed, event('ReserveCadreNamed', { divisionCode, on: '2018-05-01' })],
      send('NameReserveCadre', { divisionCode: '532329104' }),
      viewsToNominate,
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
      send('NameReserveCadre', { divisionCode }),
      viewsToNominate,
      { holdsPost: 'head' },
    ],
  ])
})

describe('K2 a post', () => {
  const cadre = [
    member,
    reviewed(),
    selected,
    completed,
    event('ReserveCadreNamed', { divisionCode, on: '2018-05-01' }),
  ]

  it('is first taken by a reserve cadre, who leaves the reserve, or by a lead household', () => {
    const taken = journey(...cadre).when(send('TakeVillagePost', post), viewsToNominate)
    expect(taken.events).toHaveLength(1)
    expect(taken.state.reserve).toBeUndefined()
    expect(journey(...leadHousehold).when(send('TakeVillagePost', post), viewsToNominate).events).toHaveLength(1)
  })

  it('in the committee is taken by election', () => {
    const election = { ...post, body: 'villagersCommittee', how: 'elected' }
    expect(journey(...cadre).when(send('TakeVillagePost', election), viewsToNominate).events).toHaveLength(1)
  })

  it('is taken later by a person who took one before; one held at the nomination does not count', () => {
    const ended = event('VillagePostEnded', { post: 'member', reason: 'r', on: '2018-05-20' })
    const before = journey(...cadre, event('VillagePostTaken', { ...post, on: '2018-05-10' }), ended)
    expect(before.when(send('TakeVillagePost', { ...post, post: 'head' }), viewsToNominate).events).toHaveLength(1)
    const currentPost = { post: 'member', body: 'partyBranch', divisionCode }
    const held = journey(nominated({ currentPost }), ended)
    expect(held.when(send('TakeVillagePost', { ...post, post: 'head' }), viewsToNominate).rule).toBe('K2')
  })
})
