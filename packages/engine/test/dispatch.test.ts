import { describe, expect, it } from 'vitest'
import { createRuntime, openMemory } from '../src/index.js'
import { clock, joinClub, openRuntime, openShow, reserveSeat } from './fixture.js'
import { toyDomain } from './toy-domain.js'

const options = (commandId: string) => ({ commandId, actor: 'clerk-7' })

describe('dispatch', () => {
  it('starts at once and returns the outcome', async () => {
    const runtime = openRuntime()
    const outcome = await runtime.dispatch(joinClub('p'), options('c1'))
    expect(outcome).toMatchObject({ stream: 'person-p', revision: 0, duplicate: false })
    expect(await runtime.dispatch(joinClub('p'), options('c1'))).toMatchObject({ revision: 0, duplicate: true })
  })

  it('throws the rule that rejected the command, with its evidence, in one line', async () => {
    const runtime = openRuntime()
    await runtime.dispatch(openShow('s', 1), options('c1'))
    await expect(runtime.dispatch(reserveSeat('s', 'p'), options('c2'))).rejects.toMatchObject({
      name: 'CommandError',
      _tag: 'Rejected',
      rule: 'H2',
      evidence: { isMember: false },
      message: 'ReserveSeat was rejected by rule H2: Only members reserve. {"isMember":false}',
      text: { zh: 'ReserveSeat 被规则 H2 拒绝:仅会员可订座。 {"isMember":false}' },
    })
  })

  it('throws every issue of an invalid command', async () => {
    // sound: what is wrong here is what the types would refuse
    const command = { type: 'OpenShow', data: { showId: 's', seats: -1 } } as never
    await expect(openRuntime().dispatch(command, options('c1'))).rejects.toMatchObject({
      _tag: 'Invalid',
      message: expect.stringMatching(/^OpenShow is invalid: data\.seats: .+; data\.on: .+/),
    })
  })

  it('throws both revisions of a conflict', async () => {
    await expect(openRuntime().dispatch(joinClub('p'), { ...options('c1'), expected: 4 })).rejects.toMatchObject({
      _tag: 'Conflict',
      error: { expected: 4, actual: 'none' },
      message: 'JoinClub expected revision 4, but the stream has none. Read it again and repeat the command.',
    })
  })
})

describe('createRuntime', () => {
  it('refuses a domain whose references name nothing', () => {
    const broken = { ...toyDomain, processes: [{ name: 'p', on: ['Nothing'], react: () => [] }] }
    expect(() => createRuntime(broken, openMemory(), { clock })).toThrow('names the event Nothing in `on`')
  })

  it('runs a domain that is nothing but aggregates', async () => {
    const runtime = createRuntime({ name: 'small', aggregates: toyDomain.aggregates }, openMemory(), { clock })
    await runtime.settle()
    expect(runtime.domain).toMatchObject({ projections: [], processes: [], views: [] })
  })
})
