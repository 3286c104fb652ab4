// `kill -9` at moments that nobody chose: the next run completes, and the report is that of a run left in peace.
// SKEIN_KILLS says how often (default 2 for each); ten and more on demand.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStorage } from '../src/storage/open-storage.js'
import { resultOf, skein, temporaryFolder } from './skein.js'

const kills = Number(process.env.SKEIN_KILLS ?? 2)
const { folder, remove } = temporaryFolder()
afterAll(remove)

const killed = (args: readonly string[], least: number, most: number) =>
  skein(args, { folder, kill: { signal: 'SIGKILL', after: least + Math.random() * (most - least) } })

const reportOf = async (db: string): Promise<string> =>
  (await skein(['report', '--json', '--today', '2020-06-30', '--store', `sqlite:${db}`], { folder })).stdout

const peaceful = 'peace.db'
let undisturbed: string
let seconds: number
beforeAll(async () => {
  const demo = await skein(['demo', '--db', peaceful, '--json'], { folder })
  seconds = Number(resultOf(demo).seconds)
  undisturbed = await reportOf(peaceful)
}, 120_000)

it(`demo, killed ${kills} times, ends as if it never was`, async () => {
  const db = 'killed.db'
  for (let n = 0; n < kills; n += 1) await killed(['demo', '--db', db], 100, (seconds * 1000) / kills + 200)
  const last = await skein(['demo', '--db', db], { folder })
  expect(last.stderr).not.toContain('skein:')
  expect(last.code).toBe(0)
  expect(await reportOf(db)).toBe(undisturbed)
  expect((await skein(['verify', '--store', `sqlite:${db}`], { folder })).code).toBe(0)
}, 300_000)

it(`rebuild, killed ${kills} times, is resumed and ends the same`, async () => {
  const db = 'rebuilt.db'
  for (const end of ['', '.keys', '.master-key']) copyFileSync(join(folder, peaceful + end), join(folder, db + end))
  const storage = await openStorage(`sqlite:${join(folder, db)}`)
  for (const { id } of await storage.readModels.generations()) await storage.readModels.drop(id)
  await storage.close()

  const rebuild = ['rebuild', '--all', '--batch-size', '200', '--store', `sqlite:${db}`]
  for (let n = 0; n < kills; n += 1) await killed(rebuild, 200, 800)
  const last = await skein(rebuild, { folder })
  // the lock of the last one that was killed ends by itself
  expect([last.code, last.stderr]).toEqual([0, expect.not.stringContaining('skein:')])
  expect(await reportOf(db)).toBe(undisturbed)
}, 300_000)

it('Ctrl-C keeps what is done and exits 130; the same command goes on', async () => {
  const db = 'stopped.db'
  const stopped = await skein(['demo', '--db', db, '--lang', 'zh'], {
    folder,
    kill: { signal: 'SIGINT', after: Math.min(1500, seconds * 500) },
  })
  expect(stopped.code).toBe(130)
  expect(stopped.stderr.trimEnd().split('\n').at(-1)).toMatch(/^skein: 已中断/)
  const { events } = resultOf(await skein(['status', '--json', '--store', `sqlite:${db}`], { folder }))
  expect(events).toBeGreaterThan(0)
  expect((await skein(['demo', '--db', db], { folder })).code).toBe(0)
  expect(await reportOf(db)).toBe(undisturbed)
}, 120_000)
