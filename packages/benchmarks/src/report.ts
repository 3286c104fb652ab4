import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, platform, release, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import type { Result } from './bench.ts'

export interface Report {
  readonly machine: Readonly<Record<string, string | number>>
  readonly versions: Readonly<Record<string, string>>
  readonly results: readonly Result[]
}

const root = join(import.meta.dirname, '../../..')
const latest = join(import.meta.dirname, '../.cache/results.json')
const page = join(root, 'docs/benchmarks.md')

const versionOf = (name: string): string => {
  const require = createRequire(import.meta.url)
  let folder = join(require.resolve(name), '..')
  while (!existsSync(join(folder, 'package.json'))) folder = join(folder, '..')
  const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return version
}

const sqliteVersion = (): string => {
  const database = new Database(':memory:')
  const version = database.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? 'unknown'
  database.close()
  return version
}

export const reportOf = (results: readonly Result[]): Report => ({
  machine: {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
  },
  versions: {
    node: process.versions.node,
    sqlite: sqliteVersion(),
    'better-sqlite3': versionOf('better-sqlite3'),
    '@event-driven-io/emmett': versionOf('@event-driven-io/emmett'),
  },
  results,
})

/** Stores the results, with the latest of the other benches, and updates the table in the docs. */
export const publish = ({ machine, versions, results }: Report, ids: readonly string[]): void => {
  const known: readonly Result[] = existsSync(latest) ? JSON.parse(readFileSync(latest, 'utf8')) : []
  const all = ids.flatMap((id) => {
    const found = results.find((one) => one.id === id) ?? known.find((one) => one.id === id)
    return found === undefined ? [] : [found]
  })
  mkdirSync(dirname(latest), { recursive: true })
  writeFileSync(latest, `${JSON.stringify(all, null, 2)}\n`)
  const text = readFileSync(page, 'utf8')
  const begin = '<!-- measured -->'
  const end = '<!-- /measured -->'
  const [before] = text.split(begin)
  const [, after] = text.split(end)
  if (before === undefined || after === undefined) throw new Error(`${page} has no ${begin} … ${end}`)
  const list = Object.entries({ ...machine, ...versions }).map(([name, value]) => `${name} ${value}`)
  writeFileSync(page, `${before}${begin}\n${list.join(' · ')}\n\n${tableOf(all)}\n${end}${after}`)
}

export const tableOf = (results: readonly Result[]): string =>
  [
    '| id | what | goal | ratio | lowest – highest round | ours | theirs | unit | events |',
    '|---|---|---|---|---|---|---|---|---|',
    ...results.map(({ id, what, goal, bound, ratio, ok, spread: [low, high], median, unit, events }) => {
      const wanted = `${bound === 'atLeast' ? '≥' : '≤'} ${goal}`
      const reached = `${ok ? '' : '**'}${rounded(ratio)}${ok ? '' : '**'}`
      const figures = `${rounded(median.ours)} | ${rounded(median.theirs)}`
      return `| ${id} | ${what} | ${wanted} | ${reached} | ${rounded(low)} – ${rounded(high)} | ${figures} | ${unit} | ${events} |`
    }),
  ].join('\n')

const rounded = (figure: number): string =>
  Math.abs(figure) >= 100 ? Math.round(figure).toLocaleString('en') : figure.toPrecision(3)
