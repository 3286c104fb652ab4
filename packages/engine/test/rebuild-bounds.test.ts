import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { openMemory } from '../src/memory/open.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { contentFromLog, stored } from './ledger-content.js'
import { ledger } from './ledger-domain.js'
import { histories } from './ledger-history.js'
import { generationStates, projectionNamed, recorded, threeAccounts } from './ledger-store.js'

const days = fc.constantFrom('2018-04-30', '2018-05-01', '2018-05-03', '2018-05-04')
const minutes = fc.integer({ min: 0, max: 59 }).map((m) => `2018-06-01T16:${String(m).padStart(2, '0')}:00+08:00`)

describe('bounds', () => {
  test.prop([histories(), days, minutes])(
    'exclude events that happened, or were recorded, later',
    async (history, asOf, knownAt) => {
      const storage = await recorded(history)
      const known = new Date(knownAt).toISOString()
      const cases = [
        { options: { asOf }, bounds: { asOf } },
        { options: { knownAt }, bounds: { knownAt: known } },
        { options: { asOf, knownAt, into: 'both' }, bounds: { asOf, knownAt: known } },
      ]
      for (const { options, bounds } of cases) {
        const report = await rebuild(ledger, storage, { ...options, batchSize: 4 })
        for (const { name, generation } of report.projections) {
          const projection = projectionNamed(name)
          const expected = await contentFromLog(projection, storage, bounds)
          expect(await stored(storage, generation)).toEqual(expected)
        }
      }
      expect(await generationStates(storage)).toEqual(['named', 'named', 'named'])
    },
  )

  test('belong to a generation: its name is refused for other bounds, unless it is restarted', async () => {
    const storage = await recorded(threeAccounts)
    await rebuild(ledger, storage, { asOf: '2018-05-01', into: 'may' })
    await expect(rebuild(ledger, storage, { asOf: '2018-05-02', into: 'may' })).rejects.toMatchObject({
      _tag: 'RebuildError',
      reason: 'otherBounds',
      message: expect.stringContaining('as of 2018-05-01'),
    })
    await rebuild(ledger, storage, { asOf: '2018-05-02', into: 'may', restart: true })
    const generations = await storage.readModels.generations('balances')
    expect(generations.map(({ into, bounds }) => [into, bounds])).toEqual([['may', 'as of 2018-05-02']])
  })

  test('are the same for all generations of a name', async () => {
    const storage = await recorded(threeAccounts)
    const generationIds = async () => (await storage.readModels.generations()).map(({ id }) => id).sort()
    await rebuild(ledger, storage, { asOf: '2018-05-01', into: 'may', projections: ['balances', 'moves'] })
    const before = await generationIds()
    for (const options of [
      { projections: ['moves'], restart: true },
      { projections: ['seats'] },
      { projections: ['balances', 'moves'] },
      {},
    ])
      await expect(rebuild(ledger, storage, { ...options, into: 'may' })).rejects.toMatchObject({
        reason: 'otherBounds',
        message: expect.stringContaining('as of 2018-05-01'),
      })
    expect(await generationIds()).toEqual(before)
    await rebuild(ledger, storage, { asOf: '2018-05-01', into: 'may', projections: ['moves', 'seats'], restart: true })
    await rebuild(ledger, storage, { into: 'other', projections: ['moves'] })
    await rebuild(ledger, storage, { into: 'may', restart: true })
    const bounds = (await storage.readModels.generations()).map((one) => one.bounds)
    expect(new Set(bounds)).toEqual(new Set(['']))
  })

  test('make the name of the generation if none is given', async () => {
    const storage = await recorded(threeAccounts)
    await rebuild(ledger, storage, { asOf: '2018-05-01', knownAt: '2018-06-01T16:00:00+08:00' })
    const [generation] = await storage.readModels.generations('balances')
    expect(generation?.into).toBe('as-of-2018-05-01-known-at-2018-06-01T08:00:00.000Z')
  })

  test.each([{ asOf: '2018-02-30' }, { asOf: 'today' }, { knownAt: '2018-06-01' }, { knownAt: '2018-06-01T08:00' }])(
    'are refused if they cannot be parsed: %o',
    async (options) => {
      await expect(rebuild(ledger, openMemory(), options)).rejects.toMatchObject({ reason: 'badBound' })
    },
  )
})
