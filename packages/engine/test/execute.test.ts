import { day } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createRuntime, metadataOf, openMemory, verifyLog } from '../src/index.js'
import {
  clock,
  done,
  execute,
  join,
  leave,
  logOf,
  on,
  open,
  openTheatre,
  refused,
  remark,
  reserve,
  withEvents,
} from './theatre.js'
import { type ToyCommand, toyDomain } from './toy-domain.js'

describe('a command', () => {
  it('records what it makes happen, with what the decision saw', async () => {
    const runtime = openTheatre()
    await done(runtime, join('p'))
    await done(runtime, open('s', 3))
    const options = { commandId: 'c-1', correlationId: 'order-9', causationId: 'e-1' }
    expect(await done(runtime, reserve('s', 'p'), options)).toEqual({
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
      recordedAt: '2018-06-11T02:00:00.000Z',
      observedRevisions: { 'person-p': 0 },
      policyVersion: 3,
    })
  })

  it('is refused by a rule, in two languages, and records nothing', async () => {
    const runtime = openTheatre()
    await done(runtime, open('s', 3))
    const result = await execute(runtime, reserve('s', 'nobody'))
    expect(result).toMatchObject({
      left: { _tag: 'Rejected', rejection: { rule: 'H2', evidence: { isMember: false }, policyVersion: 0 } },
    })
    expect(await logOf(runtime.storage)).toHaveLength(1)
  })

  it('is dated by the day in the time zone', async () => {
    const evening = () => new Date('2018-06-10T17:00:00Z')
    const tomorrow: ToyCommand = { ...join('p'), data: { ...join('p').data, on: day('2018-06-11') } } as ToyCommand
    await done(openTheatre(openMemory(), { clock: evening }), tomorrow)
    expect(await refused(openTheatre(openMemory(), { clock: evening, timeZone: 'UTC' }), tomorrow)).toBe('G3')
  })

  it('that changes nothing records nothing, and its id is not remembered', async () => {
    const runtime = openTheatre()
    await done(runtime, join('p'))
    await done(runtime, open('s', 1))
    await done(runtime, reserve('s', 'p'))
    const again = await done(runtime, reserve('s', 'p'), { commandId: 'again' })
    expect(again).toEqual({ stream: 'show-s', revision: 1, events: [], duplicate: false })
    expect(await done(runtime, reserve('s', 'p'), { commandId: 'again' })).toEqual(again)
  })

  it('in a dry run says what it would record, and leaves no trace', async () => {
    const storage = openMemory()
    const runtime = openTheatre(storage)
    const outcome = await done(runtime, join('p', '7'), { dryRun: true })
    expect(outcome).toMatchObject({ revision: -1, events: [{ type: 'PersonJoined' }] })
    expect(await logOf(storage)).toEqual([])
    expect(await storage.keys.find(['person-p', '$master'])).toEqual(new Map())
    // nor does it hold the claim
    await done(runtime, join('q', '7'))
  })

  it('whose decider throws rejects the promise: that is a bug', async () => {
    const [person] = toyDomain.aggregates
    if (person === undefined) throw new Error('the theatre has people')
    const broken = { ...person, decider: { ...person.decider, propose: () => unexpected() } }
    const runtime = createRuntime<ToyCommand>({ ...toyDomain, aggregates: [broken] }, openMemory(), { clock })
    await expect(execute(runtime, join('p'))).rejects.toThrow('unexpected')
    // and the stream's queue goes on
    await expect(execute(runtime, join('p'))).rejects.toThrow('unexpected')
  })
})

const unexpected = (): never => {
  throw new Error('unexpected')
}

