import { exitCodes } from './failures/exit-codes.js'
import { processIo } from './io.js'
import { main } from './main.js'

/** Runs the command line of this process and sets its exit code. */
export const runProcess = async (): Promise<void> => {
  const stop = new AbortController()
  const onSignal = (): void => {
    // the second signal ends the process at once: what is committed is safe
    if (stop.signal.aborted) process.exit(exitCodes.interrupted)
    stop.abort()
  }
  // SIGHUP: the terminal was closed
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
  process.exitCode = await main(process.argv.slice(2), processIo(stop.signal))
}
