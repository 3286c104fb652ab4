import { day } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createRuntime, metadataOf, openMemory } from '../src/index.js'
import {
  clock,
  execute,
  executed,
  joinClub,
  logOf,
  makeRemark,
  on,
  openRuntime,
  openShow,
  rejectedBy,
  reserveSeat,
  withEvents,
} from './fixture.js'
import { type ToyCommand, toyDomain } from './toy-domain.js'

describe('a command', () => {
  it('appends its events, with the revisions that the decision observed', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p'))
    await executed(runtime, openShow('s', 3))
    const options = { commandId: 'c-1', correlationId: 'order-9', causationId: 'e-1' }
    expect(await executed(runtime, reserveSeat('s', 'p'), options)).toEqual({
      stream: 'show-s',
      revision: 1,
      position: '2',
      events: [{ type: 'SeatReserved', data: { personId: 'p', on } }],
      duplicate: false,
    })
    const [, reserved] = await logOf(runtime.storage, 'show-s')
    expect(reserved && metadataOf(reserved)).toMatchObject({
      ...options,
      actor: 'clerk-7',
      recordedAt: '2018-06-11T02:00:00.000001Z',
      observedRevisions: { 'person-p': 0 },
      policyVersion: 3,
    })
  })

  it('that a rule rejects records nothing and returns the rule with its evidence', async () => {
    const runtime = openRuntime()
    await executed(runtime, openShow('s', 3))
    const result = await execute(runtime, reserveSeat('s', 'nobody'))
    expect(result).toMatchObject({
      left: { _tag: 'Rejected', rejection: { rule: 'H2', evidence: { isMember: false }, policyVersion: 0 } },
    })
    expect(await logOf(runtime.storage)).toHaveLength(1)
  })

  it('is recorded on the day in the time zone of the options, else of the domain, else in UTC', async () => {
    const evening = () => new Date('2018-06-10T17:00:00Z')
    const tomorrow: ToyCommand = {
      ...joinClub('p'),
      data: { ...joinClub('p').data, on: day('2018-06-11') },
    } as ToyCommand
    await executed(openRuntime(openMemory(), { clock: evening }), tomorrow)
    expect(await rejectedBy(openRuntime(openMemory(), { clock: evening, timeZone: 'UTC' }), tomorrow)).toBe('G3')
    const { timeZone: _, ...withoutTimeZone } = toyDomain
    expect(await rejectedBy(createRuntime(withoutTimeZone, openMemory(), { clock: evening }), tomorrow)).toBe('G3')
  })

  it('that changes nothing records nothing, and is decided again when repeated', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p'))
    await executed(runtime, openShow('s', 1))
    await executed(runtime, reserveSeat('s', 'p'))
    const again = await executed(runtime, reserveSeat('s', 'p'), { commandId: 'again' })
    expect(again).toEqual({ stream: 'show-s', revision: 1, events: [], duplicate: false })
    expect(await executed(runtime, reserveSeat('s', 'p'), { commandId: 'again' })).toEqual(again)
  })

  it.each([
    { title: 'a Date', given: { edition: new Date(0) } },
    { title: 'a number that is not finite', given: { edition: Number.NaN } },
    { title: 'data that does not fit its schema', given: { edition: 'first' } },
  ])('whose decider proposes $title rejects the promise, and records nothing', async ({ given }) => {
    const [person] = toyDomain.aggregates
    if (person === undefined) throw new Error('the toy domain has persons')
    const { data } = joinClub('p')
    const propose = () => [{ type: 'PersonJoined', data: { ...data, ...given } }]
    const broken = { ...person, decider: { ...person.decider, propose } }
    const storage = openMemory()
    const aggregates = toyDomain.aggregates.map((of) => (of === person ? broken : of))
    const runtime = createRuntime<ToyCommand>({ ...toyDomain, aggregates }, storage, { clock })
    await expect(execute(runtime, joinClub('p'))).rejects.toMatchObject({ _tag: 'DeciderError' })
    expect(await logOf(storage)).toEqual([])
  })

  it('in a dry run returns the events it would record, and stores nothing', async () => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    const outcome = await executed(runtime, joinClub('p', '7'), { dryRun: true })
    expect(outcome).toMatchObject({ revision: -1, events: [{ type: 'PersonJoined' }] })
    expect(await logOf(storage)).toEqual([])
    expect(await storage.keys.find(['person-p', '$master'])).toEqual(new Map())
    // nor is the claim acquired
    await executed(runtime, joinClub('q', '7'))
  })

  it('whose decider throws rejects the promise', async () => {
    const [person] = toyDomain.aggregates
    if (person === undefined) throw new Error('the toy domain has persons')
    const broken = { ...person, decider: { ...person.decider, propose: () => unexpected() } }
    const runtime = createRuntime<ToyCommand>(
      { ...toyDomain, aggregates: toyDomain.aggregates.map((of) => (of === person ? broken : of)) },
      openMemory(),
      { clock },
    )
    await expect(execute(runtime, joinClub('p'))).rejects.toThrow('unexpected')
    // the queue of the stream continues
    await expect(execute(runtime, joinClub('p'))).rejects.toThrow('unexpected')
  })
})

