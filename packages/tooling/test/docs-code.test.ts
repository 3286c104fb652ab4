import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../src/consumer.ts'
import { checkPages, type PageFailure, programOf, toCommonJs } from '../src/docs-code.ts'
import { root } from '../src/toolchain.mjs'

const page = (...lines: readonly string[]) => lines.join('\n')

describe('the program of a page', () => {
  it('is its ts blocks in order, each line where it stands on the page', () => {
    const markdown = page('# Title', '```ts', 'const a = 1', '```', 'then', '```typescript', 'console.log(a)', '```')
    expect(programOf(markdown).split('\n')).toEqual(['', '', 'const a = 1', '', '', '', 'console.log(a)', ''])
  })

  it('leaves out other languages and blocks marked no-run', () => {
    const markdown = page('```sh', 'npm test', '```', '```ts no-run', 'oops(', '```', '```tsx', '<a/>', '```')
    expect(programOf(markdown)).toBe('')
  })

  it('knows longer and indented fences', () => {
    const markdown = page('````md', '```ts', 'not code', '```', '````', '- item', '  ```ts', '  const a = 1', '  ```')
    expect(programOf(markdown).trim()).toBe('const a = 1')
  })

  it('becomes CommonJS, with await', () => {
    const program = page("import { basename } from 'node:path'", "console.log(await Promise.resolve(basename('a/b')))")
    const code = toCommonJs(program)
    expect(code).toContain('require("node:path")')
    expect(code).toMatch(/async \(\) => \{[\s\S]*await/)
  })
})

describe('checking pages', () => {
  const good = page(
    '```ts',
    "import { strict as assert } from 'node:assert'",
    '```',
    '',
    '```ts',
    'assert(await 1)',
    '```',
  )
  const throwing = page('```ts', "throw new Error('broken promise')", '```')
  const mistyped = page('text', '```ts', "const a: number = 'b'", 'void a', '```')

  let failures: readonly PageFailure[]
  beforeAll(() => {
    failures = withTemporaryFolder((folder) => {
      mkdirSync(join(folder, 'node_modules'))
      symlinkSync(join(root, 'packages/tooling/node_modules/@types'), join(folder, 'node_modules/@types'))
      return checkPages(folder, [
        { path: 'README.md', markdown: good },
        { path: 'docs/good.md', markdown: good },
        { path: 'docs/mistyped.md', markdown: mistyped },
        { path: 'packages/core/README.md', markdown: throwing },
      ])
    })
  })
  const failuresOf = (path: string) => failures.filter((failure) => failure.path === path)

  it('passes good code, run as ESM and, for a README, as CommonJS', () => {
    expect([...failuresOf('README.md'), ...failuresOf('docs/good.md')]).toEqual([])
  })

  it('reports a type error with the line of the page', () => {
    const [failure] = failuresOf('docs/mistyped.md')
    expect(failure).toMatchObject({ path: 'docs/mistyped.md', how: 'types' })
    expect(failure?.message).toContain('docs/mistyped.md(3,7)')
  })

  it('reports code that throws, in ESM and in CommonJS', () => {
    const failed = failuresOf('packages/core/README.md')
    expect(failed.map(({ how }) => how)).toEqual(['ESM', 'CommonJS'])
    expect(failed[0]?.message).toContain('broken promise')
    expect(failed[0]?.message).toContain('packages/core/README.md:2')
  })

  it('reports nothing else', () => {
    expect(new Set(failures.map(({ path }) => path))).toEqual(new Set(['docs/mistyped.md', 'packages/core/README.md']))
  })
})