describe('what is no command', () => {
  const issuesOf = async (input: unknown, options = {}) => {
    const runtime = createRuntime<unknown>(toyDomain, openMemory(), { clock })
    const result = await runtime.execute(input, { commandId: 'c', actor: 'a', ...options })()
    if (E.isRight(result) || result.left._tag !== 'Invalid') throw new Error('it was taken')
    return result.left.issues.map(({ path, code }) => `${path.join('.')} ${code}`)
  }
  const good = join('p')

  it.each([null, 7, [], {}, { type: 'constructor' }, { type: 'PersonJoined', data: {} }])(
    'has no known type: %j',
    async (input) => {
      expect(await issuesOf(input)).toEqual(['type unknown_type'])
    },
  )

  it('is told all that is wrong with it', async () => {
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

  it('has keys that nobody knows, at any depth', async () => {
    const deep = { ...good, data: { ...good.data, personal: { name: 'A', nick: 'B' } } }
    expect(await issuesOf(deep)).toEqual(['data.personal.nick unrecognized_keys'])
    const hostile: unknown = JSON.parse(
      '{"type":"LeaveClub","data":{"personId":"p","on":"2018-06-10","__proto__":{"x":1}}}',
    )
    expect(await issuesOf(hostile)).toEqual(['data.__proto__ unrecognized_keys'])
  })

  it('brings values that are sealed already', async () => {
    const sealed = { ...good, data: { ...good.data, personal: { of: 'person-q', sealed: '1.k.personal.x' } } }
    expect(await issuesOf(sealed)).toEqual(['data.personal sealed'])
  })
})

describe('a repeated command', () => {
  it('adds nothing and is answered as the first time, whatever happened since', async () => {
    const members = ['p', 'q']
    const step = fc.record({ kind: fc.constantFrom('remark', 'leave'), person: fc.constantFrom(...members) })
    await fc.assert(
      fc.asyncProperty(fc.array(step), fc.boolean(), async (steps, restart) => {
        const storage = openMemory()
        const first = openTheatre(storage)
        const commands = [
          ...members.map((person) => join(person, person)),
          ...steps.map(({ kind, person }, index) => (kind === 'leave' ? leave(person) : remark(person, `${index}`))),
        ]
        const answers: unknown[] = []
        for (const [index, command] of commands.entries())
          answers.push(await execute(first, command, { commandId: `c${index}` }))
        const log = await logOf(storage)
        const again = restart ? openTheatre(storage) : first
        for (const [index, command] of commands.entries()) {
          const answer = await execute(again, command, { commandId: `c${index}` })
          const before = answers[index] as typeof answer
          if (E.isRight(before)) expect(answer).toEqual(E.right({ ...before.right, duplicate: true }))
          else expect(E.isLeft(answer)).toBe(true)
        }
        expect(await logOf(storage)).toEqual(log)
      }),
      { numRuns: 50 },
    )
  })

  it('with other content is refused, naming the rule and the place', async () => {
    const runtime = openTheatre()
    await done(runtime, join('p'), { commandId: 'c' })
    expect(await execute(runtime, remark('p', 'other'), { commandId: 'c' })).toMatchObject({
      left: { rejection: { rule: 'G2', evidence: { stream: 'person-p', commandId: 'c', revision: 0 } } },
    })
    // another stream has its own ids
    await done(runtime, join('q'), { commandId: 'c' })
  })

  it('is known after another process recorded it', async () => {
    const storage = openMemory()
    const here = openTheatre(storage)
    const there = openTheatre(storage, { clock: () => new Date('2018-06-11T02:00:01Z') })
    await done(here, join('p'))
    await done(there, remark('p', 'x'), { commandId: 'c' })
    expect(await done(here, remark('p', 'x'), { commandId: 'c' })).toMatchObject({ duplicate: true, revision: 1 })
    await done(there, remark('p', 'y'), { commandId: 'd' })
    expect(await refused(here, remark('p', 'z'), { commandId: 'd' })).toBe('G2')
  })

  it('sent by several processes at once is recorded once, and the chain holds', async () => {
    const storage = openMemory()
    const seconds = [1, 2, 3]
    const runtimes = seconds.map((second) =>
      openTheatre(storage, { clock: () => new Date(clock().getTime() + second * 1000) }),
    )
    for (const command of [join('p', '7'), remark('p', 'x'), leave('p')]) {
      const options = { commandId: command.type }
      const answers = await Promise.all(runtimes.map((runtime) => done(runtime, command, options)))
      expect(answers.map(({ duplicate }) => duplicate).toSorted()).toEqual([false, true, true])
    }
    expect(await verifyLog(toyDomain, storage.events.readAll())).toMatchObject({ events: 3, findingCount: 0 })
  })
})

describe('commands at the same time', () => {
  it('on one stream, from several processes, all land, one after another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 8 }), async (processes, each) => {
        const storage = openMemory()
        const runtimes = Array.from({ length: processes }, () => openTheatre(storage))
        const [first] = runtimes
        if (first === undefined) throw new Error('there is one')
        await done(first, join('p'))
        const notes = Array.from({ length: each }, (_, index) => index)
        await Promise.all(
          runtimes.flatMap((runtime, process) => notes.map((note) => done(runtime, remark('p', `${process}/${note}`)))),
        )
        const log = await logOf(storage, 'person-p')
        expect(log.map(({ revision }) => revision)).toEqual([...Array(1 + processes * each).keys()])
        expect((await verifyLog(toyDomain, storage.events.readAll())).findingCount).toBe(0)
      }),
      { numRuns: 20 },
    )
  })

  it('never seat more than there are seats', async () => {
    const storage = openMemory()
    const runtimes = [openTheatre(storage), openTheatre(storage)]
    const persons = [...'abcdefgh']
    for (const runtime of runtimes.slice(0, 1)) {
      await done(runtime, open('s', 3))
      for (const person of persons) await done(runtime, join(person))
    }
    const results = await Promise.all(
      persons.map((person, index) => execute(runtimes[index % 2] ?? openTheatre(storage), reserve('s', person))),
    )
    expect(results.filter(E.isRight)).toHaveLength(3)
    expect(await logOf(storage, 'show-s')).toHaveLength(4)
  })
})

describe('an expected revision', () => {
  it('lets only the expected one pass', async () => {
    const runtime = openTheatre()
    expect(await execute(runtime, join('p'), { expected: 0 })).toMatchObject({
      left: { _tag: 'Conflict', expected: 0, actual: 'none' },
    })
    await done(runtime, join('p'), { expected: 'none' })
    expect(await execute(runtime, remark('p', 'x'), { expected: 'none' })).toMatchObject({
      left: { _tag: 'Conflict', expected: 'none', actual: 0 },
    })
    expect(await done(runtime, remark('p', 'x'), { expected: 0 })).toMatchObject({ revision: 1 })
  })

  it('is told of a conflict without a second try', async () => {
    const storage = openMemory()
    let appends = 0
    const contested = withEvents(storage, {
      append: (stream, events, expected) => {
        appends += 1
        return async () => {
          await done(openTheatre(storage), remark('p', `${appends}`))
          return storage.events.append(stream, events, expected)()
        }
      },
    })
    await done(openTheatre(storage), join('p'))
    expect(await execute(openTheatre(contested), remark('p', 'mine'), { expected: 0 })).toMatchObject({
      left: { _tag: 'Conflict', expected: 0, actual: 1 },
    })
    expect(appends).toBe(1)
  })
})
