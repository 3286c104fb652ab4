import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { startChild } from './child.js'
import { expectFilled, wholeAppends } from './kept.js'
import { type OwnServer, startOwnServer } from './server.js'

/** More on demand: SKEIN_KILLS=50. */
const kills = Number(process.env.SKEIN_KILLS ?? 4)
const patience = 30_000 + kills * 5_000

const appending = new URL('./children/append.ts', import.meta.url)

let server: OwnServer
beforeAll(async () => {
  server = await startOwnServer()
})
afterAll(() => server.stop())

const expectKept = async (
  schema: string,
  acknowledged: readonly string[],
  projection: string,
  last: readonly string[],
) => {
  const storage = await openPostgres({ url: server.url, schema })
  try {
    const kept = new Set(await wholeAppends(storage))
    const appends = acknowledged.filter((line) => !line.startsWith('checkpoint '))
    expect(appends.filter((line) => !kept.has(line))).toEqual([])
    await expectFilled(storage, projection, last)
    return appends.length
  } finally {
    await storage.close()
  }
}

it(
  `what was acknowledged is there after kill -9 of who appends (${kills} times)`,
  async () => {
    const schema = server.freshSchema()
    const acknowledged: string[] = []
    let kept = 0
    for (let round = 0; round < kills; round++) {
      const child = startChild(appending, server.url, schema, `round${round}`, '1000000', '4', 'both')
      // anywhere: while it opens the store, and in the middle of its writing
      await child.said(randomInt(1, 400))
      child.kill()
      expect([await child.ended, child.complaints()]).toEqual(['SIGKILL', ''])
      acknowledged.push(...child.lines)
      kept = await expectKept(schema, acknowledged, `filled-by-round${round}`, child.lines)
    }
    console.info(`${kills} kills of who appends: ${kept} appends acknowledged, 0 lost, 0 doubled`)
  },
  patience,
)

it(
  `what was acknowledged is there, once, after kill -9 of the server; who appends goes on by itself (${kills} times)`,
  async () => {
    const schema = server.freshSchema()
    const child = startChild(appending, server.url, schema, 'throughout', '1000000', '4')
    for (let round = 0; round < kills; round++) {
      await child.said(child.lines.length + randomInt(50, 300))
      await server.kill()
      await server.start()
      await expectKept(schema, [...child.lines], 'none', [])
    }
    await child.said(child.lines.length + 50)
    child.kill()
    expect([await child.ended, child.complaints()]).toEqual(['SIGKILL', ''])
    const kept = await expectKept(schema, child.lines, 'none', [])
    console.info(`${kills} kills of the server: ${kept} appends acknowledged, 0 lost, 0 doubled`)
  },
  patience,
)
