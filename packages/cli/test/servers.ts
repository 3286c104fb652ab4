// Database servers for tests: PostgreSQL from a package, and the protocol simulator of EventStoreDB, each a process.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Server {
  readonly url: string
  stop(): Promise<void>
}

/** Runs a script that prints a URL and ends when its input ends. */
const start = async (script: URL): Promise<Server> => {
  const child = spawn(process.execPath, [fileURLToPath(script)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [url]: string[] = await once(createInterface({ input: child.stdout }), 'line')
  return {
    url: url ?? '',
    stop: async () => {
      const exit = once(child, 'exit')
      child.stdin.end()
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
