// Generations that are no longer in use, and those that are kept under a name.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { callOn, simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)
let url: string
let callInAnyLanguage: ReturnType<typeof callOn>
const call = (...args: readonly string[]) => callInAnyLanguage('--lang', 'en', ...args)
const readStatus = async (): Promise<string> => (await call('status')).stdout

beforeAll(async () => {
  const path = await simulatedStore(folder, 'a.db', ['--trainees', '8', '--months', '3', '--start', '2018-06-01'])
  url = storeUrl(path)
  callInAnyLanguage = callOn(path)
}, 60_000)

describe('prune', () => {
  it('drops retired generations without a rebuild, and lists them', async () => {
    expect((await call('rebuild', 'worklist')).code).toBe(0)
    const dry = await call('prune', '--dry-run')
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/^worklist .*retired.*\nWould drop 1 gen/m) })
    expect(await readStatus()).toContain('retired')
    const { code, stdout } = await call('prune')
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^worklist .*retired.*\nDropped 1 generation\.\nThe file keeps/m),
    ])
    expect(await readStatus()).not.toContain('retired')
    expect((await callInAnyLanguage('prune', '--lang', 'zh')).stdout).toBe(
      '没有可清除的:没有退役的,也没有旧版本的读模型。\n',
    )
  })

  it('with --kept drops the generations that are kept under the name', async () => {
    for (const name of ['jan', 'feb'])
      expect((await call('rebuild', 'worklist', 'journeyFunnel', '--into', name)).code).toBe(0)
    const result = resultOf(await call('prune', '--kept', 'jan', '--json'))
    expect(result).toMatchObject({ ok: true, kept: 'jan', pruned: [{ state: 'named' }, { state: 'named' }] })
    expect(await readStatus()).toMatch(/^(?!.* jan$)[\s\S]* feb$/m)
    const unknown = await call('prune', '--kept', 'jan')
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringMatching(/^skein: [^\n]*"jan"[^\n]*feb[^\n]*\n$/) })
    expect((await call('prune', '--kept', 'feb')).code).toBe(0)
    expect((await call('prune', '--kept', 'feb')).code).toBe(2)
  })

  it('has help with an example', async () => {
    const { code, stdout } = await runMain(['prune', '--help'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('skein prune --kept june')])
  })
})

describe('read models that are kept under a name', () => {
  const rebuildCommand = (bounds = '') => `\`skein rebuild --all ${bounds}--into jan --store ${url}\``

  it('are read, or the message shows the command that builds them', async () => {
    const none = await call('report', '--kept', 'jan')
    expect(none.code).toBe(1)
    expect(none.stderr).toContain('"jan"')
    expect(none.stderr).toContain(rebuildCommand())
    const bounds = ['--as-of', '2018-07-01', '--known-at', '2030-01-01T00:00:00Z']
    expect((await call('rebuild', 'worklist', ...bounds, '--into', 'jan')).code).toBe(0)
    const some = (await call('report', '--kept', 'jan')).stderr
    expect(some).toContain(rebuildCommand('--as-of 2018-07-01 --known-at 2030-01-01T00:00:00.000Z '))
    expect((await callInAnyLanguage('report', '--kept', 'feb', '--lang', 'zh')).stderr).toMatch(/feb.*jan/)
  })

  it('all have the same bounds', async () => {
    const { code, stderr } = await call('rebuild', 'journeyFunnel', '--into', 'jan', '--restart')
    expect(code).toBe(1)
    expect(stderr).toMatch(/worklist is already kept as "jan", as of 2018-07-01.*add --restart, with all/)
    expect((await call('rebuild', '--all', '--into', 'jan', '--restart')).code).toBe(0)
    expect((await call('report', '--kept', 'jan')).code).toBe(0)
  })
})
