// Releases all packages: checks everything, packs tarballs, checks these as a user gets them, and uploads them.
//   release.ts --dry-run   uploads nothing, and only names what would stop a release from this state of the repository
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackages } from '../check-packages.ts'
import { failureOf } from '../consumer.ts'
import { outputOf } from '../run.mjs'
import { root } from '../toolchain.mjs'
import { publishedPackages } from '../workspace.mjs'
import { placeholders, stampedFiles } from './project.ts'

const isDryRun = process.argv.includes('--dry-run')
const git = (...args: readonly string[]) => outputOf('git', ['-C', root, ...args])

const versions = [...new Set(publishedPackages().map(({ manifest }) => manifest.version))]
const version = versions.join(', ')

/** What must hold before a release: a sentence for each that does not, with what to do. */
const obstacles = (): readonly string[] => [
  ...placeholders().map(
    (value) => `project.json still has the placeholder ${value}: write the real value, run \`pnpm stamp\`.`,
  ),
  ...stampedFiles()
    .filter(({ path, text }) => contentOf(path, readFileSync(join(root, path), 'utf8')) !== contentOf(path, text))
    .map(({ path }) => `${path} differs from project.json: run \`pnpm stamp\`.`),
  ...(versions.length === 1
    ? []
    : [`the packages have several versions (${version}): run \`pnpm changeset version\`.`]),
  ...pendingChangesets().map(
    (name) => `the changeset ${name} is in no release: run \`pnpm changeset version\` and commit.`,
  ),
  ...publishedPackages()
    .filter(({ folder, manifest }) => !changelogOf(folder).includes(`\n## ${manifest.version}\n`))
    .map(({ folder, manifest }) => `${folder}/CHANGELOG.md has no entry for ${manifest.version}.`),
  ...(git('status', '--porcelain') === '' ? [] : ['the work tree has changes: commit them.']),
  ...(git('branch', '--show-current') === 'main' ? [] : ['this is not the branch main.']),
  ...(git('tag', '--list', `v${version}`) === '' ? [] : [`the tag v${version} exists: this version was released.`]),
]

const contentOf = (path: string, text: string) => (path.endsWith('.json') ? JSON.stringify(JSON.parse(text)) : text)

const pendingChangesets = () =>
  readdirSync(join(root, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md')

const changelogOf = (folder: string) => {
  const path = join(root, folder, 'CHANGELOG.md')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

const isPublished = (name: string) => outputOf('npm', ['view', `${name}@${version}`, 'version']) === version

/** Uploads tarballs, each after those that it needs; skips those that an interrupted release has uploaded. */
const upload = (tarballs: readonly string[]): void => {
  for (const [index, tarball] of tarballs.entries()) {
    const name = publishedPackages()[index]?.manifest.name ?? ''
    if (!isDryRun && isPublished(name)) {
      console.log(`is published already: ${name} ${version}`)
      continue
    }
    // provenance needs the identity of a CI run, which a dry run has not
    const options = isDryRun ? ['--dry-run', '--provenance=false'] : []
    const failure = failureOf('npm', ['publish', tarball, '--access=public', ...options], root)
    if (failure !== undefined) throw new Error(`npm did not ${isDryRun ? 'accept' : 'publish'} ${tarball}:\n${failure}`)
    console.log(`${isDryRun ? 'would publish' : 'published'} ${tarball.replace(/^.*\//, '')}`)
  }
}

const stopping = obstacles()
if (stopping.length > 0) {
  console.log(isDryRun ? 'A release from here would be refused:' : 'The release is refused:')
  for (const obstacle of stopping) console.log(`- ${obstacle}`)
}
if (stopping.length > 0 && !isDryRun) process.exit(1)

const build = spawnSync('node', ['packages/tooling/src/build.mjs'], { cwd: root, stdio: 'inherit' })
if (build.status !== 0 || checkPackages(upload).length > 0) process.exit(1)
console.log(
  isDryRun
    ? `Dry run of ${version}: nothing was uploaded.`
    : `Released ${version}. Now: git tag v${version} && git push origin v${version}`,
)
