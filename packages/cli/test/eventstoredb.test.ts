// Events on an EventStoreDB server, read models and keys in a SQLite file: the same commands, the same numbers.
// The server is the protocol simulator of packages/storage-eventstoredb, as a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
const simulator = spawn(
  process.execPath,
  [fileURLToPath(new URL('../../storage-eventstoredb/test/simulator/main.ts', import.meta.url))],
  { stdio: ['pipe', 'pipe', 'inherit'] },
)
const call = (args: readonly string[]) => skein(args, { folder })

let onServer: readonly string[]
const inFile = ['--store', 'sqlite:./plain.db']
beforeAll(async () => {
  const [url]: string[] = await once(createInterface({ input: simulator.stdout }), 'line')
  onServer = ['--store', url ?? '', '--read-models', 'sqlite:./read-models.db']
  for (const store of [onServer, inFile])
    expect(await call(['simulate', '--trainees', '12', '--months', '8', '--seed', '3', ...store])).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('rror'),
    })
}, 120_000)
afterAll(async () => {
  simulator.stdin.end()
  await once(simulator, 'exit')
  remove()
})

describe('events on an EventStoreDB server', () => {
  it('tell the same report as the same events in a file', async () => {
    const reports = await Promise.all(
      [onServer, inFile].map(async (store) =>
        resultOf(await call(['report', '--json', '--today', '2024-01-01', ...store])),
      ),
    )
    expect(reports[0]).toMatchObject({ today: '2024-01-01' })
    expect({ ...reports[0], store: '' }).toEqual({ ...reports[1], store: '' })
  })

  it('are rebuilt, verified and shown', async () => {
    for (const command of [['rebuild', '--all'], ['verify'], ['status']]) {
      const { code, stderr, stdout } = await call([...command, ...onServer])
      expect(code, stderr).toBe(0)
      expect(stdout).toMatch(/\d/)
    }
    const rebuilt = resultOf(await call(['rebuild', '--all', '--restart', '--json', ...onServer]))
    const plain = resultOf(await call(['rebuild', '--all', '--restart', '--json', ...inFile]))
    expect({ ...rebuilt, seconds: 0 }).toEqual({ ...plain, seconds: 0 })
  })

  it('need somewhere else for read models and keys', async () => {
    const { code, stderr } = await call(['status', ...onServer.slice(0, 2)])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--read-models sqlite:')])
  })

  it('that are not there are an error with the address', async () => {
    const { code, stderr } = await call([
      'status',
      '--store',
      'esdb://who:secret@127.0.0.1:1?tls=false',
      ...onServer.slice(2),
    ])
    expect(code).toBe(1)
    expect(stderr).toContain('esdb://127.0.0.1:1')
    expect(stderr).not.toContain('secret')
  })
})
