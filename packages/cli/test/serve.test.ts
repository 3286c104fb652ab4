import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { issueToken } from '@skein/http'
import { afterAll, describe, expect, it } from 'vitest'
import { openStorage } from '../src/storage/open-storage.js'
import { secret, startServer } from './serve-process.js'
import { resultOf, runMain, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const env = { SKEIN_JWT_SECRET: secret }

const post = (url: string, token: string, type: string, body: object) =>
  fetch(`${url}/v1/commands/${type}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
    },
    body: JSON.stringify(body),
  })

describe('serve', () => {
  it('has recorded every acknowledged command after SIGTERM under load', async () => {
    const { child, url, exitCode, written } = startServer(folder, ['--store', 'sqlite:base.db', '--rate', '100000'])
    const at = await url
    const token = await issueToken(secret, { subject: 'office-1', role: 'county', division: '532329' })
    await post(at, token, 'RegisterDivision', { code: '532329', level: 'county', name: 'x', on: '2018-01-01' })
    const acknowledged = new Set<number>()
    let people = 0
    const sender = async () => {
      for (;;) {
        const mine = ++people
        const response = await post(at, token, 'CountWilling', {
          code: '532329',
          people: mine,
          on: '2018-01-02',
        }).catch(() => undefined)
        if (response === undefined) return
        if (response.status !== 200) throw new Error(`${response.status}`)
        await response.arrayBuffer()
        acknowledged.add(mine)
        if (acknowledged.size === 150) child.kill('SIGTERM')
      }
    }
    await Promise.all(Array.from({ length: 8 }, sender))
    expect([await exitCode, written.stderr.split('\n').filter((line) => line.includes('"level":50'))]).toEqual([0, []])

    const storage = await openStorage(`sqlite:${join(folder, 'base.db')}`, { access: 'read' })
    const recorded = new Set<number>()
    for await (const page of storage.events.readStream('division-532329', { from: 1 }))
      for (const { data } of page) recorded.add(JSON.parse(data).people)
    await storage.close()
    expect(acknowledged.size).toBeGreaterThanOrEqual(150)
    expect([...acknowledged].filter((one) => !recorded.has(one))).toEqual([])
  }, 60_000)

  it('with --insecure-dev prints a warning, and listens on this machine only', async () => {
    const { child, url, exitCode, written } = startServer(folder, ['--store', 'memory:', '--insecure-dev'])
    const at = await url
    expect((await fetch(`${at}/v1/rules`)).status).toBe(200)
    child.kill('SIGINT')
    expect(await exitCode).toBe(0)
    expect(written.stderr).toContain('EVERYBODY')
    const outside = await runMain(['serve', '--insecure-dev', '--host', '0.0.0.0', '--store', 'memory:'])
    expect(outside.code).toBe(2)
  }, 30_000)

  it.each([
    [['--store', 'memory:'], {}, /SKEIN_JWT_SECRET/],
    [['--store', 'memory:'], { SKEIN_JWT_SECRET: 'short' }, /32 bytes/],
    [['--store', 'memory:', '--jwks', 'nonsense'], {}, /not a web address/],
    [['--store', 'memory:', '--port', '70000'], env, /--port/],
    [['--store', 'memory:', '--allow-origin', 'office'], env, /--allow-origin/],
    [['--make-token', 'mayor:532329:x'], env, /--make-token/],
    [['--make-token', 'village:*:x'], env, /--make-token/],
    [['--make-token', 'village:532329104207:x'], {}, /--make-token/],
  ])('%j with %j is a usage error', async (args, given, message) => {
    const result = await runMain(['serve', '--lang', 'en', ...args], { env: given })
    expect([result.code, result.stdout]).toEqual([2, ''])
    expect(result.stderr).toMatch(message)
  })

  it('fails where the port is in use', async () => {
    const { child, url, exitCode } = startServer(folder, ['--store', 'memory:'])
    const { port } = new URL(await url)
    const second = await runMain(['serve', '--port', port, '--store', 'memory:', '--json'], { env })
    child.kill('SIGTERM')
    await exitCode
    expect([second.code, resultOf(second)]).toMatchObject([1, { error: { code: 'listen' } }])
  }, 30_000)
})
