import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Code, commandsTo, Id, idOf, listOf, referencesOf, referredStreams, refersTo } from './index.js'

const GroupId = idOf('GroupId', { aggregate: 'group' })
const MemberId = idOf('MemberId', { aggregate: 'member' })
const ShareId = idOf('ShareId')
const AreaCode = refersTo(z.string().length(6), { aggregate: 'area' })

const { command } = commandsTo({ groupId: GroupId })
const meet = command('Meet', ['Met'], {
  shareId: ShareId,
  topic: Code,
  chair: MemberId.optional(),
  present: listOf(MemberId),
  place: z.strictObject({ areaCode: AreaCode.nullable(), name: z.string() }).optional(),
  guests: z.record(z.string(), z.union([MemberId, z.strictObject({ from: GroupId })])).default({}),
  votes: z.array(z.tuple([MemberId, z.boolean()])),
})
const references = referencesOf(meet)

describe('referencesOf', () => {
  it('lists the fields that refer to streams: the target, nested, optional and repeated ones', () => {
    expect(references).toEqual([
      { path: ['groupId'], aggregate: 'group' },
      { path: ['chair'], aggregate: 'member' },
      { path: ['present', '*'], aggregate: 'member' },
      { path: ['place', 'areaCode'], aggregate: 'area' },
      { path: ['guests', '*'], aggregate: 'member' },
      { path: ['guests', '*', 'from'], aggregate: 'group' },
      { path: ['votes', '*', '*'], aggregate: 'member' },
    ])
  })

  it('keeps the ids of one kind apart from those of others, and out of the JSON schema', () => {
    expect(referencesOf(command('Rename', ['Renamed'], { name: Id, shareId: ShareId }))).toEqual([
      { path: ['groupId'], aggregate: 'group' },
    ])
    expect(JSON.stringify(z.toJSONSchema(GroupId))).not.toContain('aggregate')
  })
})

describe('referredStreams', () => {
  it('gives each stream that data refers to, once', () => {
    const data = {
      groupId: 'g1',
      shareId: 's1',
      present: ['m1', 'm2', 'm1'],
      place: { areaCode: '532329', name: 'x' },
      guests: { a: 'm3', b: { from: 'g2' } },
      votes: [
        ['m2', true],
        ['m4', false],
      ],
    }
    expect(referredStreams(references, data).map(({ aggregate, id }) => `${aggregate} ${id}`)).toEqual([
      'group g1',
      'member m1',
      'member m2',
      'area 532329',
      'member m3',
      'group g2',
      'member m4',
    ])
  })

  it('leaves out what is no id, whatever the data is', () => {
    for (const data of [undefined, null, 'g1', 7, [], ['g1'], Object.create({ groupId: 'g1' })])
      expect(referredStreams(references, data)).toEqual([])
    expect(
      referredStreams(references, { groupId: 'a\u0000', chair: 1, present: 'm1', place: [], guests: null }),
    ).toEqual([])
  })
})

describe('the pattern of ids', () => {
  it('means the same with and without the flag u', () => {
    const pattern = z.toJSONSchema(Id).pattern ?? ''
    for (const [text, fits] of [
      ['大户-1', true],
      ['𠮷', true],
      ['a\u0000', false],
      ['\ud842', false],
      ['\udfb7', false],
      ['\udfb7\ud842', false],
      ['a\u0085', false],
    ] as const)
      for (const flags of ['', 'u'])
        expect([text, flags, new RegExp(pattern, flags).test(text)]).toEqual([text, flags, fits])
  })
})
