// Operations, failover: the standby of a PostgreSQL server was behind, and takes its place under programs that go on.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer } from './serve-process.js'
import { type ServerWithStandby, startPostgresWithStandby } from './servers.js'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { lastEvent, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
const keyFile = join(folder, 'master.key')
const patience = { timeout: 30_000 }

/** A store in a schema of its own, and how to use it on the command line. */
const storeIn = async (schema: string, ...more: readonly string[]) => {
  const url = `${server.url}?schema=${schema}`
  const options = ['--store', url, '--master-key-file', keyFile, '--lang', 'en', ...more]
  const call = (...args: readonly string[]) => runMain([...args, ...options])
  expect(await call('simulate', '--trainees', '30', '--months', '10', '--seed', '7')).toMatchObject({ code: 0 })
  const { stream, revision } = await lastEvent(url, 'IncomeRecorded')
  const statusOf = async () => resultOf(await call('status', '--json'))
  const amendment = ['perCapitaFen=2600', '--reason', 'typing error', '--by', 'accountant:a3']
  return {
    call,
    statusOf,
    processesAreUpToDate: () =>
      expect.poll(async () => (await statusOf()).processes, patience).toMatchObject({ state: 'live', lag: 0 }),
    kept: (await statusOf()).events,
    correct: () => call('correct', stream, String(revision), ...amendment),
    serve: () => startServer(folder, options),
  }
}

/** Waits until the server says this of itself. */
const becomes = async ({ url }: ReturnType<typeof startServer>, code: number, status: string) => {
  const readiness = async () => {
    const response = await fetch(`${await url}/readyz`).catch(() => undefined)
    return [response?.status, await response?.json().catch(() => undefined)]
  }
  await expect.poll(readiness, patience).toMatchObject([code, { status }])
}

let server: ServerWithStandby
beforeAll(async () => {
  server = await startPostgresWithStandby()
  writeFileSync(keyFile, randomBytes(32).toString('base64'))
}, 120_000)
afterAll(async () => {
  await server.stop()
  remove()
})

it('read models in the same database go on; those elsewhere are diverged, until the rebuild that is named', async () => {
  const seal = join(folder, 'seal.json')
  const together = await storeIn('one')
  const apart = await storeIn('two', '--read-models', storeUrl(join(folder, 'read-models.db')))
  await server.save()
  const stores = [together, apart]
  for (const { correct } of stores) expect((await correct()).code).toBe(0)
  expect((await apart.call('seal', seal)).code).toBe(0)
  const [servingTogether, servingApart] = [together.serve(), apart.serve()]
  for (const { processesAreUpToDate } of stores) await processesAreUpToDate()
  for (const serving of [servingTogether, servingApart]) await becomes(serving, 200, 'ready')
  await server.failOver()

  await becomes(servingTogether, 200, 'ready')
  expect((await together.statusOf()).events).toBe(together.kept)
  // recorded again, and read by the server, which has read others at these positions
  expect((await together.correct()).code).toBe(0)
  await together.processesAreUpToDate()
  const behind = async () =>
    JSON.stringify((await together.statusOf()).projections).match(/"lag":[1-9]|"diverged"|"paused"/)
  await expect.poll(behind, patience).toBeNull()
  const published = await together.call('report', '--json')
  expect((await together.call('rebuild', '--all')).code).toBe(0)
  expect((await together.call('report', '--json')).stdout).toBe(published.stdout)

  const { call } = apart
  await becomes(servingApart, 503, 'diverged')
  expect((await apart.statusOf()).events).toBe(apart.kept)
  const { stdout } = await call('status')
  expect(stdout).toMatch(/Computed from events that this log does not have.*the processes.*rebuild --all --processes/)
  expect((await call('verify', '--against', seal)).code).toBe(3)
  expect((await call('verify')).code).toBe(0)
  expect((await call('rebuild', '--all', '--processes')).code).toBe(0)
  await becomes(servingApart, 200, 'ready')
  expect((await call('status')).stdout).not.toContain('diverged')
  expect((await apart.correct()).code).toBe(0)
  await apart.processesAreUpToDate()
  expect((await call('check')).code).toBe(0)

  for (const { child, exitCode } of [servingTogether, servingApart]) {
    child.kill('SIGTERM')
    expect(await exitCode).toBe(0)
  }
}, 240_000)
