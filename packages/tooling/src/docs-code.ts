import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { failureOf, typeErrorsOf } from './consumer.ts'

/** A page of documentation; `path` is what a reader knows it by. */
export interface Page {
  readonly path: string
  readonly markdown: string
}

export interface PageFailure {
  readonly path: string
  readonly how: 'types' | 'ESM' | 'CommonJS' | 'tests' | 'commands'
  readonly message: string
}

/** A fenced block of a page. */
interface Block {
  /** What stands behind the fence: `ts no-run`. */
  readonly info: string
  /** The index of its first line on the page. */
  readonly start: number
  readonly lines: readonly string[]
}

const blocksOf = (markdown: string): readonly Block[] => {
  const blocks: Block[] = []
  let open:
    | { readonly end: RegExp; readonly info: string; readonly start: number; readonly lines: string[] }
    | undefined
  for (const [index, line] of markdown.split(/\r?\n/).entries()) {
    if (open?.end.test(line)) {
      blocks.push(open)
      open = undefined
    } else if (open) open.lines.push(line)
    else {
      const [, ticks, info = ''] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? []
      if (ticks) open = { end: new RegExp(`^\\s*${ticks}\\s*$`), info: info.trim(), start: index + 1, lines: [] }
    }
  }
  return blocks
}

const isTypeScript = ({ info }: Block): boolean => /^(ts|typescript)(?!.*\bno-run\b)(\s|$)/.test(info)
const fileOfBlock = ({ info }: Block): string | undefined => /\bfile=(\S+)/.exec(info)?.[1]

/** The blocks as one text, every line on the line that it has on the page; empty if there is no code. */
const joined = (blocks: readonly Block[]): string => {
  const lines: string[] = []
  for (const { start, lines: own } of blocks) {
    while (lines.length < start) lines.push('')
    lines.push(...own)
  }
  return lines.some((line) => line.trim() !== '') ? `${lines.join('\n')}\n` : ''
}

/**
 * The TypeScript of a page: its ```ts blocks, in order, as one program; a block marked ```ts no-run is left out, and one
 * marked ```ts file=NAME belongs to a file of its own. Every line stays on the line it has on the page, so that an error's
 * place is the page's. Empty if there is none.
 */
export const programOf = (markdown: string): string =>
  joined(blocksOf(markdown).filter((block) => isTypeScript(block) && fileOfBlock(block) === undefined))

/** The files of a page: its blocks marked `file=NAME`, those of one file in order. */
export const filesOf = (markdown: string): ReadonlyMap<string, string> => {
  const files = new Map<string, Block[]>()
  for (const block of blocksOf(markdown)) {
    const file = fileOfBlock(block)
    if (file !== undefined) files.set(file, [...(files.get(file) ?? []), block])
  }
  return new Map([...files].map(([file, blocks]) => [file, joined(blocks)]))
}

/** The commands of a page that are run in its folder, after its program: its ```sh run blocks. */
export const commandsOf = (markdown: string): string =>
  joined(blocksOf(markdown).filter(({ info }) => /^(sh|bash)\b.*\brun\b/.test(info))).trim()

/** Whether there is something on a page to run. */
export const hasCode = (markdown: string): boolean =>
  programOf(markdown) !== '' || filesOf(markdown).size > 0 || commandsOf(markdown) !== ''

/** The same program for CommonJS, where `await` may stand only inside a function. */
export const toCommonJs = (program: string): string => {
  const file = ts.createSourceFile('page.ts', program, ts.ScriptTarget.ES2023, true)
  const text = (statements: readonly ts.Statement[]) =>
    statements.map((statement) => statement.getFullText(file)).join('')
  const imports = file.statements.filter(ts.isImportDeclaration)
  const rest = file.statements.filter((statement) => !ts.isImportDeclaration(statement))
  const wrapped = `${text(imports)}\n;(async () => {${text(rest)}\n})()\n`
  const { CommonJS } = ts.ModuleKind
  const compilerOptions = { module: CommonJS, target: ts.ScriptTarget.ES2023, esModuleInterop: true }
  return ts.transpileModule(wrapped, { compilerOptions }).outputText
}

/**
 * Type-checks and runs the code of pages in a project where what they import is installed. Each page runs in a folder
 * of its own, with its files; then its tests and its commands run there. READMEs run also as CommonJS.
 */
export const checkPages = (project: string, pages: readonly Page[]): readonly PageFailure[] => {
  const written = pages.filter(({ markdown }) => hasCode(markdown)).map((page) => writePage(project, page))
  if (written.length === 0) return []

  const typeErrors = typeErrorsOf(
    project,
    written.flatMap(({ folder, sources }) => sources.map((name) => `${folder}/${name}`)),
  )
  const failures = written.flatMap((page) => failuresOf(project, page, typeErrors?.split('\n') ?? []))
  if (typeErrors !== undefined && !failures.some(({ how }) => how === 'types'))
    failures.push({ path: 'the packages that the pages import', how: 'types', message: typeErrors })
  return failures
}

/** A page in its folder. */
interface WrittenPage extends Page {
  /** From the project. */
  readonly folder: string
  /** The TypeScript files in it. */
  readonly sources: readonly string[]
}

const program = 'page.mts'

const writePage = (project: string, page: Page): WrittenPage => {
  const { path, markdown } = page
  const folder = `pages/${path}`
  const files = new Map([...filesOf(markdown), [program, programOf(markdown)]])
  // as the page instructs
  if (files.size > 1) files.set('package.json', '{ "type": "module" }\n')
  for (const [name, text] of files) {
    mkdirSync(dirname(join(project, folder, name)), { recursive: true })
    writeFileSync(join(project, folder, name), text)
  }
  return { ...page, folder, sources: [...files.keys()].filter((name) => /\.m?ts$/.test(name)) }
}

const failuresOf = (
  project: string,
  { path, folder, markdown, sources }: WrittenPage,
  typeErrors: readonly string[],
): PageFailure[] => {
  const failures: PageFailure[] = []
  const inPage = (message: string): string =>
    [join(project, folder), folder].reduce(
      (text, prefix) => text.replaceAll(`${prefix}/${program}`, path).replaceAll(`${prefix}/`, `${path}: `),
      message,
    )
  const add = (how: PageFailure['how'], message: string | undefined) => {
    if (message !== undefined && message !== '') failures.push({ path, how, message: inPage(message) })
  }
  const pageFolder = join(project, folder)
  add('types', typeErrors.filter((line) => line.startsWith(`${folder}/`)).join('\n'))
  add('ESM', failureOf(process.execPath, [program], pageFolder))
  if (sources.some((name) => name.endsWith('.test.ts')))
    add('tests', failureOf(join(project, 'node_modules/.bin/vitest'), ['run', '--root', '.'], pageFolder))
  const commands = commandsOf(markdown)
  if (commands !== '') add('commands', failureOf('bash', ['-euo', 'pipefail', '-c', commands], pageFolder))
  if (/README[^/]*\.md$/.test(path)) {
    writeFileSync(join(pageFolder, 'page.cjs'), toCommonJs(programOf(markdown)))
    add('CommonJS', failureOf(process.execPath, ['page.cjs'], pageFolder))
  }
  return failures
}
