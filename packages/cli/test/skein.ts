import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { main } from '@skein/cli'
import { testIo } from './test-io.js'

/** The built command line. */
export const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url))

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command line in this process: much faster than a process of its own. Paths have to be absolute. */
export const runMain = async (
  args: readonly string[],
  { env = {}, input = '' }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Result> => {
  const { io, written } = testIo({ env, input, now: () => new Date() })
  const code = await main(args, io)
  return { code, ...written }
}

export interface ProcessOptions {
  readonly folder: string
  readonly env?: Readonly<Record<string, string>>
  /** Run as this user; only root may. */
  readonly uid?: number
  /** Sends this signal after so many milliseconds. */
  readonly kill?: { readonly signal: NodeJS.Signals; readonly after: number }
}

/** Runs the built command line as a process of its own, in a folder, without the environment of the test. */
export const runProcess = (args: readonly string[], { folder, env = {}, uid, kill }: ProcessOptions): Promise<Result> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid }),
    })
    const written = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        written[name] += text
      })
    const timer = kill && setTimeout(() => child.kill(kill.signal), kill.after)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, ...written })
    })
  })

/** The result of a command with `--json`: its last line. */
export const resultOf = ({ stdout }: Pick<Result, 'stdout'>): Readonly<Record<string, unknown>> =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')

/** A new folder, and how to remove it. */
export const temporaryFolder = (): { readonly folder: string; remove(): void } => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-cli-')))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
