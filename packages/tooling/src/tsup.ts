import { readFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

const manifest = readFileSync('package.json', 'utf8')

/**
 * How the JavaScript of every published package is built. What package.json names as `dist/….js`, in `exports` or `bin`,
 * is built from `src/….ts`.
 */
const common: Options = {
  entry: [...new Set(manifest.match(/(?<="(\.\/)?dist\/)[^"]+(?=\.js")/g))].map((name) => `src/${name}.ts`),
  target: 'node22',
  splitting: true,
  silent: true,
}

// the maps of split CommonJS would name files of this machine, not the sources
export default defineConfig([
  { ...common, format: 'esm', sourcemap: true },
  ...(manifest.includes('"require":') ? [{ ...common, format: 'cjs' as const }] : []),
])
