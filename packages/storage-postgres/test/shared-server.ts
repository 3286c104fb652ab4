// One PostgreSQL for a whole test run: it is started when the first test asks for it and stopped at the end of the run.
// It does not wait for the disk. Tests that kill the server or look at all its connections start their own, which does.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startOwnServer, type TestServer } from './server.ts'

const fast = ['fsync=off', 'full_page_writes=off', 'max_connections=400'].flatMap((setting) => ['-c', setting])

/** A global set-up of vitest. Workers, and the processes that they start, find the server by `SKEIN_SHARED_POSTGRES`. */
export default async (): Promise<() => Promise<void>> => {
  let starting: Promise<TestServer> | undefined
  const broker = createServer((_, response) => {
    starting ??= startOwnServer(fast)
    starting.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => {
    broker.listen(0, '127.0.0.1', resolve)
  })
  // sound: it listens on TCP
  const { port } = broker.address() as AddressInfo
  process.env.SKEIN_SHARED_POSTGRES = `http://127.0.0.1:${port}`
  return async () => {
    broker.close()
    const server = await starting
    await server?.stop()
  }
}
