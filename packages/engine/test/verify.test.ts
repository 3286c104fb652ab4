import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { eventIdOf, openMemory, readVerified, StorageError, type StoredEvent, verifyLog } from '../src/index.js'
import { HashChains } from '../src/integrity/chain.js'
import { hashOf } from '../src/integrity/hash.js'
import { observedRevisionsOf } from '../src/integrity/metadata.js'
import { execute, executed, joinClub, logOf, makeRemark, openRuntime, openShow, reserveSeat } from './fixture.js'
import { toyDomain } from './toy-domain.js'

let log: readonly StoredEvent[] = []

beforeAll(async () => {
  const storage = openMemory()
  const runtime = openRuntime(storage)
  await executed(runtime, openShow('s', 3))
  for (const person of ['p', 'q']) {
    await executed(runtime, joinClub(person))
    await executed(runtime, reserveSeat('s', person))
    await executed(runtime, makeRemark(person, 'fine'))
  }
  await runtime.settle()
  log = await logOf(storage)
})

async function* pages(events: readonly StoredEvent[]) {
  yield events.slice(0, 3)
  yield events.slice(3)
}
const verify = (events: readonly StoredEvent[], options = {}) => verifyLog(toyDomain, pages(events), options)

/** The log with one event changed. */
const changed = (index: number, change: (event: StoredEvent) => Partial<StoredEvent>) =>
  log.map((event, at) => (at === index ? { ...event, ...change(event) } : event))

const anyEvent = fc.nat().map((index) => index % log.length)

describe('verifyLog', () => {
  it('has no findings in a log that the engine wrote', async () => {
    expect(await verify(log)).toMatchObject({ events: log.length, streams: 3, findingCount: 0, findings: [] })
  })

  it('finds any changed character of data and metadata, with its stream and revision', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvent, fc.constantFrom('data', 'metadata'), fc.nat(), fc.string(), async (...given) => {
        const [index, column, where, by] = given
        const event = log[index]
        if (event === undefined) throw new Error('an index of the log')
        const at = where % event[column].length
        const text = event[column].slice(0, at) + by + event[column].slice(at + 1)
        fc.pre(text !== event[column])
        const { findings } = await verify(changed(index, () => ({ [column]: text })))
        expect(findings[0]).toMatchObject({ stream: event.stream, revision: event.revision })
        expect(findings.map(({ kind }) => kind)).toContain('corrupt')
      }),
      { numRuns: 1_000 },
    )
  })

  it.each<[keyof StoredEvent, string | number, string]>([
    ['type', 'PersonLeft', 'corrupt'],
    ['eventId', '00000000-0000-8000-8000-000000000000', 'corrupt'],
    ['schemaVersion', 2, 'corrupt'],
    ['hash', '0'.repeat(64), 'corrupt'],
    ['stream', 'show-other', 'revision'],
  ])('finds a changed %s', async (column, value, kind) => {
    const { findings } = await verify(changed(2, () => ({ [column]: value })))
    expect(findings.map((finding) => finding.kind)).toContain(kind)
  })

  it('finds nothing in a hole that an event of another program fills', async () => {
    const event = { stream: 'show-s', type: 'ShowOpened', schemaVersion: 1, data: '{}', metadata: '[]' }
    const first = { ...event, revision: 1 }
    const hash = hashOf(first, null)
    const second = { ...event, revision: 4 }
    const chains = new HashChains()
    const findings = [
      { ...first, hash },
      { ...second, hash: hashOf(second, hash) },
    ].map((each) => chains.check({ ...each, eventId: eventIdOf(each.hash), position: '0' }))
    expect(findings.flat().filter(({ kind }) => kind === 'revision')).toEqual([])
  })

  it('names a stream that decisions saw and the log no longer has', async () => {
    const observed = new Set(log.flatMap((event) => Object.keys(observedRevisionsOf(event))))
    expect(observed.size).toBeGreaterThan(1)
    for (const stream of observed) {
      if (!log.some((event) => event.stream === stream)) continue
      const { findings } = await verify(log.filter((event) => event.stream !== stream))
      expect(findings, stream).toEqual([expect.objectContaining({ kind: 'revision', stream })])
    }
  })

  it('reads every stream from its beginning, and names those that the store does not return', async () => {
    const [first] = log
    if (first === undefined) return expect.fail('the log has events')
    const memory = openMemory()
    for (const { stream, revision, ...event } of log)
      await memory.events.append(stream, [event], revision === 0 ? 'none' : revision - 1)()
    const cut = new StorageError('corrupt', { en: 'it was cut', zh: '已被截断' })
    const reads = (of: string): AsyncIterable<readonly StoredEvent[]> => {
      if (of !== first.stream) return memory.events.readStream(of, { from: 0, to: 0 })
      return (async function* () {
        yield* []
        throw cut
      })()
    }
    const whole = await verifyLog(toyDomain, memory.events.readAll(), { events: memory.events })
    expect(whole.findings).toEqual([])
    const { findings } = await verifyLog(toyDomain, memory.events.readAll(), { events: { readStream: reads } })
    expect(findings).toEqual([{ kind: 'revision', stream: first.stream, text: cut.text }])
  })

  it('reports one finding for a missing event', async () => {
    // the first of a stream that goes on
    const { findings } = await verify(log.filter((_, index) => index !== 0))
    expect(findings).toMatchObject([{ kind: 'revision', stream: 'show-s', revision: 1 }])
    expect(findings[0]?.text).toEqual({ en: 'expected revision 0, found 1', zh: '应为序号 0,实为 1' })
  })

  it('finds two events of a stream that were swapped', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvent, anyEvent, async (a, b) => {
        const [first, second] = [log[a], log[b]]
        if (first === undefined || second === undefined) throw new Error('indexes of the log')
        fc.pre(first.stream === second.stream && a !== b)
        const { stream, revision, position } = first
        const swapped = changed(a, () => ({ ...second, stream, revision, position }))
        expect((await verify(swapped)).findingCount).toBeGreaterThan(0)
      }),
    )
  })

  it('reports one finding for a changed event, none for the events after it', async () => {
    const { findings } = await verify(changed(0, ({ data }) => ({ data: data.replace('3', '4') })))
    expect(findings).toMatchObject([{ kind: 'corrupt', stream: 'show-s', revision: 0 }])
    const other = await verify(changed(0, () => ({ hash: 'f'.repeat(64), eventId: eventIdOf('f'.repeat(64)) })))
    expect(other.findings.map(({ revision }) => revision)).toEqual([0])
  })

  it('compares a log with an earlier seal', async () => {
    const { seal } = await verify(log.slice(0, 4))
    expect((await verify(log, { against: seal })).findingCount).toBe(0)
    const cut = await verify(log.slice(0, 3), { against: seal })
    expect(cut.findings).toMatchObject([{ kind: 'seal' }])
    const reordered = [...log.slice(1, 2), ...log.slice(0, 1), ...log.slice(2)]
    expect((await verify(reordered, { against: seal })).findings).toMatchObject([{ kind: 'seal' }])
  })
})

