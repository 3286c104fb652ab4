import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { withTemporaryFolder } from '../consumer.ts'

/** What every package contains besides its code. */
const required = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'dist', 'src']

/** What is wrong with the content of a tarball; `undefined` if nothing is. */
export const contentProblems = (tarball: string): string | undefined =>
  withTemporaryFolder((folder) => {
    execFileSync('tar', ['xzf', tarball, '-C', folder])
    const packed = join(folder, 'package')
    const files = readdirSync(packed, { recursive: true, encoding: 'utf8' })
    const problems = [
      ...required.filter((name) => !existsSync(join(packed, name))).map((name) => `${name} is missing`),
      ...files.filter((file) => /\.test\.|(^|\/)test\//.test(file)).map((file) => `${file} is a test`),
      ...files.filter((file) => /\.(c?js|d\.c?ts)$/.test(file)).flatMap((file) => brokenMaps(packed, file)),
      ...manifestProblems(readFileSync(join(packed, 'package.json'), 'utf8')),
    ]
    return problems.length === 0 ? undefined : problems.slice(0, 20).join('\n')
  })

interface SourceMap {
  readonly sources: readonly string[]
  readonly sourcesContent?: readonly (string | null)[]
}

/** A source map that is not there, or that names sources that are not there. */
const brokenMaps = (packed: string, file: string): readonly string[] => {
  const map = /^\/\/# sourceMappingURL=(.+)$/m.exec(readFileSync(join(packed, file), 'utf8'))?.[1]
  if (map === undefined) return []
  const path = join(packed, dirname(file), map)
  if (!existsSync(path)) return [`${file} names a map that is missing`]
  const { sources, sourcesContent = [] }: SourceMap = JSON.parse(readFileSync(path, 'utf8'))
  const missing = sources.filter(
    (source, index) => isAbsolute(source) || !(sourcesContent[index] || existsSync(join(dirname(path), source))),
  )
  return missing.map((source) => `${map} names ${source}, which is missing`)
}

const manifestProblems = (manifest: string): readonly string[] => [
  ...['workspace:', 'catalog:'].filter((text) => manifest.includes(text)).map((text) => `package.json has ${text}`),
  ...['repository', 'homepage', 'bugs', 'keywords', 'publishConfig', 'license']
    .filter((field) => !(field in JSON.parse(manifest)))
    .map((field) => `package.json has no ${field}`),
]
