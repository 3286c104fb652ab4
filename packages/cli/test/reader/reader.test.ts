// A reader of another make, written from docs/stored-format.md, agrees with ours. `SKEIN_READER_DEMO=1` reads the log of the demo.
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { flipBit } from '../damage.js'
import { resultOf, runMain, temporaryFolder } from '../skein.js'
import { callOn, copyStore, lastEvent, simulatedStore } from '../stores.js'

const script = join(import.meta.dirname, 'read_log.py')
const hasPython = spawnSync('python3', ['--version']).status === 0
const { folder, remove } = temporaryFolder()
afterAll(remove)

const read = (path: string): Record<string, unknown> =>
  JSON.parse(execFileSync('python3', [script, path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }))

const storedLog = async (): Promise<string> => {
  if (!process.env.SKEIN_READER_DEMO) return simulatedStore(folder, 'log.db')
  const path = join(folder, 'demo.db')
  expect(await runMain(['demo', '--db', path])).toMatchObject({ code: 0 })
  return path
}

describe.skipIf(!hasPython)('a reader in Python', () => {
  it('agrees with the test vectors', () => {
    expect(read(join(import.meta.dirname, '../../../../docs/stored-format.json'))).toEqual({ findings: [] })
  })

  it('finds in a log what `verify` finds', async () => {
    const path = await storedLog()
    const { events, streams, seal, sealed } = resultOf(await callOn(path)('verify', '--json'))
    const report = read(path)
    expect(report).toMatchObject({ events, streams, seal, findings: [] })
    expect(sealed).toMatchObject({ keyless: 0 })
    expect(report.envelopes).toBeGreaterThan(0)

    const damaged = copyStore(path, 'damaged.db')
    const event = await lastEvent(path, 'CandidateNominated')
    flipBit(damaged, event)
    expect(await callOn(damaged)('verify')).toMatchObject({ code: 3 })
    const { status, stdout } = spawnSync('python3', [script, damaged], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(JSON.parse(stdout).findings).toEqual([`${event.stream}@${event.revision}: its hash does not match`])
  }, 300_000)
})
