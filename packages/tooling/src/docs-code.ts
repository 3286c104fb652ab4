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
  readonly how: 'types' | 'ESM' | 'CommonJS'
  readonly message: string
}

/**
 * The TypeScript of a page: its ```ts blocks, in order, as one program; a block marked ```ts no-run is left out.
 * Every line stays on the line it has on the page, so that an error's place is the page's. Empty if there is none.
 */
export const programOf = (markdown: string): string => {
  let fence: { readonly end: RegExp; readonly runs: boolean } | undefined
  const lines = markdown.split(/\r?\n/).map((line) => {
    if (fence?.end.test(line)) fence = undefined
    else if (fence) return fence.runs ? line : ''
    else {
      const [, ticks, info = ''] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? []
      if (ticks)
        fence = {
          end: new RegExp(`^\\s*${ticks}\\s*$`),
          runs: /^(ts|typescript)(?!.*\bno-run\b)(\s|$)/.test(info.trim()),
        }
    }
    return ''
  })
  return lines.some((line) => line.trim() !== '') ? lines.join('\n') : ''
}

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
 * of its own; READMEs also as CommonJS.
 */
export const checkPages = (project: string, pages: readonly Page[]): readonly PageFailure[] => {
  const programs = pages
    .map(({ path, markdown }) => ({ path, program: programOf(markdown) }))
    .filter(({ program }) => program !== '')
  const fileOf = (path: string) => `pages/${path}/page.mts`
  const inPage = (message: string, path: string) =>
    message.replaceAll(join(project, fileOf(path)), path).replaceAll(fileOf(path), path)

  for (const { path, program } of programs) {
    mkdirSync(dirname(join(project, fileOf(path))), { recursive: true })
    writeFileSync(join(project, fileOf(path)), program)
  }
  if (programs.length === 0) return []

  const typeErrors = typeErrorsOf(
    project,
    programs.map(({ path }) => fileOf(path)),
  )
  const failures: PageFailure[] = []
  for (const { path, program } of programs) {
    const own = typeErrors?.split('\n').filter((line) => line.startsWith(`${fileOf(path)}(`))
    if (own?.length) failures.push({ path, how: 'types', message: inPage(own.join('\n'), path) })

    const folder = dirname(join(project, fileOf(path)))
    const asModule = failureOf(process.execPath, ['page.mts'], folder)
    if (asModule !== undefined) failures.push({ path, how: 'ESM', message: inPage(asModule, path) })
    if (!/README[^/]*\.md$/.test(path)) continue
    writeFileSync(join(folder, 'page.cjs'), toCommonJs(program))
    const asCommonJs = failureOf(process.execPath, ['page.cjs'], folder)
    if (asCommonJs !== undefined) failures.push({ path, how: 'CommonJS', message: asCommonJs })
  }
  if (typeErrors !== undefined && !failures.some(({ how }) => how === 'types'))
    failures.push({ path: 'the packages that the pages import', how: 'types', message: typeErrors })
  return failures
}
