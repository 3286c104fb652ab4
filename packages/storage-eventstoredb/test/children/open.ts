// Started by a test: tries to open a server that never answers, and must then end by itself.
import { openEventStoreDB } from '@skein/storage-eventstoredb'

const [url = '', requestTimeoutMs = ''] = process.argv.slice(2)
try {
  await openEventStoreDB({ url, requestTimeoutMs: Number(requestTimeoutMs), retryTimeoutMs: 0 })
  process.exitCode = 1
} catch {
  console.log(Date.now())
}
