import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../src/consumer.ts'
import { checkPages, commandsOf, filesOf, type PageFailure, programOf, toCommonJs } from '../src/docs-code.ts'
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

describe('the files and commands of a page', () => {
  const markdown = page(
    '```ts file=a.ts',
    'export const a = 1',
    '```',
    '```sh run',
    'node a.ts',
    '```',
    '```sh',
    'npm publish',
    '```',
    '```ts file=a.ts',
    'export const b = 2',
    '```',
    '```ts',
    "import './a.ts'",
    '```',
  )

  it('are the blocks with a name, those of one file in order, each line where it stands on the page', () => {
    const [[name, text] = []] = filesOf(markdown)
    expect(name).toBe('a.ts')
    expect(
      text
        ?.split('\n')
        .map((line, index) => (line === '' ? '' : `${index + 1} ${line}`))
        .filter(Boolean),
    ).toEqual(['2 export const a = 1', '11 export const b = 2'])
    expect(programOf(markdown).trim()).toBe("import './a.ts'")
  })

  it('are the commands of blocks marked run', () => {
    expect(commandsOf(markdown)).toBe('node a.ts')
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
        {
          path: 'docs/files.md',
          markdown: page(
            '```ts file=a.ts',
            'export const a = 1',
            '```',
            '```ts file=b.ts',
            "import { a } from './a.ts'",
            'console.log(a)',
            '```',
            '```sh run',
            'test "$(node b.ts)" = 1',
            '```',
          ),
        },
        {
          path: 'docs/bad-command.md',
          markdown: page('```ts file=a.ts', 'export const a: string = 1', '```', '```sh run', 'node missing.ts', '```'),
        },
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

  it('runs the files and commands of a page, and reports those that fail', () => {
    expect(failuresOf('docs/files.md')).toEqual([])
    expect(failuresOf('docs/bad-command.md').map(({ how }) => how)).toEqual(['types', 'commands'])
    expect(failuresOf('docs/bad-command.md')[0]?.message).toContain('docs/bad-command.md: a.ts(2,14)')
  })

  it('reports nothing else', () => {
    expect(new Set(failures.map(({ path }) => path))).toEqual(
      new Set(['docs/mistyped.md', 'docs/bad-command.md', 'packages/core/README.md']),
    )
  })
})
