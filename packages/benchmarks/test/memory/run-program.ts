import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Runs a program, and kills it after so many milliseconds; returns whether it had ended by itself before, with success. */
export const endsWithin = async (milliseconds: number, program: URL, ...args: readonly string[]): Promise<boolean> => {
  const options = { timeout: milliseconds, killSignal: 'SIGKILL' } as const
  try {
    await promisify(execFile)(process.execPath, [fileURLToPath(program), ...args], options)
    return true
  } catch (error) {
    if (error instanceof Error && 'signal' in error && error.signal === 'SIGKILL') return false
    throw error
  }
}

/** Runs a program with a heap of so many megabytes; returns the lines that it printed. Fails if it does. */
export const runWithHeap = async (
  megabytes: number,
  program: URL,
  ...args: readonly string[]
): Promise<readonly string[]> => {
  const options = { maxBuffer: 64_000_000 }
  const heap = `--max-old-space-size=${megabytes}`
  const { stdout } = await promisify(execFile)(process.execPath, [heap, fileURLToPath(program), ...args], options)
  return stdout.trimEnd().split('\n')
}
