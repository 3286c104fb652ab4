// A person's stream of which a server hides the beginning: what is left is shown as such, and nothing else is made of it.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Server, startEventStore } from './servers.js'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
const cutScript = fileURLToPath(new URL('../../storage-eventstoredb/test/simulator/cut.ts', import.meta.url))
const cut = (id: string, count: number) =>
  execFileSync(process.execPath, [cutScript, server.url, `journey-${id}`, String(count)], { stdio: 'inherit' })

let server: Server
let store: readonly string[]
const run = (...args: readonly string[]) => runMain([...args, ...store], { env: { SKEIN_LANG: 'en' } })
beforeAll(async () => {
  server = await startEventStore()
  store = ['--store', server.url, '--read-models', storeUrl(join(folder, 'read-models.db'))]
  expect((await run('simulate', '--trainees', '8', '--months', '6', '--seed', '3')).code).toBe(0)
}, 120_000)
afterAll(async () => {
  await server.stop()
  remove()
})

interface Timeline {
  readonly steps: readonly { readonly revision: number }[]
  readonly missingBefore?: number
}

/** A person with several steps. */
const somebody = async (): Promise<{ readonly id: string; readonly steps: Timeline['steps'] }> => {
  for (let number = 1; number <= 8; number += 1) {
    const id = `base-532329101-trainee-${number}`
    const { code, stdout } = await run('journey', id, '--json')
    if (code !== 0) continue
    // sound: what the command prints
    const { steps } = JSON.parse(stdout) as Timeline
    if (steps.length > 5) return { id, steps }
  }
  throw new Error('nobody has six steps')
}

it('is shown by `journey` from its first step that is left', async () => {
  const { id, steps } = await somebody()
  cut(id, 3)
  const shown = await run('journey', id)
  expect([shown.code, shown.stderr]).toEqual([0, ''])
  expect(shown.stdout).toContain(`${steps.length - 3} steps`)
  expect(shown.stdout).toContain('has lost its events before revision 3')
  const timeline = resultOf(await run('journey', id, '--json'))
  expect(timeline).toMatchObject({ steps: steps.filter(({ revision }) => revision >= 3), missingBefore: 3 })

  // a read model that is computed since then leaves it out; then the reason is named
  await run('rebuild', '--all', '--restart')
  const absent = await run('journey', id)
  expect(absent.code).toBe(1)
  expect(absent.stderr).toMatch(new RegExp(`journey-${id}@3.*\\$tb: 3`))
}, 120_000)
