// Database servers for tests: PostgreSQL from a package, and the protocol simulator of EventStoreDB, each a process.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Server {
  readonly url: string
  /** It accepts connections and never answers, as one on a frozen machine. */
  freeze(): void
  stop(): Promise<void>
}

/** Runs a script that prints a URL and ends when its input ends. */
const start = async (script: URL): Promise<Server> => {
  const child = spawn(process.execPath, [fileURLToPath(script)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const [url]: string[] = await once(createInterface({ input: child.stdout }), 'line')
  return {
    url: url ?? '',
    freeze: () => void child.kill('SIGSTOP'),
    stop: async () => {
      child.stdin.end()
      child.kill('SIGCONT')
      await exit
    },
  }
}

export const startPostgres = () => start(new URL('../../storage-postgres/test/main.ts', import.meta.url))

/** A simulated EventStoreDB server, empty. */
export const startEventStore = () =>
  start(new URL('../../storage-eventstoredb/test/simulator/main.ts', import.meta.url))

/** The URL of a new store on a PostgreSQL server. */
export const freshStore = ({ url }: Server): string => `${url}?schema=test_${randomBytes(6).toString('hex')}`
