import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStorage } from '@skein/cli'
import { createRuntime } from '@skein/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import savings from './domains/savings.js'
import { startServer } from './serve-process.js'
import { resultOf, runMain, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const moduleAt = (name: string) => fileURLToPath(new URL(`domains/${name}`, import.meta.url))
const store = `sqlite:${join(folder, 'savings.db')}`
const masterKey = Buffer.alloc(32, 7).toString('base64')
const env = { SKEIN_DOMAIN: moduleAt('savings.ts'), SKEIN_STORE: store, SKEIN_MASTER_KEY: masterKey }
const skein = (...args: readonly string[]) => runMain([...args, '--lang', 'en'], { env })

const payShare = (amountFen: number) => ({ type: 'PayShare', data: { groupId: 'g1', amountFen, on: '2018-06-01' } })

const resultPosition = (result: unknown): string =>
  typeof result === 'object' && result !== null && 'position' in result ? String(result.position) : ''

beforeAll(async () => {
  const storage = await openStorage(store, { access: 'create' })
  const runtime = createRuntime(savings, storage, { masterKey })
  await runtime.dispatch(payShare(100), { commandId: randomUUID(), actor: 'test' })
  await runtime.dispatch(payShare(200), { commandId: randomUUID(), actor: 'test' })
  await storage.close()
})

describe('skein with a domain of its own', () => {
  it('rebuilds, checks, verifies and shows the status of its read models', async () => {
    expect(await skein('rebuild', '--all')).toMatchObject({ code: 0 })
    expect((await skein('status')).stdout).toMatch(/saved +1 +live +2 +2 +0 +1/)
    expect((await skein('check')).stdout).toBe('2 events: no rule is violated.\n')
    expect(await skein('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('2 events') })
    expect(await skein('prune', '--dry-run')).toMatchObject({ code: 0 })
    expect(await skein('seal', join(folder, 'seal.json'))).toMatchObject({ code: 0 })
    const copied = `sqlite:${join(folder, 'copy.db')}`
    expect(await skein('copy', '--from', store, '--to', copied)).toMatchObject({ code: 0 })
  })

  it('explains its commands and rules', async () => {
    const explain = (command: object) =>
      runMain(['explain', '-', '--lang', 'en'], { env, input: JSON.stringify(command) })
    expect(await explain(payShare(-1))).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('PayShare is rejected by rule P1: A share is positive.'),
    })
    expect(await explain({ type: 'PayShares', data: {} })).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('there is no command "PayShares"; did you mean PayShare?'),
    })
  })

  it('takes --domain, and the commands, events, rules and roles of the contract from it', async () => {
    const out = join(folder, 'openapi.json')
    const written = await runMain(['openapi', '--domain', moduleAt('savings.ts'), '--out', out, '--lang', 'en'])
    expect(written).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`paths in "${out}"`) })
    const contract = JSON.parse(readFileSync(out, 'utf8'))
    expect(contract.paths['/v1/commands/PayShare'].post.description).toBe('Records `SharePaid`. Roles: village.')
    expect(contract.paths['/v1/commands/PayShare'].post.responses[422].description).toContain('**P1**')
    expect(contract.components.schemas).toHaveProperty('SharePaidData')
    expect(contract.components.schemas).toHaveProperty('SavedDocument')
    expect(contract.paths).not.toHaveProperty('/v1/commands/FoundBase')
    expect(JSON.parse((await skein('openapi', '--json')).stdout)).toEqual(contract)
  })

  it('serves its commands and read models', async () => {
    const served = `sqlite:${join(folder, 'served.db')}`
    const args = ['--insecure-dev', '--domain', moduleAt('savings.ts'), '--store', served]
    const { child, url, exitCode } = startServer(folder, args)
    const { data } = payShare(100)
    const response = await fetch(`${await url}/v1/commands/PayShare`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(data),
    })
    const read = await fetch(`${await url}/v1/projections/saved/g1?after=${resultPosition(await response.json())}`)
    expect([response.status, await read.json()]).toEqual([200, { payments: 1 }])
    child.kill('SIGTERM')
    expect(await exitCode).toBe(0)
  })

  it('names the events of a store that belong to another domain', async () => {
    const { code, stdout } = await runMain(['check', '--store', store, '--lang', 'en'])
    expect(code).toBe(3)
    expect(stdout).toContain('group-g1 revision 0 SharePaid: unknown-event The domain does not know this type of event')
    expect(stdout).toContain('1 violations in 2 events: unknown-event 1.')
  })

  it.each(['report', 'worklist'])('%s says which read models there are instead', async (command) => {
    expect(await skein(command)).toMatchObject({ code: 1, stderr: expect.stringContaining('saved') })
  })

  it.each([
    ['demo', ['demo', '--db', join(folder, 'demo.db')]],
    ['simulate', ['simulate', '--store', `sqlite:${join(folder, 'demo.db')}`]],
  ])('%s refuses a domain without the commands of core, before it creates a store', async (command, args) => {
    const { code, stderr } = await skein(...args)
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`skein ${command} plays a training programme with the commands of @skein/core`),
    ])
    expect(existsSync(join(folder, 'demo.db'))).toBe(false)
  })

  it('takes a CommonJS module', async () => {
    const result = await runMain(['openapi', '--domain', moduleAt('savings.cjs'), '--json'])
    expect(result.code).toBe(0)
    expect(resultOf(result)).toHaveProperty('openapi', '3.1.0')
  })
})

describe('--domain refuses', () => {
  it.each([
    [
      'a missing file',
      './none.js',
      /--domain "\.\/none\.js" does not exist \(looked for \/.*\/none\.js\): give the path of a module/,
      /--domain "\.\/none\.js" 不存在/,
    ],
    [
      'a module that throws',
      moduleAt('throws.js'),
      /could not be loaded: the table of prices is missing\. SKEIN_DEBUG=1 shows where\./,
      /无法加载:the table of prices is missing/,
    ],
    [
      'exports without a domain',
      moduleAt('no-domain.js'),
      /exports no domain: expected what composeDomain returns, as the default export or as `domain`; it exports answer\./,
      /没有导出领域/,
    ],
    [
      'a domain that is not consistent',
      moduleAt('broken.js'),
      /is no consistent domain: Two aggregates are named "group"\. Rename one of them\./,
      /的领域定义有误:有两个聚合都名为“group”/,
    ],
  ])('%s', async (_what, path, en, zh) => {
    for (const [lang, text] of [
      ['en', en],
      ['zh', zh],
    ] as const) {
      const { code, stdout, stderr } = await runMain(['status', '--domain', path, '--store', store, '--lang', lang])
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(text)])
    }
  })
})
