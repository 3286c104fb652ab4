// The repository's lint rules, run over small files that keep or break them. All files of a group are linted in one run,
// for starting a linter takes far longer than linting them.
import { copyFileSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { failureOf, withTemporaryFolder } from '../src/consumer.ts'
import { root } from '../src/toolchain.mjs'

type Files = Readonly<Record<string, string>>

/** Runs one of the repository's lint commands, with the repository's own rules, over other files. */
const lint = (command: string, args: readonly string[], files: Files) =>
  withTemporaryFolder((folder) => {
    for (const name of ['biome.json', '.gitignore', '.dependency-cruiser.mjs', 'knip.json'])
      copyFileSync(join(root, name), join(folder, name))
    cpSync(join(root, 'packages/tooling/lint'), join(folder, 'packages/tooling/lint'), { recursive: true })
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    return failureOf(join(root, 'node_modules/.bin', command), args, folder)
  })

describe('the import rules', () => {
  const boundaries = (files: Files) => lint('depcruise', ['packages'], files)

  const forbidden: readonly [what: string, path: string, imported: string, rule: string][] = [
    ['kernel imports core', 'kernel/src/imports-core', '@skein/core', 'kernel-imports'],
    ['core imports engine', 'core/src/imports-engine', '@skein/engine', 'core-imports'],
    ['engine imports core', 'engine/src/imports-core', '@skein/core', 'engine-imports'],
    ['a store imports core', 'storage-sqlite/src/imports-core', '@skein/core', 'storage-sqlite-imports'],
    ['a published package imports tooling', 'cli/src/imports-tooling', '@skein/tooling', 'cli-imports'],
    ['the simulator imports a store', 'simulator/src/imports-store', '@skein/storage-sqlite', 'simulator-imports'],
    ['the domain uses node', 'core/src/uses-node', 'node:fs', 'no-node-in-the-domain'],
    ['the kernel uses node without its prefix', 'kernel/src/uses-node', 'crypto', 'no-node-in-the-domain'],
    ['kernel uses another library', 'kernel/src/uses-library', 'ts-pattern', 'kernel-third-party'],
    ['core uses another library', 'core/src/uses-library', 'commander', 'core-third-party'],
    ['engine uses another library', 'engine/src/uses-library', 'better-sqlite3', 'engine-third-party'],
    ['fp-ts is imported whole', 'engine/src/uses-fp-ts', 'fp-ts', 'fp-ts-by-module'],
    ['a file of another package is imported by its path', 'core/src/by-path', '../../kernel/src/a.js', 'by-name'],
    ['two files import each other', 'kernel/src/a', './b.js', 'no-cycles'],
    ['two files import types of each other', 'kernel/src/typed-a', './typed-b.js', 'no-cycles'],
    ['ports import a room above them', 'engine/src/ports/a', '../commands/a.js', 'engine-ports'],
    ['reading imports privacy', 'engine/src/reading/a', '../privacy/a.js', 'engine-reading'],
    ['a room imports the runtime', 'engine/src/check/a', '../runtime.js', 'engine-check'],
    ['a folder is not in the table of rooms', 'engine/src/unheard-of/a', '../ports/b.js', 'engine-rooms'],
    ['a shared rule imports an aggregate', 'core/src/rules/shared/a', '../../journey/views.js', 'core-rules-shared'],
    ['an aggregate imports the index of another', 'core/src/batch/a', '../journey/index.js', 'core-aggregate'],
    ['a shared file imports an aggregate', 'core/src/shared/a', '../journey/views.js', 'core-shared'],
    ['one half of the testkit imports the other', 'testkit/src/domain/a', '../storage/a.js', 'testkit-domain'],
  ]

  describe('forbid that', () => {
    let found: string
    beforeAll(() => {
      const files = Object.fromEntries(
        forbidden.map(([, path, imported]) => {
          const type = path.includes('typed') ? 'type ' : ''
          return [`packages/${path}.ts`, `import ${type}* as it from '${imported}'\nexport ${type}{ it }\n`]
        }),
      )
      found =
        boundaries({
          ...files,
          'packages/kernel/src/b.ts': "import * as it from './a.js'\nexport { it }\n",
          'packages/kernel/src/typed-b.ts': "import type * as it from './typed-a.js'\nexport type { it }\n",
          'packages/engine/src/ports/b.ts': 'export const b = 1\n',
          'packages/engine/src/commands/a.ts': 'export const a = 1\n',
          'packages/engine/src/privacy/a.ts': 'export const a = 1\n',
          'packages/engine/src/runtime.ts': 'export const a = 1\n',
          'packages/core/src/journey/views.ts': 'export const a = 1\n',
          'packages/core/src/journey/index.ts': "export * from './views.js'\n",
          'packages/testkit/src/storage/a.ts': 'export const a = 1\n',
        }) ?? ''
    })

    it.each(forbidden)('%s', (_, path, __, rule) => {
      expect(found).toContain(`error ${rule}: packages/${path}.ts → `)
    })
  })

  it('allow the rest', () => {
    const found = boundaries({
      'packages/kernel/src/a.ts': "export * as E from 'fp-ts/lib/Either.js'\nexport { z } from 'zod'\n",
      'packages/core/src/a.ts': "export * from '@skein/kernel'\nexport { match } from 'ts-pattern'\n",
      'packages/core/src/a.test.ts': "import { readFileSync } from 'node:fs'\nimport '@skein/engine'\nreadFileSync\n",
      'packages/core/src/journey/views.ts': "export * from '../shared/a.js'\n",
      'packages/core/src/journey/index.ts': "export * from './views.js'\n",
      'packages/core/src/journey/journey.test.ts': "import '../batch/index.js'\n",
      'packages/core/src/batch/index.ts': "export * from '../journey/views.js'\n",
      'packages/core/src/shared/a.ts': 'export const a = 1\n',
      'packages/engine/src/a.ts': "export * from '@skein/kernel'\nexport { join } from 'node:path'\n",
      'packages/engine/src/index.ts': "export * from './commands/a.js'\n",
      'packages/engine/src/commands/a.ts': "export * from '../ports/a.js'\n",
      'packages/engine/src/ports/a.ts': 'export const a = 1\n',
      'packages/storage-sqlite/src/a.ts': "export * from '@skein/engine'\nexport * from 'better-sqlite3'\n",
      'packages/cli/src/a.ts': "export * from '@skein/simulator'\nexport * from 'commander'\n",
    })
    expect(found).toBeUndefined()
  })
})

describe('kernel and core', () => {
  const impure = [
    'Date.now()',
    '[1].map(Date.now)',
    'new Date()',
    'Date()',
    'Math.random()',
    'crypto.randomUUID()',
    'performance.now()',
    'setTimeout(() => {}, 1)',
    'globalThis.Date',
    'process.env',
  ]
  const pathOf = (name: string, index: number) => `packages/${name}/src/impure-${index}.ts`
  const withNode = 'packages/core/src/with-node.ts'
  const withGivenDates = 'packages/core/src/with-given-dates.ts'

  let found: string
  beforeAll(() => {
    const files = impure.flatMap((code, index) =>
      ['core', 'kernel', 'engine'].map((name) => [pathOf(name, index), `export const it = ${code}\n`]),
    )
    found =
      lint('biome', ['lint', '--reporter=github', '--max-diagnostics=none'], {
        ...Object.fromEntries(files),
        [withNode]: "import { readFileSync } from 'node:fs'\nexport const it = readFileSync\n",
        [withGivenDates]: 'export const it = [new Date(0), Date.UTC(2026, 0, 1), Math.max(1, 2)]\n',
      }) ?? ''
  })

  it.each(impure.map((code, index) => ({ code, index })))('may not use $code', ({ index }) => {
    expect(found).toContain(`${pathOf('core', index)},line=1`)
    expect(found).toContain(`${pathOf('kernel', index)},line=1`)
  })

  it.each(impure.map((code, index) => ({ code, index })))('engine may use $code, but no timers', ({ code, index }) => {
    const path = pathOf('engine', index)
    // its environment has them, as a simulation brings its own
    if (/performance|setTimeout/.test(code)) expect(found).toContain(`${path},line=1`)
    else expect(found).not.toContain(path)
  })

  it('may not import node:*', () => {
    expect(found).toMatch(new RegExp(`noNodejsModules.*${withNode},line=1`))
  })

  it('may use dates that are given', () => {
    expect(found).not.toContain(withGivenDates)
  })
})

describe('errors', () => {
  it('may not be told apart by our classes, as there are two copies of each; by other classes they may', () => {
    const found = lint('biome', ['lint', '--reporter=github', '--max-diagnostics=none'], {
      'packages/http/src/by-class.ts': 'export const it = (error: unknown) => error instanceof StorageError\n',
      'packages/core/src/by-class.ts': 'export const it = (error: unknown) => error instanceof Misconfigured\n',
      'packages/http/src/by-other-class.ts': 'export const it = (error: unknown) => error instanceof TypeError\n',
      'packages/http/test/by-class.test.ts': 'export const it = (error: unknown) => error instanceof StorageError\n',
    })
    expect(found).toContain('packages/http/src/by-class.ts,line=1')
    expect(found).toContain('packages/core/src/by-class.ts,line=1')
    expect(found).not.toContain('by-other-class')
    expect(found).not.toContain('packages/http/test')
  })
})

describe('unused code', () => {
  it('is reported: files, exports and dependencies', () => {
    const found = lint('knip', ['--no-config-hints'], {
      'package.json': '{ "name": "fixture", "private": true }',
      'pnpm-workspace.yaml': 'packages: [packages/*]\n',
      'packages/kernel/package.json': '{ "name": "@skein/kernel", "dependencies": { "zod": "4" } }',
      'packages/kernel/src/index.ts': "export { used } from './used.js'\n",
      'packages/kernel/src/used.ts': 'export const used = 1\nexport const forgotten = 2\n',
      'packages/kernel/src/orphan.ts': 'export const orphan = 1\n',
    })
    expect(found).toMatch(/Unused files[\s\S]*orphan\.ts/)
    expect(found).toMatch(/Unused exports[\s\S]*forgotten/)
    expect(found).toMatch(/Unused dependencies[\s\S]*zod/)
  })
})