describe('reading', () => {
  const storeOf = async (events: readonly StoredEvent[]) => {
    const { events: store } = openMemory()
    for (const event of events)
      await store.append(event.stream, [event], event.revision === 0 ? 'none' : event.revision - 1)()
    return store
  }
  const readAll = async (store: Awaited<ReturnType<typeof storeOf>>, stream: string, from = 0) => {
    for await (const _ of readVerified(store, stream, { from }));
  }

  it('names a changed character of data or metadata as corrupt, as verify does, in 1,000 of 1,000 tries', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyEvent,
        fc.constantFrom('data', 'metadata'),
        fc.nat(),
        fc.integer({ min: 1, max: 127 }),
        async (...given) => {
          const [index, column, where, bits] = given
          const event = log[index]
          if (event === undefined) throw new Error('an index of the log')
          const at = where % event[column].length
          const character = String.fromCharCode(event[column].charCodeAt(at) ^ bits)
          const text = event[column].slice(0, at) + character + event[column].slice(at + 1)
          // no store keeps such a text
          fc.pre(text.isWellFormed() && !text.includes('\0'))
          const tampered = changed(index, () => ({ [column]: text }))
          const store = await storeOf(tampered)
          const corrupt = { _tag: 'StorageError', fault: 'corrupt' }
          await expect(readAll(store, event.stream)).rejects.toMatchObject(corrupt)
          await expect(readAll(store, event.stream, event.revision)).rejects.toMatchObject(corrupt)
          const runtime = openRuntime({ ...openMemory(), events: store })
          expect(await execute(runtime, commandTo(event.stream))).toMatchObject({ left: { cause: corrupt } })
          expect((await verify(tampered)).findings.map(({ kind }) => kind)).toContain('corrupt')
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('names any two swapped envelopes as corrupt, also where all hashes were computed again', async () => {
    const holders = log.filter(({ data }) => data.includes('"ciphertext"'))
    const envelopeOf = ({ data }: StoredEvent) => /\{"algorithm"[^}]*\}/.exec(data)?.[0] ?? ''
    for (const one of holders)
      for (const other of holders) {
        if (one === other) continue
        const swapped = log.map((event) => {
          const data =
            event === one
              ? one.data.replace(envelopeOf(one), envelopeOf(other))
              : event === other
                ? other.data.replace(envelopeOf(other), envelopeOf(one))
                : event.data
          return { ...event, data }
        })
        await expect(readAll(await storeOf(swapped), one.stream)).rejects.toMatchObject({ fault: 'corrupt' })
        const { findings } = await verify(rehashed(swapped))
        expect(findings.map(({ kind, stream }) => [kind, stream])).toEqual(
          expect.arrayContaining([
            ['corrupt', one.stream],
            ['corrupt', other.stream],
          ]),
        )
      }
  })
})

const commandTo = (stream: string) =>
  stream.startsWith('show-') ? openShow(stream.slice(5), 3) : makeRemark(stream.slice(7), 'more')

/** The log as somebody would leave it who knows how hashes are made. */
const rehashed = (events: readonly StoredEvent[]): readonly StoredEvent[] => {
  const ends = new Map<string, string>()
  return events.map((event) => {
    const hash = hashOf(event, ends.get(event.stream) ?? null)
    ends.set(event.stream, hash)
    return { ...event, hash, eventId: eventIdOf(hash) }
  })
}
