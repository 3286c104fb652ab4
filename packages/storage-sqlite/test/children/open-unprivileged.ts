// Started by a test: opens a store as a user who is not root, as file modes do not restrict root, and prints the outcome.
import { openSqlite } from '@skein/storage-sqlite'

const [path = '', readOnly = ''] = process.argv.slice(2)
if (process.getuid?.() === 0) process.setuid?.(65534)
try {
  const storage = await openSqlite({ path, readOnly: readOnly === 'readOnly' })
  console.log(`events ${await storage.events.count()}`)
  await storage.close()
} catch (error) {
  console.log(error instanceof Error && 'fault' in error ? `${error.fault} ${error.message}` : String(error))
}
