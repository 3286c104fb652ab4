import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Calling {
  readonly folder: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Run as this user; only root may. */
  readonly uid?: number
  /** Sends this signal after so many milliseconds. */
  readonly kill?: { readonly signal: NodeJS.Signals; readonly after: number }
}

/** Runs the built command line as a process of its own, with nothing of ours in its environment. */
export const skein = (args: readonly string[], { folder, env = {}, input = '', uid, kill }: Calling): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
      ...(uid === undefined ? {} : { uid }),
    })
    const out = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        out[name] += text
      })
    // who complains about the arguments does not read its input
    child.stdin.on('error', () => undefined).end(input)
    const timer = kill && setTimeout(() => child.kill(kill.signal), kill.after)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, ...out })
    })
  })

/** The result that a call with `--json` printed: its last line. */
export const resultOf = ({ stdout }: Ended): Readonly<Record<string, unknown>> =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')

/** A new folder, and what removes it. */
export const temporaryFolder = (): { readonly folder: string; remove(): void } => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-cli-')))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
