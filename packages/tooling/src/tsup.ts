import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { defineConfig } from 'tsup'

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const manifest = readFileSync('package.json', 'utf8')
const hasCommonJs = manifest.includes('"require":')
const started = Date.now()

/**
 * How every published package is built: JavaScript by esbuild, types by tsc, which is far faster than bundling them.
 * What package.json names as `dist/….js`, in `exports` or `bin`, is built from `src/….ts`.
 */
export default defineConfig({
  entry: [...new Set(manifest.match(/(?<="(\.\/)?dist\/)[^"]+(?=\.js")/g))].map((name) => `src/${name}.ts`),
  format: hasCommonJs ? ['esm', 'cjs'] : ['esm'],
  target: 'node22',
  splitting: true,
  sourcemap: true,
  silent: true,
  onSuccess: async () => {
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
    if (hasCommonJs) writeTypesForRequire('dist')
    sweep('dist', started)
  },
})

/** CommonJS reads `.d.cts`: the same declarations, pointing at each other. */
const writeTypesForRequire = (folder: string) => {
  for (const file of filesOf(folder).filter((name) => name.endsWith('.d.ts'))) {
    const text = readFileSync(file, 'utf8')
      .replace(/((?:from|import\()\s*['"]\.{1,2}\/[^'"]*?)\.js(['"])/g, '$1.cjs$2')
      .replace(/^\/\/# sourceMappingURL=.*$/m, '')
    writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), text)
  }
}

/** Removes what an earlier build left; nothing disappears while another process still imports it. */
const sweep = (folder: string, before: number) => {
  for (const file of filesOf(folder)) if (statSync(file).mtimeMs < before - 1000) rmSync(file)
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
