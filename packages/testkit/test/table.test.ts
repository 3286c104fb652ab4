// The README's table is told from the tests that the stores declare: the same cases for each, none left out.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const stores = [
  { name: 'memory', file: 'packages/testkit/test/memory.test.ts', suite: 'the store in memory ' },
  { name: 'SQLite', file: 'packages/storage-sqlite/test/conformance.test.ts', suite: 'SQLite, full durability, ' },
  { name: 'PostgreSQL', file: 'packages/storage-postgres/test/conformance.test.ts', suite: 'PostgreSQL ' },
  {
    name: 'EventStoreDB (simulator)',
    file: 'packages/storage-eventstoredb/test/conformance.test.ts',
    suite: 'EventStoreDB, through a simulator',
  },
] as const

/** A test as vitest lists it: `suite > part > case`. */
const Listed = z.array(z.object({ name: z.string() }))

/** What vitest would run, without running it. */
const listed = (): readonly string[] => {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const folder = mkdtempSync(join(tmpdir(), 'skein-table-'))
  try {
    const output = join(folder, 'tests.json')
    const files = stores.map(({ file }) => file)
    execFileSync(process.execPath, [vitest, 'list', '--no-static-parse', `--json=${output}`, ...files], {
      cwd: root,
      // as if nobody ran tests already
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      stdio: 'pipe',
    })
    return Listed.parse(JSON.parse(readFileSync(output, 'utf8'))).map(({ name }) => name)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Parts by store, each with its cases. */
const cases = new Map<string, Map<string, string[]>>()
beforeAll(() => {
  const names = listed()
  for (const { name, suite } of stores) {
    const parts = new Map<string, string[]>()
    for (const [, part = '', title = ''] of names
      .filter((each) => each.startsWith(suite))
      .map((each) => each.split(' > ')))
      parts.set(part, [...(parts.get(part) ?? []), title])
    cases.set(name, parts)
  }
}, 120_000)

/** What only some stores can do; a fault is a store's own. */
const byNature = ['several handles', 'open again']
const own = 'faults'

const casesOf = (store: string, part: string): readonly string[] => cases.get(store)?.get(part) ?? []
const parts = (): readonly string[] => [...(cases.get('SQLite')?.keys() ?? [])]

it('every store is asked for the same', () => {
  for (const part of parts().filter((each) => each !== own))
    for (const { name } of stores)
      if (name !== 'memory' || !byNature.includes(part))
        expect([name, part, casesOf(name, part)]).toEqual([name, part, casesOf('SQLite', part)])
  for (const { name } of stores) for (const part of cases.get(name)?.keys() ?? []) expect(parts()).toContain(part)
})

it('the README shows how many cases each store passes', () => {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const rowOf = (part: string) => row([part, ...stores.map(({ name }) => casesOf(name, part).length || '–')])
  const common = parts().filter((part) => part !== own && !byNature.includes(part))
  const totals = stores.map(({ name }) => common.flatMap((part) => casesOf(name, part)).length)
  const table = [
    row(['cases', ...stores.map(({ name }) => name)]),
    row(['---', ...stores.map(() => '---:')]),
    ...common.map(rowOf),
    row(['**of every store**', ...totals.map((total) => `**${total}**`)]),
    ...[...byNature, own].map(rowOf),
  ]
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  expect(readme).toContain(table.join('\n'))
})
