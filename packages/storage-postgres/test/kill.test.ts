import { randomInt } from 'node:crypto'
import { acknowledgedAppends, expectConsistentReadModel, expectWholeAppends, startChild } from '@skein/tooling/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { type OwnServer, startOwnServer } from './server.js'

/** SKEIN_KILLS=50 runs more. */
const kills = Number(process.env.SKEIN_KILLS ?? 4)
const testTimeoutMs = 30_000 + kills * 5_000

const appendScript = new URL('./children/append.ts', import.meta.url)

let server: OwnServer
beforeAll(async () => {
  server = await startOwnServer()
})
afterAll(() => server.stop())

const expectRecovered = async (
  schema: string,
  lines: readonly string[],
  projection: string,
  lastLines: readonly string[],
) => {
  const storage = await openPostgres({ url: server.url, schema })
  try {
    const stored = new Set(await expectWholeAppends(storage.events.readAll()))
    const appends = acknowledgedAppends(lines)
    expect(appends.filter((append) => !stored.has(append))).toEqual([])
    await expectConsistentReadModel(storage, projection, lastLines)
    return appends.length
  } finally {
    await storage.close()
  }
}

it(
  `keeps what was acknowledged when the appending process is killed (${kills} times)`,
  async () => {
    const schema = server.freshSchema()
    const lines: string[] = []
    let acknowledged = 0
    for (let round = 0; round < kills; round++) {
      const child = startChild(appendScript, server.url, schema, `round${round}`, '1000000', '4', 'both')
      // at any time: while it opens the store, or in the middle of a write
      await child.waitForLines(randomInt(1, 400))
      child.kill()
      expect([await child.ended, child.errorOutput()]).toEqual(['SIGKILL', ''])
      lines.push(...child.lines)
      acknowledged = await expectRecovered(schema, lines, `filled-by-round${round}`, child.lines)
    }
    console.info(`${kills} kills of the appending process: ${acknowledged} appends acknowledged, 0 lost, 0 doubled`)
  },
  testTimeoutMs,
)

it(
  `keeps what was acknowledged, once, when the server is killed, and the appending process continues (${kills} times)`,
  async () => {
    const schema = server.freshSchema()
    const child = startChild(appendScript, server.url, schema, 'throughout', '1000000', '4')
    for (let round = 0; round < kills; round++) {
      await child.waitForLines(child.lines.length + randomInt(50, 300))
      await server.kill()
      await server.start()
      await expectRecovered(schema, [...child.lines], 'none', [])
    }
    await child.waitForLines(child.lines.length + 50)
    child.kill()
    expect([await child.ended, child.errorOutput()]).toEqual(['SIGKILL', ''])
    const acknowledged = await expectRecovered(schema, child.lines, 'none', [])
    console.info(`${kills} kills of the server: ${acknowledged} appends acknowledged, 0 lost, 0 doubled`)
  },
  testTimeoutMs,
)
