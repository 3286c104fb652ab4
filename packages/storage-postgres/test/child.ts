import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Child {
  /** What it has said so far. */
  readonly lines: readonly string[]
  /** Resolves when it has said so many lines, or is gone. */
  said(count: number): Promise<void>
  kill(): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** What it complained of. */
  complaints(): string
}

/** Starts a script as a process of its own. */
export const startChild = (script: URL, ...args: readonly string[]): Child => {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args])
  const lines: string[] = []
  let complaints = ''
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    for (const look of waiting) look()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString()
  })
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? 'gone')
  return {
    lines,
    ended,
    complaints: () => complaints,
    kill: () => {
      child.kill('SIGKILL')
    },
    said: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (lines.length < count) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
        void ended.then(() => resolve())
      }),
  }
}
