import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ChildProcess {
  /** The lines of its standard output so far. */
  readonly lines: readonly string[]
  /** Resolves when it has written so many lines, or has ended. */
  waitForLines(count: number): Promise<void>
  /** Sends SIGKILL. */
  kill(): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** Its standard error so far. */
  errorOutput(): string
}

/** Runs a script in a process of its own. */
export const startChild = (script: URL, ...args: readonly string[]): ChildProcess => {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args])
  const lines: string[] = []
  let errorOutput = ''
  const listeners = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    for (const listener of listeners) listener()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errorOutput += chunk.toString()
  })
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? 'gone')
  return {
    lines,
    ended,
    errorOutput: () => errorOutput,
    kill: () => {
      child.kill('SIGKILL')
    },
    waitForLines: (count) =>
      new Promise((resolve) => {
        const listener = () => {
          if (lines.length < count) return
          listeners.delete(listener)
          resolve()
        }
        listeners.add(listener)
        listener()
        void ended.then(() => resolve())
      }),
  }
}
