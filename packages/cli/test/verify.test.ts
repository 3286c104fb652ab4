import { readFileSync, writeFileSync } from 'node:fs'
import { openStorage } from '@skein/cli'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flipBit } from './damage.js'
import { resultOf, temporaryFolder } from './skein.js'
import { callOn, copyStore, lastEvent, simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
let path: string
beforeAll(async () => {
  path = await simulatedStore(folder, 'base.db')
}, 60_000)
afterAll(remove)

describe('verify', () => {
  it('finds nothing in a log that was not changed', async () => {
    const result = await callOn(path)('verify', '--json')
    expect(result.code).toBe(0)
    expect(resultOf(result)).toMatchObject({ ok: true, count: 0, findings: [] })
  })

  it('names stream and revision of an event with a flipped bit', async () => {
    const event = await lastEvent(path, 'CandidateNominated')
    const { stream, revision } = event
    const copy = copyStore(path, 'flipped.db')
    flipBit(copy, event)
    const call = callOn(copy)
    for (const lang of ['en', 'zh']) {
      const { code, stdout } = await call('verify', '--lang', lang)
      expect(code).toBe(3)
      expect(stdout).toMatch(new RegExp(`^${stream} \\S+ ${revision}:`, 'm'))
    }
    expect(resultOf(await call('verify', '--json'))).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([expect.objectContaining({ stream, revision })]),
    })
  })
})

describe('verify counts persons without a key', () => {
  const noteOf = async (database: string): Promise<readonly [text: string, counts: unknown]> => {
    const { code, stdout } = await callOn(database)('verify', '--lang', 'en')
    expect(code).toBe(0)
    const { sealed } = resultOf(await callOn(database)('verify', '--json'))
    return [stdout, sealed]
  }

  it('none where all keys exist', async () => {
    const [text, counts] = await noteOf(path)
    expect(text).not.toContain('Note')
    expect(counts).toEqual({ persons: expect.any(Number), keyless: 0 })
  })

  it('one after one person was forgotten, and all after all were', async () => {
    const copy = copyStore(path, 'forgotten.db')
    const { persons } = (await noteOf(copy))[1] as { readonly persons: number }
    const storage = await openStorage(storeUrl(copy))
    const ids = new Set<string>()
    for await (const batch of storage.events.readAll())
      for (const { data } of batch)
        for (const [, person = ''] of data.matchAll(/"keyId":"[^"]*","person":"([^"]*)"/g)) ids.add(person)
    expect(ids.size).toBe(persons)
    const [first = '', ...others] = ids
    await storage.keys.destroy(first)
    expect(await noteOf(copy)).toEqual([expect.stringContaining(`1 of ${persons} persons`), { persons, keyless: 1 }])
    for (const person of others) await storage.keys.destroy(person)
    await storage.close()
    expect(await noteOf(copy)).toEqual([expect.stringContaining('none of the'), { persons, keyless: persons }])
  })
})

it.each([[['report']], [['verify']], [['rebuild', '--all']]])('%j of a truncated file reports damage', async (args) => {
  const copy = copyStore(path, 'truncated.db')
  writeFileSync(copy, readFileSync(copy).subarray(0, 60_000))
  const { code, stdout, stderr } = await callOn(copy)(...args, '--lang', 'en')
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^skein: [^\n]*truncated\.db[^\n]*damaged[^\n]*\n$/)
})
