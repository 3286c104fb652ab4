// What the published packages have in common, from `project.json`: the one place that names the repository and the
// security contact.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../toolchain.mjs'
import { type Package, publishedPackages } from '../workspace.mjs'

interface Project {
  /** The address of the repository, for people: `https://github.com/…`. */
  readonly repository: string
  readonly securityContact: string
  readonly keywords: readonly string[]
  readonly keywordsOf: Readonly<Record<string, readonly string[]>>
}

// sound: a file of this repository, whose fields the stamped manifests show
export const project = JSON.parse(readFileSync(join(root, 'project.json'), 'utf8')) as Project

/** The values of `project.json` that are still a placeholder: nothing is released with them. */
export const placeholders = (): readonly string[] =>
  [project.repository, project.securityContact].filter((value) => value.includes('OWNER'))

/** The fields of package.json that every published package has alike. */
const commonFields = ({ folder }: Package) => ({
  license: 'Apache-2.0',
  homepage: `${project.repository}/tree/main/${folder}#readme`,
  bugs: { url: `${project.repository}/issues` },
  repository: { type: 'git', url: `git+${project.repository}.git`, directory: folder },
  keywords: [...project.keywords, ...(project.keywordsOf[folder.replace('packages/', '')] ?? [])],
  files: ['dist', 'src', '!src/**/*.test.ts', 'CHANGELOG.md'],
  engines: { node: '>=22.14' },
  publishConfig: { access: 'public', provenance: true },
})

/** Fields in the order in which a manifest has them; others follow where they are. */
const first = ['name', 'version', 'private', 'description', 'keywords', 'license', 'homepage', 'bugs', 'repository']

/** The manifest of a package with the common fields, as text. */
const manifestOf = (one: Package): string => {
  const { scripts, ...manifest } = one.manifest
  const all: Record<string, unknown> = {
    ...manifest,
    ...commonFields(one),
    scripts: { ...scripts, prepublishOnly: 'node ../tooling/src/packages/refuse-publish.mjs' },
  }
  const rest = Object.keys({ ...one.manifest, ...all }).filter((name) => !first.includes(name))
  const ordered = [...first, ...rest].filter((name) => all[name] !== undefined)
  return `${JSON.stringify(Object.fromEntries(ordered.map((name) => [name, all[name]])), null, 2)}\n`
}

/** SECURITY.md names the contact in a line of its own. */
const securityOf = (text: string): string =>
  text.replace(/<!-- contact -->.*<!-- \/contact -->/, `<!-- contact -->${project.securityContact}<!-- /contact -->`)

/** Every file that repeats something of `project.json`, with the content that it must have. */
const stampedFiles = (): readonly { readonly path: string; readonly text: string }[] => [
  ...publishedPackages().map((one) => ({ path: `${one.folder}/package.json`, text: manifestOf(one) })),
  { path: 'SECURITY.md', text: securityOf(readFileSync(join(root, 'SECURITY.md'), 'utf8')) },
]

/** Formatters may lay out an array in one line or in several. */
const contentOf = (path: string, text: string) => (path.endsWith('.json') ? JSON.stringify(JSON.parse(text)) : text)

/** The files that differ from `project.json`, with the content that they must have. */
export const outdatedFiles = () =>
  stampedFiles().filter(
    ({ path, text }) => contentOf(path, readFileSync(join(root, path), 'utf8')) !== contentOf(path, text),
  )