const unexpected = (): never => {
  throw new Error('unexpected')
}

describe('invalid input', () => {
  const issuesOf = async (input: unknown, options = {}) => {
    const runtime = createRuntime<unknown>(toyDomain, openMemory(), { clock })
    const result = await runtime.execute(input, { commandId: 'c', actor: 'a', ...options })()
    if (E.isRight(result) || result.left._tag !== 'Invalid') throw new Error('expected it to be invalid')
    return result.left.issues.map(({ path, code }) => `${path.join('.')} ${code}`)
  }
  const good = joinClub('p')

  it.each([null, 7, [], {}, { type: 'constructor' }, { type: 'PersonJoined', data: {} }])(
    'reports an unknown type: %j',
    async (input) => {
      expect(await issuesOf(input)).toEqual(['type unknown_type'])
    },
  )

  it('reports a hundred issues at most, at once', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`unknown-${at}`, at]))
    const startedAt = performance.now()
    for (const data of [{ ...joinClub('p').data, ...many }, { ...many }])
      expect(await issuesOf({ type: 'JoinClub', data })).toHaveLength(100)
    expect(
      await issuesOf({ type: 'MakeRemark', data: { about: Array.from({ length: 20_000 }, () => 1) } }),
    ).toHaveLength(100)
    // far above what it takes, and far below what an issue for each takes
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })

  it('reports each value that JSON cannot hold, with its path', async () => {
    const { data } = joinClub('p')
    const odd = { at: new Date(0), on: data.on, half: ['\ud800', Number.NaN, undefined, 1n], map: new Map() }
    expect(await issuesOf({ type: 'JoinClub', data: odd })).toEqual([
      'data.at not_json',
      'data.half.0 not_json',
      'data.half.1 not_json',
      'data.half.2 not_json',
      'data.half.3 not_json',
      'data.map not_json',
    ])
  })

  it('reports every issue', async () => {
    const input = { type: 'JoinClub', extra: 1, data: { personId: '', edition: -1, more: 2, on: '2018-02-30' } }
    expect((await issuesOf(input, { commandId: '', actor: 'a\nb' })).toSorted()).toEqual(
      [
        'actor invalid_format',
        'commandId too_small',
        'data.edition too_small',
        'data.more unrecognized_keys',
        'data.on invalid_format',
        'data.personal invalid_union',
        'data.personId too_small',
        'extra unrecognized_keys',
      ].toSorted(),
    )
  })

  it('reports unknown keys at any depth', async () => {
    const deep = { ...good, data: { ...good.data, personal: { name: 'A', nick: 'B' } } }
    expect(await issuesOf(deep)).toEqual(['data.personal.nick unrecognized_keys'])
    const hostile: unknown = JSON.parse(
      '{"type":"LeaveClub","data":{"personId":"p","on":"2018-06-10","__proto__":{"x":1}}}',
    )
    expect(await issuesOf(hostile)).toEqual(['data.__proto__ unrecognized_keys'])
  })

  it('reports values that are encrypted already', async () => {
    const names = { algorithm: 'A256GCM', command: 'JoinClub', field: 'personal', keyId: 'k', stream: 'person-q' }
    const personal = { ...names, person: 'person-q', ciphertext: 'x' }
    expect(await issuesOf({ ...good, data: { ...good.data, personal } })).toEqual(['data.personal encrypted'])
  })
})

describe('an expected revision', () => {
  it('admits the command only at that revision', async () => {
    const runtime = openRuntime()
    expect(await execute(runtime, joinClub('p'), { expected: 0 })).toMatchObject({
      left: { _tag: 'Conflict', expected: 0, actual: 'none' },
    })
    await executed(runtime, joinClub('p'), { expected: 'none' })
    expect(await execute(runtime, makeRemark('p', 'x'), { expected: 'none' })).toMatchObject({
      left: { _tag: 'Conflict', expected: 'none', actual: 0 },
    })
    expect(await executed(runtime, makeRemark('p', 'x'), { expected: 0 })).toMatchObject({ revision: 1 })
  })

  it('conflicts without a second attempt', async () => {
    const storage = openMemory()
    let appends = 0
    const contested = withEvents(storage, {
      append: (stream, events, expected) => {
        appends += 1
        return async () => {
          await executed(openRuntime(storage), makeRemark('p', `${appends}`))
          return storage.events.append(stream, events, expected)()
        }
      },
    })
    await executed(openRuntime(storage), joinClub('p'))
    expect(await execute(openRuntime(contested), makeRemark('p', 'mine'), { expected: 0 })).toMatchObject({
      left: { _tag: 'Conflict', expected: 0, actual: 1 },
    })
    expect(appends).toBe(1)
  })
})
