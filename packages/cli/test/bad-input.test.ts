// Whatever is wrong: one line that says what, where and what to do; the right exit code; nothing written.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { fc, test } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exitCodes } from '../src/exit-codes.js'
import { main } from '../src/main.js'
import { fakeIo } from './fake-io.js'
import { temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
const at = (name: string): string => `${folder}/${name}`
const snapshot = (): readonly string[] => readdirSync(folder, { recursive: true }).map(String).sort()

beforeAll(() => {
  mkdirSync(at('folder'))
  writeFileSync(at('text.db'), 'this is a text and no database, however long one reads on\n'.repeat(100))
  writeFileSync(at('empty.db'), '')
  writeFileSync(at('command.json'), '{"type":"SelectTrainee","data":{"traineeId":"t1","on":"2020-01-01"}}')
  writeFileSync(at('cut.json'), '{"type": "SelectTrainee",\n  "data": {"traineeId": }}')
  writeFileSync(at('twice.json'), '{"type":"SelectTrainee","data":{"traineeId":"t1","traineeId":"t2"}}')
  writeFileSync(at('deep.json'), `{"type":"SelectTrainee","data":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)
  writeFileSync(at('list.json'), '[1, 2]')
  writeFileSync(at('none.json'), '{"commands": []}')
  writeFileSync(at('latin1.json'), Buffer.from('{"type":"caf\xe9"}', 'latin1'))
  writeFileSync(at('county.csv'), 'code,name,level,parent\n532329,武定县,county,5323\n')
  writeFileSync(
    at('divisions.csv'),
    'code,name,level,parent\n532329,a,county,5323\n532329101,b,township,532329\n532329101201,c,village,532329101\n',
  )
  writeFileSync(at('short.key'), 'c2hvcnQ=\n')
})
afterAll(remove)

const memory = '--store=memory:'
const { wrongUse, failed } = exitCodes

const titleOf = (args: readonly string[]): string => args.join(' ').replaceAll(folder, '.')

/** What is typed, the exit code, and what the line must name. */
const cases: readonly (readonly [args: readonly string[], code: number, names: readonly string[]])[] = [
  [[], wrongUse, ['skein --help']],
  [['reprot'], wrongUse, ['reprot', 'report']],
  [['report', '--stor', 'memory:'], wrongUse, ['--stor', '--store', 'skein report --help']],
  [['report', '--store'], wrongUse, ['--store']],
  [['report'], wrongUse, ['--store', 'SKEIN_STORE']],
  [['journey', memory], wrongUse, ['skein journey', 'ID']],
  [['journey', 'a', 'b', memory], wrongUse, ['skein journey']],
  [['report', '--store', 'oracle://x'], wrongUse, ['oracle://x', 'sqlite:']],
  [['report', '--store', 'sqlite:'], wrongUse, ['sqlite:./base.db']],
  [['report', '--store', './base.db'], wrongUse, ['sqlite:./base.db']],
  [
    ['report', '--store', 'postgres://who:secret@127.0.0.1:1/db'],
    failed,
    ['postgres://127.0.0.1:1/db', 'nothing listens'],
  ],
  [['report', '--store', 'postgres://who:secret@[x/db'], failed, ['postgres://user@host:5432/base']],
  [['report', '--store', 'esdb://who:secret@host'], wrongUse, ['--read-models sqlite:']],
  [['report', memory, '--read-models', 'esdb://host'], wrongUse, ['--read-models']],
  [['report', memory, '--today', '2020-02-30'], wrongUse, ['--today', '2020-02-30', '2018-06-11']],
  [['worklist', memory, '--today', 'tomorrow'], wrongUse, ['--today', 'tomorrow']],
  [['worklist', memory, '--limit', '-1'], wrongUse, ['--limit', '-1']],
  [['report', memory, '--kept', '../x'], wrongUse, ['--kept', '../x']],
  [['report', memory, '--lang', 'fr'], wrongUse, ['fr', 'en', 'zh']],
  [['rebuild', memory], wrongUse, ['--all']],
  [['rebuild', 'journeyFunnel', '--all', memory], wrongUse, ['--all']],
  [['rebuild', 'journeyFunel', memory], wrongUse, ['journeyFunel', 'journeyFunnel', 'cadrePipeline']],
  [['rebuild', 'fiveTasks', memory], wrongUse, ['fiveTasks', 'journeyFunnel']],
  [['rebuild', '--all', '--as-of', '2019-13-01', memory], wrongUse, ['--as-of', '2019-13-01']],
  [['rebuild', '--all', '--known-at', '2019-02-31T00:00:00Z', memory], wrongUse, ['--known-at', '2019-02-31']],
  [['rebuild', '--all', '--known-at', '2019-02-01', memory], wrongUse, ['--known-at', '+08:00']],
  [['rebuild', '--all', '--batch-size', '1e3', memory], wrongUse, ['--batch-size', '1e3']],
  [['rebuild', '--all', '--into', 'a\nb', memory], wrongUse, ['--into']],
  [['explain', at('absent.json'), memory], wrongUse, ['absent.json']],
  [['explain', at('folder'), memory], wrongUse, ['folder']],
  [['explain', at('cut.json'), memory], wrongUse, ['cut.json', '2', '25']],
  [['explain', at('twice.json'), memory], wrongUse, ['twice.json', '1', '50']],
  [['explain', at('deep.json'), memory], wrongUse, ['deep.json']],
  [['explain', at('list.json'), memory], wrongUse, ['list.json']],
  [['explain', at('none.json'), memory], wrongUse, ['none.json']],
  [['explain', at('latin1.json'), memory], wrongUse, ['latin1.json', 'UTF-8']],
  [['explain', at('command.json'), memory, '--master-key-file', at('short.key')], wrongUse, ['short.key', 'base64']],
  [['explain', at('command.json'), memory, '--master-key-file', at('absent.key')], wrongUse, ['absent.key']],
  [['demo', '--db', at('x.db'), '--seed', 'seven'], wrongUse, ['--seed', 'seven']],
  [['demo', '--db', at('x.db'), '--master-key-file', at('short.key')], wrongUse, ['short.key']],
  [['check', memory, '--policy', at('absent.json')], wrongUse, ['--policy', 'absent.json']],
  [['check', memory, '--policy', at('folder')], wrongUse, ['--policy', 'folder']],
  [['check', memory, '--policy', at('cut.json')], wrongUse, ['cut.json', '2:25']],
  [['check', memory, '--policy', at('deep.json')], wrongUse, ['deep.json']],
  [['check', memory, '--policy', at('command.json')], wrongUse, ['command.json']],
  [['demo', memory], wrongUse, ['--db']],
  [['simulate'], wrongUse, ['--store']],
  [['simulate', memory, '--trainees', '0'], wrongUse, ['--trainees', '1,000,000']],
  [
    ['simulate', memory, '--start', '2018-04-31', '--divisions', at('divisions.csv')],
    wrongUse,
    ['--start', '2018-04-31'],
  ],
  [['simulate', memory, '--divisions', at('absent.csv')], wrongUse, ['absent.csv']],
  [['simulate', memory, '--divisions', at('text.db')], wrongUse, ['text.db', 'code,name,level,parent']],
  [['simulate', memory, '--divisions', at('county.csv')], wrongUse, ['county.csv']],
  [['demo', '--db', at('absent/x.db')], failed, ['absent']],
  [['demo', '--db', at('folder')], failed, ['folder']],
  [['demo', '--db', at('text.db')], failed, ['text.db']],
  [['report', '--store', `sqlite:${at('absent.db')}`], failed, ['absent.db', 'skein demo']],
  [['rebuild', '--all', '--store', `sqlite:${at('absent.db')}`], failed, ['absent.db']],
  [['verify', '--store', `sqlite:${at('folder')}`], failed, ['folder']],
  [['status', '--store', `sqlite:${at('empty.db')}`], failed, ['empty.db']],
  [['status', '--store', `sqlite:${at('text.db')}`], failed, ['text.db']],
  [['rebuild', '--all', '--store', `sqlite:${at('text.db')}`], failed, ['text.db']],
]

describe.each(['en', 'zh'] as const)('in %s', (lang) => {
  it.each(cases.map((one) => [titleOf(one[0]), ...one] as const))('skein %s', async (_title, args, code, names) => {
    const before = snapshot()
    const { io, written } = fakeIo({ SKEIN_LANG: lang })
    expect(await main(args, io)).toBe(code)
    expect(written.stdout).toBe('')
    expect(written.stderr).toMatch(/^skein: [^\n]+\n$/)
    for (const name of names) expect(written.stderr).toContain(name)
    expect(written.stderr).not.toContain('secret')
    if (!args.includes('--lang')) expect(/\p{Script=Han}/u.test(written.stderr)).toBe(lang === 'zh')
    expect(snapshot()).toEqual(before)
  })
})

it('says the same to programs, as the last line of the output', async () => {
  const { io, written } = fakeIo()
  await main(['rebuild', 'nothing', memory, '--json'], io)
  const message = expect.stringContaining('"nothing"')
  expect(JSON.parse(written.stdout)).toEqual({ ok: false, error: { code: 'unknownProjection', message } })
})

const word = fc.oneof(
  fc.constantFrom(
    'rebuild',
    'status',
    'report',
    'journey',
    'worklist',
    'explain',
    'verify',
    '--all',
    '--json',
    '--',
    '-',
    '',
  ),
  fc.constantFrom(
    '--store',
    'memory:',
    '--today',
    '--base',
    '--into',
    '--batch-size',
    '--as-of',
    '--known-at',
    '--lang',
    'zh',
  ),
  fc.string({ maxLength: 20, unit: 'binary' }),
)

test.prop([fc.array(word, { maxLength: 6 })], { numRuns: 150 })('any words at all end in order', async (args) => {
  const { io, written } = fakeIo()
  expect(Object.values(exitCodes)).toContain(await main(args, io))
  expect(written.stderr.split('\n').length).toBeLessThanOrEqual(3)
  expect(written.stderr).not.toMatch(/unexpected:|\n\s+at /)
})
