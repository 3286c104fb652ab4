import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../src/consumer.ts'
import { checkPages, programOf, toCommonJs } from '../src/docs-code.ts'
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
  const check = (...pages: readonly { path: string; markdown: string }[]) =>
    withTemporaryFolder((folder) => {
      mkdirSync(join(folder, 'node_modules'))
      symlinkSync(join(root, 'packages/tooling/node_modules/@types'), join(folder, 'node_modules/@types'))
      return checkPages(folder, pages)
    })

  it('passes good code, run as ESM and, for a README, as CommonJS', () => {
    const markdown = page(
      '```ts',
      "import { strict as assert } from 'node:assert'",
      '```',
      '',
      '```ts',
      'assert(await 1)',
      '```',
    )
    expect(check({ path: 'README.md', markdown }, { path: 'docs/a.md', markdown })).toEqual([])
  })

  it('says where the types are wrong, by the line of the page', () => {
    const [failure] = check({
      path: 'docs/a.md',
      markdown: page('text', '```ts', "const a: number = 'b'", 'void a', '```'),
    })
    expect(failure).toMatchObject({ path: 'docs/a.md', how: 'types' })
    expect(failure?.message).toContain('docs/a.md(3,7)')
  })

  it('says when it throws, in ESM and in CommonJS', () => {
    const markdown = page('```ts', "throw new Error('broken promise')", '```')
    const failures = check({ path: 'packages/core/README.md', markdown })
    expect(failures.map(({ how }) => how)).toEqual(['ESM', 'CommonJS'])
    expect(failures[0]?.message).toContain('broken promise')
    expect(failures[0]?.message).toContain('packages/core/README.md:2')
  })
})
