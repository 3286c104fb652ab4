// Hides the first events of a stream on a server, as an operator may, for tests of other packages and for manual use:
//   node packages/storage-eventstoredb/test/simulator/cut.ts URL STREAM COUNT
import { EventStoreDBClient } from '@eventstore/db-client'

const [url = '', stream = '', count = '0'] = process.argv.slice(2)
const client = EventStoreDBClient.connectionString(url)
await client.setStreamMetadata(stream, { truncateBefore: Number(count) })
await client.dispose()
process.exit(0)
