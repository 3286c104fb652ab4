// Every store declares the same cases, and the README's table counts them.
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

/** The names of the tests that vitest would run. */
const listTests = (): readonly string[] => {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const folder = mkdtempSync(join(tmpdir(), 'skein-table-'))
  try {
    const output = join(folder, 'tests.json')
    const files = stores.map(({ file }) => file)
    // nothing is run, so one process for all files is enough
    const options = ['--no-static-parse', '--no-isolate', '--maxWorkers=1', `--json=${output}`]
    execFileSync(process.execPath, [vitest, 'list', ...options, ...files], {
      cwd: root,
      // without the variables of the vitest that runs this test
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
  const names = listTests()
  for (const { name, suite } of stores) {
    const parts = new Map<string, string[]>()
    for (const [, part = '', title = ''] of names
      .filter((each) => each.startsWith(suite))
      .map((each) => each.split(' > ')))
      parts.set(part, [...(parts.get(part) ?? []), title])
    cases.set(name, parts)
  }
}, 120_000)

/** Parts that a store in memory cannot have, and the part whose cases differ by store. */
const notInMemory = ['multi-process', 'reopen']
const ofStore = 'faults'

const casesOf = (store: string, part: string): readonly string[] => cases.get(store)?.get(part) ?? []
const parts = (): readonly string[] => [...(cases.get('SQLite')?.keys() ?? [])]

it('every store has the same cases', () => {
  for (const part of parts().filter((each) => each !== ofStore))
    for (const { name } of stores)
      if (name !== 'memory' || !notInMemory.includes(part))
        expect([name, part, casesOf(name, part)]).toEqual([name, part, casesOf('SQLite', part)])
  for (const { name } of stores) for (const part of cases.get(name)?.keys() ?? []) expect(parts()).toContain(part)
})

it('the README shows the number of cases of each store', () => {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const rowOf = (part: string) => row([part, ...stores.map(({ name }) => casesOf(name, part).length || '–')])
  const common = parts().filter((part) => part !== ofStore && !notInMemory.includes(part))
  const totals = stores.map(({ name }) => common.flatMap((part) => casesOf(name, part)).length)
  const table = [
    row(['cases', ...stores.map(({ name }) => name)]),
    row(['---', ...stores.map(() => '---:')]),
    ...common.map(rowOf),
    row(['**of every store**', ...totals.map((total) => `**${total}**`)]),
    ...[...notInMemory, ofStore].map(rowOf),
  ]
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  expect(readme).toContain(table.join('\n'))
})
