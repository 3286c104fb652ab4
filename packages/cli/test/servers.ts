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

export interface ServerWithStandby extends Server {
  /** The standby receives what there is until now, and nothing more. */
  save(): Promise<void>
  /** The server dies, and the standby is promoted in its place. */
  failOver(): Promise<void>
}

/** Runs a script that prints a URL and ends when its input ends. */
const start = async (script: URL): Promise<ServerWithStandby> => {
  const child = spawn(process.execPath, [fileURLToPath(script)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const [url]: string[] = await once(lines, 'line')
  const send = async (line: string) => {
    child.stdin.write(`${line}\n`)
    await once(lines, 'line')
  }
  return {
    url: url ?? '',
    save: () => send('save'),
    failOver: () => send('fail over'),
    freeze: () => void child.kill('SIGSTOP'),
    stop: async () => {
      child.stdin.end()
      child.kill('SIGCONT')
      await exit
    },
  }
}

export const startPostgres = (): Promise<Server> =>
  start(new URL('../../storage-postgres/test/main.ts', import.meta.url))

export const startPostgresWithStandby = () =>
  start(new URL('../../storage-postgres/test/with-standby.ts', import.meta.url))

/** A simulated EventStoreDB server, empty. */
export const startEventStore = (): Promise<Server> =>
  start(new URL('../../storage-eventstoredb/test/simulator/main.ts', import.meta.url))

/** The URL of a new store on a PostgreSQL server. */
export const freshStore = ({ url }: Server): string => `${url}?schema=test_${randomBytes(6).toString('hex')}`
