import { once } from 'node:events'

/** Everything outside the process that a command uses. Only `bin.ts`, `process.ts` and `processIo` use `process`. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Output
  readonly stderr: Output
  readStdin(): Promise<Uint8Array>
  now(): Date
  /** Aborted by Ctrl-C: finish the batch, keep the checkpoint, stop. */
  readonly signal: AbortSignal
}

export interface Output {
  write(text: string): void
  /** Waits until what was written is taken: a reader may be slower than we are. Absent where nothing is kept meanwhile. */
  drained?(): Promise<void>
  /** The width of a terminal; `undefined` for a file or a pipe. */
  readonly columns: number | undefined
  readonly hasColours: boolean
}

const outputOf = (stream: NodeJS.WriteStream): Output => {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `skein report | head`: the reader has closed the pipe
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    throw error
  })
  return {
    write: (text) => {
      stream.write(text)
    },
    drained: async () => {
      if (stream.writableNeedDrain) await once(stream, 'drain')
    },
    get columns() {
      return stream.isTTY ? (stream.columns ?? 80) : undefined
    },
    hasColours: stream.isTTY === true && stream.hasColors(),
  }
}

export const processIo = (signal: AbortSignal): Io => ({
  env: process.env,
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  readStdin: async () => {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  },
  now: () => new Date(),
  signal,
})
