// P12: the size of @skein/core, and how long its import takes.
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Bench } from './bench.ts'
import { compare, summed } from './measure.ts'

const pathOf = (name: string): string =>
  createRequire(import.meta.url)
    .resolve(name)
    .replace(/\.cjs$/, '.js')

/** The gzipped bytes that it adds to an application that has zod, fp-ts and ts-pattern already. */
const sizeOfCore = async (): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents: "export * from '@skein/core'", resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['zod', 'fp-ts', 'ts-pattern'],
  })
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0)
}

/** Milliseconds that the import takes in a new process. */
const importTime = (url: string): number => {
  const program = `const at = performance.now(); await import(${JSON.stringify(url)}); console.log(performance.now() - at)`
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }))
}

export const packageSize: readonly Bench[] = [
  {
    id: 'P12',
    what: '`@skein/core`: its import ÷ the import of zod alone',
    goal: 1.6,
    bound: 'atMost',
    unit: 'milliseconds',
    run: ({ rounds, isSmoke }) => {
      const core = pathToFileURL(pathOf('@skein/core')).href
      const zod = pathToFileURL(pathOf('zod')).href
      return compare(
        isSmoke ? rounds : Math.max(rounds, 15),
        () => importTime(core),
        () => importTime(zod),
      )
    },
  },
  {
    id: 'P12-size',
    what: '`@skein/core`: gzip without zod, fp-ts and ts-pattern, in units of 60 kB',
    goal: 1,
    bound: 'atMost',
    unit: 'bytes',
    run: async () => summed([{ ours: await sizeOfCore(), theirs: 60_000 }]),
  },
]
