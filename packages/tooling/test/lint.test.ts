import { copyFileSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
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

describe('the import table', () => {
  const boundaries = (files: Files) => lint('depcruise', ['packages'], files)

  it.each([
    ['kernel imports core', 'kernel', '@skein/core', 'kernel-imports'],
    ['core imports engine', 'core', '@skein/engine', 'core-imports'],
    ['engine imports core', 'engine', '@skein/core', 'engine-imports'],
    ['a store imports core', 'storage-sqlite', '@skein/core', 'storage-sqlite-imports'],
    ['a published package imports tooling', 'cli', '@skein/tooling', 'cli-imports'],
    ['the simulator imports a store', 'simulator', '@skein/storage-sqlite', 'simulator-imports'],
    ['the domain touches node', 'core', 'node:fs', 'no-node-in-the-domain'],
    ['the kernel touches node without its prefix', 'kernel', 'crypto', 'no-node-in-the-domain'],
    ['kernel uses another library', 'kernel', 'ts-pattern', 'kernel-third-party'],
    ['core uses another library', 'core', 'commander', 'core-third-party'],
    ['engine uses another library', 'engine', 'better-sqlite3', 'engine-third-party'],
    ['fp-ts is imported whole', 'engine', 'fp-ts', 'fp-ts-by-module'],
  ])('is broken when %s', (_, name, imported, rule) => {
    expect(
      boundaries({ [`packages/${name}/src/a.ts`]: `import * as it from '${imported}'\nexport { it }\n` }),
    ).toContain(rule)
  })

  it('is broken by a path into another package, and by a cycle', () => {
    const found = boundaries({
      'packages/core/src/a.ts': "export * from '../../kernel/src/a.js'\n",
      'packages/kernel/src/a.ts': "import { b } from './b.js'\nexport const a = (): unknown => b\n",
      'packages/kernel/src/b.ts': "import { a } from './a.js'\nexport const b = (): unknown => a\n",
    })
    expect(found).toContain('by-name')
    expect(found).toContain('no-cycles')
  })

  it('is kept by what it allows', () => {
    const found = boundaries({
      'packages/kernel/src/a.ts': "export * as E from 'fp-ts/lib/Either.js'\nexport { z } from 'zod'\n",
      'packages/core/src/a.ts': "export * from '@skein/kernel'\nexport { match } from 'ts-pattern'\n",
      'packages/core/src/a.test.ts': "import { readFileSync } from 'node:fs'\nimport '@skein/engine'\nreadFileSync\n",
      'packages/engine/src/a.ts': "export * from '@skein/kernel'\nexport { join } from 'node:path'\n",
      'packages/storage-sqlite/src/a.ts': "export * from '@skein/engine'\nexport * from 'better-sqlite3'\n",
      'packages/cli/src/a.ts': "export * from '@skein/simulator'\nexport * from 'commander'\n",
    })
    expect(found).toBeUndefined()
  })
})

describe('kernel and core', () => {
  const linted = (path: string, text: string) => lint('biome', ['lint', '--reporter=github'], { [path]: text })

  it.each([
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
  ])('may not use %s; engine may', (code) => {
    const text = `export const it = ${code}\n`
    expect(linted('packages/core/src/a.ts', text)).toContain('packages/core/src/a.ts,line=1')
    expect(linted('packages/kernel/src/a.ts', text)).toContain('packages/kernel/src/a.ts,line=1')
    expect(linted('packages/engine/src/a.ts', text)).toBeUndefined()
  })

  it('may not import node:*', () => {
    const text = "import { readFileSync } from 'node:fs'\nexport const it = readFileSync\n"
    expect(linted('packages/core/src/a.ts', text)).toContain('noNodejsModules')
  })

  it('may use dates that are given', () => {
    const text = 'export const it = [new Date(0), Date.UTC(2026, 0, 1), Math.max(1, 2)]\n'
    expect(linted('packages/core/src/a.ts', text)).toBeUndefined()
  })
})

describe('unused code', () => {
  it('is found: files, exports and dependencies', () => {
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
