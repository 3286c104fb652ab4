import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { removeOlder } from './dist.mjs'

const manifest = readFileSync('package.json', 'utf8')
const started = Date.now()

/**
 * How the JavaScript of every published package is built. What package.json names as `dist/….js`, in `exports` or `bin`,
 * is built from `src/….ts`.
 */
export default defineConfig({
  entry: [...new Set(manifest.match(/(?<="(\.\/)?dist\/)[^"]+(?=\.js")/g))].map((name) => `src/${name}.ts`),
  format: manifest.includes('"require":') ? ['esm', 'cjs'] : ['esm'],
  target: 'node22',
  splitting: true,
  sourcemap: true,
  silent: true,
  onSuccess: async () => removeOlder('dist', started, (path) => !/\.d\.c?ts(\.map)?$/.test(path)),
})
