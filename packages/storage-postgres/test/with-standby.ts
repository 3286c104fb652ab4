// Runs a server whose standby may take its place, as a process, for tests of other packages:
//   node packages/storage-postgres/test/with-standby.ts
// It prints its URL, answers the lines `save` and `fail over` with `done`, and ends when its standard input ends.
import { createInterface } from 'node:readline'
import { startOwnServer } from './server.ts'

const server = await startOwnServer()
console.log(server.url)
for await (const line of createInterface({ input: process.stdin })) {
  await (line === 'save' ? server.saveStandby() : server.failOver())
  console.log('done')
}
await server.stop()
