// Runs a server as a process, for tests of other packages:
//   node packages/storage-postgres/test/main.ts
// It prints its URL as the first line, and ends when its standard input ends.
import { startServer } from './server.ts'

const server = await startServer()
console.log(server.url)
process.stdin.resume()
process.stdin.on('end', () => void server.stop())
