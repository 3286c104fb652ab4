import type { Io } from '../src/io.js'

/** A world without a terminal that remembers what was written to it. */
export const fakeIo = (env: Readonly<Record<string, string>> = {}, input = '') => {
  const written = { stdout: '', stderr: '' }
  const output = (name: 'stdout' | 'stderr', columns?: number) => ({
    write: (text: string) => {
      written[name] += text
    },
    columns,
    hasColours: false,
  })
  const io: Io = {
    env,
    stdout: output('stdout'),
    stderr: output('stderr'),
    readStdin: async () => new TextEncoder().encode(input),
    now: () => new Date('2020-06-30T04:00:00Z'),
    signal: new AbortController().signal,
  }
  return { io, written }
}
