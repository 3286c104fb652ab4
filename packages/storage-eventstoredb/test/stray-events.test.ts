// Events of another program in the streams of ours: they are not there for decisions, read models, processes or checks.
import { randomUUID } from 'node:crypto'
import { domain } from '@skein/core'
import { catchUp, check, copy, createRuntime, openMemory, rebuild, type Storage, verifyLog } from '@skein/engine'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyOf, documentsOf, masterKey, type Programme, recordProgramme } from './programme.js'
import type { Simulator } from './simulator/index.js'

let programme: Programme
beforeAll(async () => {
  programme = await recordProgramme()
})

/** What another program may write, with names and types of ours. */
const strays = ['{"on":"2018-06-10","people":3}', 'null', '[1]', 'no JSON', '"0@journey-t1"', '\u0000\u0001']
const types = ['WillingCounted', 'TraineeNominated', '$>', 'OrderPlaced', 'EntryAnnulled']
const metadata = ['', 'null', '{}', '\u0002', '{"hash":"x","schemaVersion":1,"metadata":[]}', '[7]']

interface Stray {
  readonly stream: number
  readonly data: string
  readonly type: string
  readonly metadata: string
  readonly isJson: boolean
}

const stray: fc.Arbitrary<Stray> = fc.record({
  stream: fc.nat(10_000),
  data: fc.constantFrom(...strays),
  type: fc.constantFrom(...types),
  metadata: fc.constantFrom(...metadata),
  isJson: fc.boolean(),
})

const write = ({ log }: Simulator, stream: string, { data, type, metadata: own, isJson }: Stray) =>
  log.append(
    stream,
    [
      {
        id: randomUUID(),
        type,
        contentType: isJson ? 'application/json' : 'application/octet-stream',
        data: Buffer.from(data),
        metadata: Buffer.from(own),
      },
    ],
    'any',
  )

const countWilling = (people: number) => ({
  type: 'CountWilling' as const,
  data: { code: '532329104', people, on: '2019-01-02' },
})

/** Commands of people, and what follows: each to a stream in which strays stand, before, between and behind. */
const goOn = async (storage: Storage, between: (turn: number) => void): Promise<unknown> => {
  const runtime = createRuntime(domain, storage, { masterKey })
  const outcomes: unknown[] = []
  for (let turn = 0; turn < 4; turn++) {
    between(turn)
    const commandId = `0000000${turn}-0000-4000-8000-000000000000`
    const sent = await runtime.execute(countWilling(turn), { commandId, actor: 'clerk-1' })()
    outcomes.push(E.isRight(sent) ? sent.right.events : sent.left)
    const again = await runtime.execute(countWilling(turn), { commandId, actor: 'clerk-1' })()
    outcomes.push(E.isRight(again) ? [again.right.duplicate, again.right.events] : again.left)
  }
  await runtime.settle()
  await catchUp(domain, storage)
  return { outcomes, documents: await documentsOf(storage) }
}

describe('events of another program in streams of ours', () => {
  it('change no decision, no read model and no finding', { timeout: 1_800_000 }, async () => {
    const plain = await copyOf(programme)
    await rebuild(domain, plain.storage)
    const expected = await goOn(plain.storage, () => undefined)
    await plain.stop()
    await fc.assert(
      fc.asyncProperty(
        fc.array(stray, { minLength: 1, maxLength: 6 }),
        fc.array(stray, { maxLength: 3 }),
        async (before, between) => {
          const copied = await copyOf(programme)
          try {
            const { simulator, storage, events } = copied
            for (const one of before)
              write(simulator, programme.streams[one.stream % programme.streams.length] ?? '', one)
            await rebuild(domain, storage)
            const found = await goOn(storage, () => {
              for (const one of between) write(simulator, 'division-532329104', one)
            })
            expect(found).toEqual(expected)
            const { findings } = await verifyLog(domain, events.readAll(), { events })
            expect(findings).toEqual([])
            for await (const violation of check(domain, events)) expect.fail(JSON.stringify(violation))
            const rebuilt = { ...storage, readModels: openMemory().readModels }
            await rebuild(domain, rebuilt)
            expect(await documentsOf(rebuilt)).toEqual(await documentsOf(storage))
          } finally {
            await copied.stop()
          }
        },
      ),
      { numRuns: Number(process.env.SKEIN_RUNS ?? 2) },
    )
  })

  it('may be all that a stream has', async () => {
    const copied = await copyOf(programme)
    const runtime = createRuntime(domain, copied.storage, { masterKey })
    const one = { stream: 0, data: '{}', type: 'DivisionRegistered', metadata: 'null', isJson: true }
    for (let turn = 0; turn < 3; turn++) write(copied.simulator, 'division-532329104209', one)
    const sent = await runtime.execute(
      {
        type: 'RegisterDivision',
        data: { code: '532329104209', level: 'village', parent: '532329104', name: 'x', on: '2018-01-01' },
      },
      { commandId: randomUUID(), actor: 'clerk-1' },
    )()
    expect(sent).toMatchObject({ right: { revision: 3 } })
    await copied.stop()
  })

  it('take revisions that no other store can have: a copy names the stream, and what to do', async () => {
    const stream = 'division-532329104'
    const one = { stream: 0, data: '{}', type: 'DivisionRegistered', metadata: 'null', isJson: true }
    const original = await copyOf(programme)
    // behind the last event of ours they are in nobody's way
    write(original.simulator, stream, one)
    const ended = openMemory()
    const { events } = await copy(original.storage, ended)
    expect(events).toBe(programme.entries.length)

    const runtime = createRuntime(domain, original.storage, { masterKey })
    expect(E.isRight(await runtime.execute(countWilling(0), { commandId: randomUUID(), actor: 'clerk-1' })())).toBe(
      true,
    )
    const last = original.simulator.log.visible(stream).length - 1
    await expect(copy(original.storage, openMemory())).rejects.toMatchObject({
      reason: 'strayEvents',
      message: expect.stringMatching(
        new RegExp(`another program wrote into ${stream}, .* revision ${last} behind revision ${last - 2}\\. .*backup`),
      ),
    })
    // what was copied before can continue no more
    await expect(copy(original.storage, ended)).rejects.toMatchObject({ reason: 'strayEvents' })
    await original.stop()
  })
})
