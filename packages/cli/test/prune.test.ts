// Read models that are kept under a name, and those that nobody needs any more.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { baseTexts } from '../src/texts/bases.js'
import { type Ended, resultOf, skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)
const url = `sqlite:${join(folder, 'a.db')}`
const call = (...args: readonly string[]): Promise<Ended> =>
  skein([...args, '--store', url], { folder, env: { SKEIN_LANG: 'en' } })
const statesIn = async (): Promise<string> => (await call('status')).stdout

beforeAll(async () => {
  const small = ['--trainees', '8', '--months', '3', '--start', '2018-06-01']
  expect((await call('simulate', ...small)).code).toBe(0)
}, 120_000)

describe('prune', () => {
  it('drops what is retired, without a rebuild, and says so', async () => {
    expect((await call('rebuild', 'worklist')).code).toBe(0)
    const would = await call('prune', '--dry-run')
    expect(would).toMatchObject({ code: 0, stdout: expect.stringMatching(/^worklist .*retired.*\nWould drop 1 gen/m) })
    expect(await statesIn()).toContain('retired')
    const { code, stdout } = await call('prune')
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^worklist .*retired.*\nDropped 1 generation\.\nThe file keeps/m),
    ])
    expect(await statesIn()).not.toContain('retired')
    expect((await call('prune', '--lang', 'zh')).stdout).toBe('没有可清除的:没有退役的,也没有旧版本的读模型。\n')
  })

  it('with --kept drops what is kept under the name', async () => {
    for (const name of ['jan', 'feb'])
      expect((await call('rebuild', 'worklist', 'journeyFunnel', '--into', name)).code).toBe(0)
    const result = resultOf(await call('prune', '--kept', 'jan', '--json'))
    expect(result).toMatchObject({ ok: true, kept: 'jan', pruned: [{ state: 'named' }, { state: 'named' }] })
    expect(await statesIn()).toMatch(/^(?!.* jan$)[\s\S]* feb$/m)
    const unknown = await call('prune', '--kept', 'jan')
    expect(unknown).toMatchObject({ code: 2, stderr: 'skein: nothing is kept as "jan"; kept are: feb.\n' })
    expect((await call('prune', '--kept', 'feb')).code).toBe(0)
    expect((await call('prune', '--kept', 'feb')).stderr).toContain('nothing is kept apart')
  })

  it('has help with an example', async () => {
    const { code, stdout } = await call('prune', '--help')
    expect([code, stdout]).toEqual([0, expect.stringContaining('skein prune --kept june')])
  })
})

describe('what is kept under a name', () => {
  it('is asked for with what fills it, where it is not there', async () => {
    const fills = (bounds = '') => `\`skein rebuild --all ${bounds}--into jan --store ${url}\``
    const none = await call('report', '--kept', 'jan')
    expect(none.code).toBe(1)
    expect(none.stderr).toContain(`nothing is kept as "jan"; nothing is kept apart. ${fills()}`)
    const bounds = ['--as-of', '2018-07-01', '--known-at', '2030-01-01T00:00:00Z']
    expect((await call('rebuild', 'worklist', ...bounds, '--into', 'jan')).code).toBe(0)
    const some = (await call('report', '--kept', 'jan')).stderr
    expect(some).toContain(fills('--as-of 2018-07-01 --known-at 2030-01-01T00:00:00.000Z '))
    expect((await call('report', '--kept', 'feb', '--lang', 'zh')).stderr).toContain('已有的名称:jan。')
  })

  it('has the same bounds throughout', async () => {
    const { code, stderr } = await call('rebuild', 'journeyFunnel', '--into', 'jan', '--restart')
    expect(code).toBe(1)
    expect(stderr).toMatch(/worklist is already kept as "jan", as of 2018-07-01.*add --restart, with all/)
    expect((await call('rebuild', '--all', '--into', 'jan', '--restart')).code).toBe(0)
    expect((await call('report', '--kept', 'jan')).code).toBe(0)
  })
})

describe('an unknown command', () => {
  it.each([['prne', '--help'], ['prne', '-h'], ['prne']])(
    '%s %s is none, whatever is asked behind it',
    async (...args) => {
      const { code, stdout, stderr } = await skein(['--lang', 'en', ...args], { folder })
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(/no command "prne".*mean prune\?/)])
    },
  )

  it('is not seen where none is given, or a known one', async () => {
    const help = await skein(['--store', url, '--help'], { folder })
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('worklist') })
    expect((await skein(['status', '--help'], { folder })).stdout).toContain('skein status')
  })
})

it('a list of bases says how many it leaves out', () => {
  const known = Array.from({ length: 23 }, (_, index) => `b${index}`)
  expect(baseTexts.unknownBase('x', known).en).toMatch(/b19 and 3 more\.$/)
  expect(baseTexts.whichBase(known).zh).toMatch(/b19 等 23 个。$/)
  expect(baseTexts.unknownBase('x', known.slice(0, 20)).en).toMatch(/b18, b19\.$/)
})
