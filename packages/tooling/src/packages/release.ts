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
import { outdatedFiles, placeholders } from './project.ts'
import { obstaclesOf } from './release-obstacles.ts'

const isDryRun = process.argv.includes('--dry-run')
const git = (...args: readonly string[]) => outputOf('git', ['-C', root, ...args])

const versions = [...new Set(publishedPackages().map(({ manifest }) => manifest.version))]
const version = versions.join(', ')

const pendingChangesets = () =>
  readdirSync(join(root, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md')

const changelogOf = (folder: string) => {
  const path = join(root, folder, 'CHANGELOG.md')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

const obstacles = obstaclesOf({
  versions,
  placeholders: placeholders(),
  outdatedFiles: outdatedFiles().map(({ path }) => path),
  pendingChangesets: pendingChangesets(),
  withoutChangelog: publishedPackages()
    .filter(({ folder, manifest }) => !changelogOf(folder).includes(`\n## ${manifest.version}\n`))
    .map(({ folder }) => folder),
  hasChanges: git('status', '--porcelain') !== '',
  branch: git('branch', '--show-current') ?? '',
  isTagged: git('tag', '--list', `v${version}`) !== '',
})

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

if (obstacles.length > 0) {
  console.log(isDryRun ? 'A release from here would be refused:' : 'The release is refused:')
  for (const obstacle of obstacles) console.log(`- ${obstacle}`)
}
if (obstacles.length > 0 && !isDryRun) process.exit(1)

const build = spawnSync('node', ['packages/tooling/src/build.mjs'], { cwd: root, stdio: 'inherit' })
if (build.status !== 0 || checkPackages(upload).length > 0) process.exit(1)
console.log(
  isDryRun
    ? `Dry run of ${version}: nothing was uploaded.`
    : `Released ${version}. Now: git tag v${version} && git push origin v${version}`,
)
