import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createRuntime, openMemory, verifyLog } from '../src/index.js'
import { clock, execute, executed, joinClub, leaveClub, logOf, makeRemark, openRuntime, rejectedBy } from './fixture.js'
import { type ToyCommand, toyDomain } from './toy-domain.js'

describe('a repeated command', () => {
  it('adds nothing and returns the original result, whatever was recorded since', async () => {
    const members = ['p', 'q']
    const step = fc.record({ kind: fc.constantFrom('remark', 'leave'), person: fc.constantFrom(...members) })
    await fc.assert(
      fc.asyncProperty(fc.array(step), fc.boolean(), async (steps, restart) => {
        const storage = openMemory()
        const first = openRuntime(storage)
        const commands = [
          ...members.map((person) => joinClub(person, person)),
          ...steps.map(({ kind, person }, index) =>
            kind === 'leave' ? leaveClub(person) : makeRemark(person, `${index}`),
          ),
        ]
        const answers: unknown[] = []
        for (const [index, command] of commands.entries())
          answers.push(await execute(first, command, { commandId: `c${index}` }))
        const log = await logOf(storage)
        const again = restart ? openRuntime(storage) : first
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

  it('with other content is rejected with the rule and the revision', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p'), { commandId: 'c' })
    expect(await execute(runtime, makeRemark('p', 'other'), { commandId: 'c' })).toMatchObject({
      left: { rejection: { rule: 'command-id-reused', evidence: { stream: 'person-p', commandId: 'c', revision: 0 } } },
    })
    // ids are unique within a stream
    await executed(runtime, joinClub('q'), { commandId: 'c' })
  })

  it('with other content is rejected by the domain’s own rule, where it has one', async () => {
    const reusedCommandId = { id: 'G2', title: { en: 'One id, one command.', zh: '一个编号只用于一条命令。' } }
    const runtime = createRuntime<ToyCommand>({ ...toyDomain, builtInRules: { reusedCommandId } }, openMemory(), {
      clock,
    })
    await executed(runtime, joinClub('p'), { commandId: 'c' })
    expect(await execute(runtime, makeRemark('p', 'other'), { commandId: 'c' })).toMatchObject({
      left: { rejection: { rule: 'G2', message: reusedCommandId.title } },
    })
  })

  it('is recognised after another process recorded it', async () => {
    const storage = openMemory()
    const here = openRuntime(storage)
    const there = openRuntime(storage, { clock: () => new Date('2018-06-11T02:00:01Z') })
    await executed(here, joinClub('p'))
    await executed(there, makeRemark('p', 'x'), { commandId: 'c' })
    expect(await executed(here, makeRemark('p', 'x'), { commandId: 'c' })).toMatchObject({
      duplicate: true,
      revision: 1,
    })
    await executed(there, makeRemark('p', 'y'), { commandId: 'd' })
    expect(await rejectedBy(here, makeRemark('p', 'z'), { commandId: 'd' })).toBe('command-id-reused')
  })

  it('sent by several processes at once is recorded once, with valid hash chains', async () => {
    const storage = openMemory()
    const seconds = [1, 2, 3]
    const runtimes = seconds.map((second) =>
      openRuntime(storage, { clock: () => new Date(clock().getTime() + second * 1000) }),
    )
    for (const command of [joinClub('p', '7'), makeRemark('p', 'x'), leaveClub('p')]) {
      const options = { commandId: command.type }
      const answers = await Promise.all(runtimes.map((runtime) => executed(runtime, command, options)))
      expect(answers.map(({ duplicate }) => duplicate).toSorted()).toEqual([false, true, true])
    }
    expect(await verifyLog(toyDomain, storage.events.readAll())).toMatchObject({ events: 3, findingCount: 0 })
  })
})
