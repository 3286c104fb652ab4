// docs/catalogue.md: everything the domain has, each with the file that it is written in.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { domain, rules } from '@skein/core'
import type { AnyAggregate } from '@skein/kernel'

export const root = join(import.meta.dirname, '../../..')
export const cataloguePath = 'docs/catalogue.md'
const core = 'packages/core/src'

const files = (folder: string): readonly string[] =>
  readdirSync(join(root, core, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${core}/${folder}/${name}`)

const source = new Map<string, string>()
const textOf = (path: string): string => {
  const known = source.get(path) ?? readFileSync(join(root, path), 'utf8')
  source.set(path, known)
  return known
}

/** The one file of these in which a pattern stands; says so where there is none. */
const fileWith = (paths: readonly string[], pattern: RegExp, what: string): string => {
  const found = paths.find((path) => pattern.test(textOf(path)))
  if (found === undefined) throw new Error(`no file has ${what}`)
  return found
}

/** Where a rule's condition stands: its own folder, or the shared one that all who ask it have it from. */
const ruleFile = (id: string, { name }: AnyAggregate): string =>
  fileWith(
    [...files('rules/shared'), ...files(name).filter((path) => path.includes('/rules'))],
    new RegExp(`id: '${id}'`),
    id,
  )

const link = (path: string): string => `[${path.slice(`${core}/`.length)}](../${path})`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
const code = (name: string): string => `\`${name}\``
const cell = (text: string): string => text.replaceAll('|', '\\|')

const aggregates = (): string =>
  domain.aggregates
    .map(({ name, commands, events }) => {
      const folder = `${core}/${name}`
      const commandRows = Object.entries(commands).map(([type, { records, byProcess }]) => [
        code(type),
        records.map(code).join(', '),
        byProcess ? 'processes' : '',
        link(`${folder}/commands.ts`),
      ])
      const eventRows = Object.entries(events).map(([type, { version }]) => [
        code(type),
        String(version),
        link(`${folder}/events.ts`),
      ])
      return [
        `## ${name}`,
        `Streams \`${name}-<id>\`.`,
        table(['command', 'records', 'only sent by', 'file'], commandRows),
        table(['event', 'schema version', 'file'], eventRows),
      ].join('\n\n')
    })
    .join('\n\n')

const ruleRows = (): readonly (readonly string[])[] =>
  rules.map(({ id, title, basis, kind, aggregates: of }) => {
    const where =
      kind === 'rule'
        ? [...new Set(domain.aggregates.filter(({ name }) => of.includes(name)).map((each) => ruleFile(id, each)))]
        : [`${core}/rules/${kind === 'invariant' ? 'invariants' : 'assurances'}.ts`]
    return [id, cell(title.en), cell(title.zh), cell(basis), of.join(', '), where.map(link).join(', ')]
  })

const processRows = (): readonly (readonly string[])[] =>
  domain.processes.map(({ name, on }) => [
    code(name),
    on.map(code).join(', '),
    link(fileWith(files('processes'), new RegExp(`defineProcess<.*>\\(\\s*'${name}'`), `the process ${name}`)),
  ])

const readModelRows = (): readonly (readonly string[])[] =>
  [...domain.projections, ...domain.views].map(({ name, version }) => [
    code(name),
    String(version),
    link(fileWith(files('projections'), new RegExp(`name: '${name}'`), `the read model ${name}`)),
  ])

/** The whole page. */
export const catalogue = (): string =>
  `${[
    '# What there is',
    'Written by `pnpm docs:catalogue` from the domain itself; a test keeps it as the code is.',
    aggregates(),
    '## Rules',
    'The condition of each stands once, in the file named. Rules refuse commands; invariants (M7, M9, M10) are judged at the end of a log; G1, G2 and G4 hold of every command and are shown by properties.',
    table(['rule', 'English', '中文', 'basis', 'of', 'file'], ruleRows()),
    '## Processes',
    table(['process', 'answers', 'file'], processRows()),
    '## Read models',
    table(['name', 'version', 'file'], readModelRows()),
  ].join('\n\n')}\n`

// run by itself, it writes the page
if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(root, cataloguePath), catalogue())
  console.log(`Wrote ${cataloguePath}.`)
}
