// Servers for tests: PostgreSQL from a package, EventStoreDB as the protocol simulator, each a process of its own.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Server {
  readonly url: string
  stop(): Promise<void>
}

/** Runs a script that says an address and ends when its input does. */
const start = async (script: string): Promise<Server> => {
  const path = fileURLToPath(new URL(`../../${script}`, import.meta.url))
  const child = spawn(process.execPath, [path], { stdio: ['pipe', 'pipe', 'inherit'] })
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

export const startPostgres = () => start('storage-postgres/test/main.ts')

/** A simulated EventStoreDB server, empty. */
export const startEventStore = () => start('storage-eventstoredb/test/simulator/main.ts')

/** The URL of a store of its own on a PostgreSQL server. */
export const freshStore = ({ url }: Server): string => `${url}?schema=test_${randomBytes(6).toString('hex')}`
