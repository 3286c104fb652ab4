import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Result, resultOf, runMain, temporaryFolder } from './skein.js'
import { storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
// a shell has to quote it
const path = join(folder, 'demo base.db')
const store = ['--store', storeUrl(path)]
const readReport = async (): Promise<string> =>
  (await runMain(['report', '--json', '--today', '2020-06-30', ...store])).stdout

let demo: Result
let originalReport: string
beforeAll(async () => {
  demo = await runMain(['demo', '--db', path, '--lang', 'en'])
  originalReport = await readReport()
}, 120_000)
afterAll(remove)

describe('demo', () => {
  it('prints the five tasks, each number with its source, and its certainty where it is not exact', () => {
    expect(demo.code).toBe(0)
    for (const title of ['Build the base', 'Train able people', 'Back lead', 'Carry the poor', 'Strengthen'])
      expect(demo.stdout).toContain(title)
    expect(demo.stdout).toMatch(/Contributions +≥ 2,600,000 +yuan +supportLedger\//)
    expect(demo.stdout).toMatch(/≈ 26 % .*no later than 2018-06-11/)
    expect(demo.stdout).not.toMatch(/undefined|NaN|\[object/)
  })

  it('prints no master key, and stores it for its owner only', () => {
    const key = readFileSync(`${path}.master-key`, 'utf8').trim()
    expect(demo.stdout + demo.stderr).not.toContain(key)
    if (process.platform !== 'win32') expect(statSync(`${path}.master-key`).mode & 0o777).toBe(0o600)
  })

  it('prints three commands that can be pasted', async () => {
    const printed = [...demo.stdout.matchAll(/^ {2}npx skein (.*?) +# /gm)].map(([, args = '']) => args)
    expect(printed).toHaveLength(3)
    for (const args of printed) {
      // split as a shell splits them
      const words = [...args.matchAll(/'([^']*)'|(\S+)/g)].map(([, inQuotes, plain]) => inQuotes ?? plain ?? '')
      const { code, stdout } = await runMain(words)
      expect(code).toBe(0)
      expect(stdout.split('\n').length).toBeGreaterThan(10)
    }
  })

  it.each(['annul', 'correct'])('is what the example in the help of %s is about', async (command) => {
    const { stdout: help } = await runMain([command, '--help', '--lang', 'en'])
    const [, example = ''] = /^ {2}skein (.*) --store \S+$/m.exec(help) ?? []
    const words = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, inQuotes, plain]) => inQuotes ?? plain ?? '')
    const { code, stdout } = await runMain([...words, ...store, '--lang', 'en'])
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^This would change \(nothing was recorded\):\nbase-chadian\n/),
    ])
  })

  it('changes nothing when it is run again', async () => {
    const before = resultOf(await runMain(['status', '--json', ...store]))
    const again = await runMain(['demo', '--db', path, '--json'])
    expect(again.code).toBe(0)
    expect(`${JSON.stringify(resultOf(again).report)}\n`).toBe(originalReport)
    const { events, head } = resultOf(await runMain(['status', '--json', ...store]))
    expect([events, head]).toEqual([before.events, before.head])
  })

  it('fails with another master key', async () => {
    const env = { SKEIN_LANG: 'en', SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
    const { code, stdout, stderr } = await runMain(['demo', '--db', path], { env })
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(/^skein: [^\n]*another one[^\n]*\n$/)])
  })

  it('fails in a database with the events of another seed', async () => {
    const { code, stderr } = await runMain(['demo', '--db', path, '--seed', '8', '--lang', 'en'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/another log/)
  })
})
