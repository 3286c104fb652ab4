// Started by a test: opens a store as somebody who is not root, whom no mode of a file keeps out, and says what came of it.
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
