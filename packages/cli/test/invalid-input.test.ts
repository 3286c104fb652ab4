// Wrong arguments, options, files and stores: one line that says what is wrong, where, and what to do; the right exit
// code; nothing written.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { fc, test } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exitCodes } from '../src/failures/exit-codes.js'
import { main } from '../src/main.js'
import { temporaryFolder } from './skein.js'
import { testIo } from './test-io.js'

const { folder, remove } = temporaryFolder()
const at = (name: string): string => `${folder}/${name}`
const snapshot = (): readonly string[] => readdirSync(folder, { recursive: true }).map(String).sort()

beforeAll(() => {
  mkdirSync(at('folder'))
  writeFileSync(at('text.db'), 'this is a text file and not a database\n'.repeat(100))
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
const { usageError, failed } = exitCodes

const titleOf = (args: readonly string[]): string => args.join(' ').replaceAll(folder, '.')

/** The command line, the exit code, and the words that the message must contain. */
const cases: readonly (readonly [args: readonly string[], code: number, words: readonly string[]])[] = [
  [[], usageError, ['skein --help']],
  [['reprot'], usageError, ['reprot', 'report']],
  [['report', '--stor', 'memory:'], usageError, ['--stor', '--store', 'skein report --help']],
  [['report', '--store'], usageError, ['--store']],
  [['report'], usageError, ['--store', 'SKEIN_STORE']],
  [['journey', memory], usageError, ['skein journey', 'ID']],
  [['journey', 'a', 'b', memory], usageError, ['skein journey']],
  [['report', '--store', 'oracle://x'], usageError, ['oracle://x', 'sqlite:']],
  [['report', '--store', 'sqlite:'], usageError, ['sqlite:./base.db']],
  [['report', '--store', './base.db'], usageError, ['sqlite:./base.db']],
  [
    ['report', '--store', 'postgres://who:secret@127.0.0.1:1/db'],
    failed,
    ['postgres://127.0.0.1:1/db', 'ECONNREFUSED'],
  ],
  [['report', '--store', 'postgres://who:secret@[x/db'], failed, ['postgres://user@host:5432/base']],
  [['report', '--store', 'esdb://who:secret@host'], usageError, ['--read-models sqlite:']],
  [['report', memory, '--read-models', 'esdb://host'], usageError, ['--read-models']],
  [['report', memory, '--today', '2020-02-30'], usageError, ['--today', '2020-02-30', '2018-06-11']],
  [['worklist', memory, '--today', 'tomorrow'], usageError, ['--today', 'tomorrow']],
  [['worklist', memory, '--limit', '-1'], usageError, ['--limit', '-1']],
  [['report', memory, '--kept', '../x'], usageError, ['--kept', '../x']],
  [['report', memory, '--lang', 'fr'], usageError, ['fr', 'en', 'zh']],
  [['rebuild', memory], usageError, ['--all']],
  [['rebuild', 'journeyFunnel', '--all', memory], usageError, ['--all']],
  [['rebuild', 'journeyFunel', memory], usageError, ['journeyFunel', 'journeyFunnel', 'cadrePipeline']],
  [['rebuild', 'fiveTasks', memory], usageError, ['fiveTasks', 'journeyFunnel']],
  [['rebuild', '--all', '--as-of', '2019-13-01', memory], usageError, ['--as-of', '2019-13-01']],
  [['rebuild', '--all', '--known-at', '2019-02-31T00:00:00Z', memory], usageError, ['--known-at', '2019-02-31']],
  [['rebuild', '--all', '--known-at', '2019-02-01', memory], usageError, ['--known-at', '+08:00']],
  [['rebuild', '--all', '--batch-size', '1e3', memory], usageError, ['--batch-size', '1e3']],
  [['rebuild', '--all', '--into', 'a\nb', memory], usageError, ['--into']],
  [['explain', at('absent.json'), memory], usageError, ['absent.json']],
  [['explain', at('folder'), memory], usageError, ['folder']],
  [['explain', at('cut.json'), memory], usageError, ['cut.json', '2', '25']],
  [['explain', at('twice.json'), memory], usageError, ['twice.json', '1', '50']],
  [['explain', at('deep.json'), memory], usageError, ['deep.json']],
  [['explain', at('list.json'), memory], usageError, ['list.json']],
  [['explain', at('none.json'), memory], usageError, ['none.json']],
  [['explain', at('latin1.json'), memory], usageError, ['latin1.json', 'UTF-8']],
  [['explain', at('command.json'), memory, '--master-key-file', at('short.key')], usageError, ['short.key', 'base64']],
  [['explain', at('command.json'), memory, '--master-key-file', at('absent.key')], usageError, ['absent.key']],
  [['demo', '--db', at('x.db'), '--seed', 'seven'], usageError, ['--seed', 'seven']],
  [['demo', '--db', at('x.db'), '--master-key-file', at('short.key')], usageError, ['short.key']],
  [['check', memory, '--policy', at('absent.json')], usageError, ['--policy', 'absent.json']],
  [['check', memory, '--policy', at('folder')], usageError, ['--policy', 'folder']],
  [['check', memory, '--policy', at('cut.json')], usageError, ['cut.json', '2:25']],
  [['check', memory, '--policy', at('deep.json')], usageError, ['deep.json']],
  [['check', memory, '--policy', at('command.json')], usageError, ['command.json']],
  [['demo', memory], usageError, ['--db']],
  [['simulate'], usageError, ['--store']],
  [['simulate', memory, '--trainees', '0'], usageError, ['--trainees', '1,000,000']],
  [
    ['simulate', memory, '--start', '2018-04-31', '--divisions', at('divisions.csv')],
    usageError,
    ['--start', '2018-04-31'],
  ],
  [['simulate', memory, '--divisions', at('absent.csv')], usageError, ['absent.csv']],
  [['simulate', memory, '--divisions', at('text.db')], usageError, ['text.db', 'code,name,level,parent']],
  [['simulate', memory, '--divisions', at('county.csv')], usageError, ['county.csv']],
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
  it.each(cases.map((one) => [titleOf(one[0]), ...one] as const))('skein %s', async (_title, args, code, words) => {
    const before = snapshot()
    const { io, written } = testIo({ env: { SKEIN_LANG: lang } })
    expect(await main(args, io)).toBe(code)
    expect(written.stdout).toBe('')
    expect(written.stderr).toMatch(/^skein: [^\n]+\n$/)
    for (const word of words) expect(written.stderr).toContain(word)
    expect(written.stderr).not.toContain('secret')
    if (!args.includes('--lang')) expect(/\p{Script=Han}/u.test(written.stderr)).toBe(lang === 'zh')
    expect(snapshot()).toEqual(before)
  })
})

it('with --json the error is the last line of the output as well', async () => {
  const { io, written } = testIo()
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

test.prop([fc.array(word, { maxLength: 6 })], { numRuns: 150 })(
  'any words end with an exit code and at most two lines',
  async (args) => {
    const { io, written } = testIo()
    expect(Object.values(exitCodes)).toContain(await main(args, io))
    expect(written.stderr.split('\n').length).toBeLessThanOrEqual(3)
    expect(written.stderr).not.toMatch(/unexpected:|\n\s+at /)
  },
)
