// Commands on a damaged store name the file, the stream or the event, and what to do.
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { openSqlite } from '@skein/storage-sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { callOn, copyStore, lastEvent, simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)
let path: string
beforeAll(async () => {
  path = await simulatedStore(folder, 'a.db')
}, 60_000)

let copies = 0
const copyOf = () => copyStore(path, `copy-${copies++}.db`)
const failsWith = async (args: readonly string[], expected: RegExp) => {
  const { code, stderr } = await runMain([...args, '--lang', 'en'])
  expect([code, stderr]).toEqual([1, expect.stringMatching(expected)])
  expect(stderr).not.toMatch(/unexpected|defect of skein/)
}

describe('a damaged file of keys', () => {
  it.each([
    ['in the middle', (file: string) => writeFileSync(file, readFileSync(file).fill(0xff, 4096))],
    ['at its beginning', (file: string) => writeFileSync(file, readFileSync(file).fill(0, 0, 100))],
    ['at its end', (file: string) => truncateSync(file, 10_000)],
  ])('is named, not the file of the events: %s', async (_case, damage) => {
    const copy = copyOf()
    damage(`${copy}.keys`)
    for (const args of [['status'], ['report'], ['journey', 't'], ['verify'], ['rebuild', '--all']])
      await failsWith([...args, '--store', storeUrl(copy)], /copy-\d+\.db\.keys: .*damaged.*restore a backup/)
    await failsWith(
      ['copy', '--from', storeUrl(copy), '--to', storeUrl(`${copy}.target`)],
      /copy-\d+\.db\.keys: .*damaged/,
    )
  })
})

describe('a damaged page in the file of the events', () => {
  /** Overwrites the pages of the table that hold the second half of the log. */
  const damaged = async () => {
    const copy = copyOf()
    const event = await lastEvent(copy, 'TraineeSelected')
    const bytes = readFileSync(copy)
    const page = Math.floor(bytes.indexOf(event.data) / 4096)
    writeFileSync(copy, bytes.fill(0xff, page * 4096, (page + 1) * 4096))
    return { copy, event }
  }

  it('is named by the last event before it; copy takes along all events up to there', async () => {
    const { copy, event } = await damaged()
    const place = /copy-\d+\.db: the file is damaged.* The log can be read up to position (\d+) \(\S+@\d+\)\.\n$/
    for (const command of ['check', 'verify']) await failsWith([command, '--store', storeUrl(copy)], place)
    const target = `${copy}.target`
    const args = ['copy', '--from', storeUrl(copy), '--to', storeUrl(target), '--lang', 'en']
    const { code, stderr } = await runMain(args)
    const [, reached] = place.exec(stderr) ?? []
    expect(code).toBe(1)
    expect(Number(reached)).toBeGreaterThan(10)
    expect(Number(reached)).toBeLessThan(Number(event.position))
    const storage = await openSqlite({ path: target, readOnly: true })
    expect(await storage.events.count()).toBe(Number(reached))
    await storage.close()
  })

  it('is named by its stream where one stream is read', async () => {
    const { copy, event } = await damaged()
    const trainee = event.stream.replace('journey-', '')
    await failsWith(['journey', trainee, '--store', storeUrl(copy)], new RegExp(`The stream ${event.stream} cannot`))
  })
})

it('a store of which only read models are damaged is moved to a new file, whole', async () => {
  const copy = copyOf()
  const bytes = readFileSync(copy)
  const storage = await openSqlite({ path: copy, readOnly: true })
  const [live] = await storage.readModels.generations('journeyFunnel')
  const { items } = await storage.readModels.list(live?.id ?? '', 'doc')
  const events = await storage.events.count()
  await storage.close()
  for (const { value } of items)
    for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value)) {
      const page = Math.floor(at / 4096)
      bytes.fill(0xff, page * 4096, (page + 1) * 4096)
    }
  writeFileSync(copy, bytes)
  await failsWith(['report', '--store', storeUrl(copy)], /copy-\d+\.db: the file is damaged/)

  expect((await callOn(copy)('verify')).code).toBe(0)
  const target = `${copy}.target`
  const args = ['copy', '--from', storeUrl(copy), '--to', storeUrl(target), '--json']
  expect(resultOf(await runMain(args))).toMatchObject({ ok: true, events })
  const rebuild = await callOn(target)('rebuild', '--all')
  expect([rebuild.code, rebuild.stderr]).toEqual([0, expect.not.stringContaining('skein:')])
  expect((await callOn(target)('report')).code).toBe(0)
})

describe('an event that cannot be read', () => {
  const changes = [
    ['whose data are no JSON', `data = 'z' || substr(data, 2)`],
    ['whose data do not fit its schema', `data = '{}'`],
    ['of a version that is not known', 'schema_version = 99'],
    ['whose metadata are damaged', `metadata = 'z' || metadata`],
  ] as const

  it.each(changes)('is named with its stream and revision, and the cause: %s', async (_case, change) => {
    const copy = copyOf()
    const event = await lastEvent(copy, 'TraineeSelected')
    const database = new DatabaseSync(copy)
    database.prepare(`UPDATE events SET ${change} WHERE position = ?`).run(Number(event.position))
    database.close()
    const place = `${event.stream}@${event.revision}`
    const trainee = event.stream.replace('journey-', '')
    const command = `${copy}.json`
    writeFileSync(command, JSON.stringify({ type: 'SelectTrainee', data: { traineeId: trainee, on: '2019-01-01' } }))
    await failsWith(['journey', trainee, '--store', storeUrl(copy)], new RegExp(`${place} .*(changed|damaged)`))
    await failsWith(
      ['copy', '--from', storeUrl(copy), '--to', storeUrl(`${copy}.target`)],
      new RegExp(`${event.stream} revision ${event.revision}: .*(changed|damaged).*[^.]\\. Restore a backup, then`),
    )
    const explained = await callOn(copy)('explain', command, '--lang', 'en')
    expect(explained.code).not.toBe(0)
    expect(explained.stdout + explained.stderr).toMatch(new RegExp(`${place} .*(changed|damaged)`))
    expect(explained.stdout + explained.stderr).not.toMatch(/unexpected|defect of skein/)
  })

  it.each([changes[0], changes[2], changes[3]])('stops check with its name: %s', async (_case, change) => {
    const copy = copyOf()
    const event = await lastEvent(copy, 'TraineeSelected')
    const database = new DatabaseSync(copy)
    database.prepare(`UPDATE events SET ${change} WHERE position = ?`).run(Number(event.position))
    database.close()
    await failsWith(['check', '--store', storeUrl(copy)], new RegExp(`${event.stream}@${event.revision} .*`))
  })
})
