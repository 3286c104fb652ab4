// `kill -9` and Ctrl-C at random moments: the next run completes the work, and the report is that of an undisturbed run.
// SKEIN_KILLS is the number of kills of each command (default 2).

import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStorage } from '../src/storage/open-storage.js'
import { resultOf, runMain, runProcess, temporaryFolder } from './skein.js'
import { copyStore, storeUrl } from './stores.js'

const kills = Number(process.env.SKEIN_KILLS ?? 2)
const { folder, remove } = temporaryFolder()
afterAll(remove)

const killAfter = (args: readonly string[], min: number, max: number) =>
  runProcess(args, { folder, kill: { signal: 'SIGKILL', after: min + Math.random() * (max - min) } })

const readReport = async (path: string): Promise<string> =>
  (await runMain(['report', '--json', '--today', '2020-06-30', '--store', storeUrl(path)])).stdout

const undisturbed = join(folder, 'undisturbed.db')
let expectedReport: string
let seconds: number
beforeAll(async () => {
  const demo = await runProcess(['demo', '--db', undisturbed, '--json'], { folder })
  seconds = Number(resultOf(demo).seconds)
  expectedReport = await readReport(undisturbed)
}, 120_000)

it(`demo, killed ${kills} times, completes and gives the same report`, async () => {
  const path = join(folder, 'killed.db')
  for (let n = 0; n < kills; n += 1) await killAfter(['demo', '--db', path], 100, (seconds * 1000) / kills + 200)
  const last = await runProcess(['demo', '--db', path], { folder })
  expect(last.stderr).not.toContain('skein:')
  expect(last.code).toBe(0)
  expect(await readReport(path)).toBe(expectedReport)
  expect((await runMain(['verify', '--store', storeUrl(path)])).code).toBe(0)
}, 300_000)

it(`rebuild, killed ${kills} times, resumes and gives the same report`, async () => {
  const path = copyStore(undisturbed, 'rebuilt.db')
  const storage = await openStorage(storeUrl(path))
  for (const { id } of await storage.readModels.generations()) await storage.readModels.drop(id)
  await storage.close()

  const rebuild = ['rebuild', '--all', '--batch-size', '200', '--store', storeUrl(path)]
  for (let n = 0; n < kills; n += 1) await killAfter(rebuild, 200, 800)
  const last = await runProcess(rebuild, { folder })
  // the lock of the last killed process is taken over
  expect([last.code, last.stderr]).toEqual([0, expect.not.stringContaining('skein:')])
  expect(await readReport(path)).toBe(expectedReport)
}, 300_000)

// on a busy machine the signal may come before anything is done
it('Ctrl-C keeps what is done and exits 130; the same command continues', { timeout: 120_000, retry: 3 }, async () => {
  const path = join(mkdtempSync(join(folder, 'stopped-')), 'base.db')
  const stopped = await runProcess(['demo', '--db', path, '--lang', 'zh'], {
    folder,
    kill: { signal: 'SIGINT', after: Math.min(1500, seconds * 500) },
  })
  expect(stopped.code).toBe(130)
  expect(stopped.stderr.trimEnd().split('\n').at(-1)).toMatch(/^skein: 已中断/)
  const { events } = resultOf(await runMain(['status', '--json', '--store', storeUrl(path)]))
  expect(events).toBeGreaterThan(0)
  expect((await runProcess(['demo', '--db', path], { folder })).code).toBe(0)
  expect(await readReport(path)).toBe(expectedReport)
})
