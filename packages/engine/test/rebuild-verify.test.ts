import { describe, expect, test } from 'vitest'
import type { Storage } from '../src/ports/index.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { ledger } from './ledger-domain.js'
import { record } from './ledger-history.js'
import { oneMove, recorded, threeAccounts, withMethods } from './ledger-store.js'

describe('verify', () => {
  const tampered = async (change: (event: { data: string; metadata: string }) => object): Promise<Storage> => {
    const storage = await recorded([...threeAccounts, ...oneMove])
    const { events } = storage
    return {
      ...storage,
      events: withMethods(events, {
        async *readAll(options) {
          for await (const batch of events.readAll(options))
            yield batch.map((event) =>
              event.stream === 'account-a' && event.revision === 1 ? { ...event, ...change(event) } : event,
            )
        },
      }),
    }
  }
  const location = { stream: 'account-a', revision: 1, type: 'Added' }

  test('finds nothing in an unchanged log', async () => {
    const storage = await recorded([...threeAccounts, ...oneMove])
    expect(await rebuild(ledger, storage, { verify: true, batchSize: 2 })).toMatchObject({ ok: true, events: 7 })
    // also if everything is built already, and for events of types that no projection handles
    expect(await rebuild(ledger, storage, { verify: true, projections: ['moves'] })).toMatchObject({
      ok: true,
      events: 7,
    })
  })

  test('finds changed data, and completes the rebuild', async () => {
    const storage = await tampered(({ data }) => ({ data: data.replace('7', '8') }))
    const report = await rebuild(ledger, storage, { verify: true })
    expect(report).toMatchObject({
      ok: false,
      interrupted: false,
      findings: [{ kind: 'corrupt', ...location }],
      findingCount: 1,
    })
  })

  test('finds data that does not fit its schema, without quoting it', async () => {
    const storage = await tampered(({ data }) => ({ data: data.replace('7', '"secret"') }))
    const report = await rebuild(ledger, storage, { verify: true, projections: ['moves'] })
    expect(report.findings.map(({ kind }) => kind)).toEqual(['corrupt', 'schema'])
    expect(JSON.stringify(report.findings)).not.toContain('secret')
    expect(report.findings[1]?.text.en).toContain('data.amount')
  })

  test('finds data that is not JSON, also without verify', async () => {
    const storage = await tampered(() => ({ data: '{' }))
    const report = await rebuild(ledger, storage, { verify: true })
    expect(report.findings.map(({ kind }) => kind)).toEqual(['corrupt', 'unreadable'])
    expect(await rebuild(ledger, storage)).toMatchObject({ ok: false, findings: [{ kind: 'unreadable', ...location }] })
  })

  test('finds missing events and unknown event types', async () => {
    const storage = await recorded(threeAccounts)
    await record(storage, oneMove)
    const unknown = { ...ledger, aggregates: [{ ...account(), events: {} }] }
    const report = await rebuild(unknown, storage, { verify: true, projections: ['moves'] })
    expect(report.findings.map(({ kind }) => kind)).toEqual(Array(7).fill('schema'))
    const gap = await tampered(() => ({ revision: 2 }))
    expect((await rebuild(ledger, gap, { verify: true })).findings[0]).toMatchObject({ kind: 'revision' })
  })
})

const account = () => {
  const [first] = ledger.aggregates
  if (first === undefined) throw new Error('the ledger has an aggregate')
  return first
}
