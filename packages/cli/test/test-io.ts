import type { Io } from '@skein/cli'

interface TestIoOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Standard input. */
  readonly input?: string
  readonly now?: () => Date
}

/** An environment without a terminal, and what is written to it. */
export const testIo = ({ env = {}, input = '', now = () => new Date('2020-06-30T04:00:00Z') }: TestIoOptions = {}) => {
  const written = { stdout: '', stderr: '' }
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text
    },
    columns: undefined,
    hasColours: false,
  })
  const io: Io = {
    env,
    stdout: output('stdout'),
    stderr: output('stderr'),
    readStdin: async () => new TextEncoder().encode(input),
    now,
    signal: new AbortController().signal,
  }
  return { io, written }
}
