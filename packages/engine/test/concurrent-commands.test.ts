import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { openMemory, verifyLog } from '../src/index.js'
import { execute, executed, joinClub, logOf, makeRemark, openRuntime, openShow, reserveSeat } from './fixture.js'
import { toyDomain } from './toy-domain.js'

describe('concurrent commands', () => {
  it('on one stream, from several processes, are all recorded, one after another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 8 }), async (processes, each) => {
        const storage = openMemory()
        const runtimes = Array.from({ length: processes }, () => openRuntime(storage))
        const [first] = runtimes
        if (first === undefined) throw new Error('there is one')
        await executed(first, joinClub('p'))
        const notes = Array.from({ length: each }, (_, index) => index)
        await Promise.all(
          runtimes.flatMap((runtime, process) =>
            notes.map((note) => executed(runtime, makeRemark('p', `${process}/${note}`))),
          ),
        )
        const log = await logOf(storage, 'person-p')
        expect(log.map(({ revision }) => revision)).toEqual([...Array(1 + processes * each).keys()])
        expect((await verifyLog(toyDomain, storage.events.readAll())).findingCount).toBe(0)
      }),
      { numRuns: 20 },
    )
  })

  it('never break a rule on one stream: no more seats are taken than there are', async () => {
    const storage = openMemory()
    const runtimes = [openRuntime(storage), openRuntime(storage)]
    const persons = [...'abcdefgh']
    for (const runtime of runtimes.slice(0, 1)) {
      await executed(runtime, openShow('s', 3))
      for (const person of persons) await executed(runtime, joinClub(person))
    }
    const results = await Promise.all(
      persons.map((person, index) => execute(runtimes[index % 2] ?? openRuntime(storage), reserveSeat('s', person))),
    )
    expect(results.filter(E.isRight)).toHaveLength(3)
    expect(await logOf(storage, 'show-s')).toHaveLength(4)
  })
})
