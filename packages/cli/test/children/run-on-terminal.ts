// Started by a test: runs a command line as on a terminal of 80 columns. Node loads the modules here, as for a user.
import { type Io, main } from '@skein/cli'

const output = (stream: NodeJS.WriteStream) => ({
  write: (text: string) => {
    stream.write(text)
  },
  columns: 80,
  hasColours: true,
})
const io: Io = {
  env: {},
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  readStdin: async () => new Uint8Array(),
  now: () => new Date(),
  signal: new AbortController().signal,
}
process.exitCode = await main(process.argv.slice(2), io)
