import { exitCodes } from './exit-codes.js'
import { processIo } from './io.js'
import { main } from './main.js'

/** Runs the command line of this process and leaves its exit code. */
export const runProcess = async (): Promise<void> => {
  const stop = new AbortController()
  const onSignal = (): void => {
    // the second time somebody means it: what is committed is safe anyway
    if (stop.signal.aborted) process.exit(exitCodes.interrupted)
    stop.abort()
  }
  // the last is a terminal that was closed
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
  process.exitCode = await main(process.argv.slice(2), processIo(stop.signal))
}
