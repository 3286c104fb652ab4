// Started by tests: shows, as JSON, whose results change if the pass score of a policy was mistyped, and records nothing.
import { type CommandInput, domain } from '@skein/core'
import { createRuntime, readEntries } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'
import { masterKey } from '../amended-programme.ts'
import { policyStream } from '../closed-batches.ts'

const [path = '', passScore = '60'] = process.argv.slice(2)
const storage = await openSqlite({ path, durability: 'normal' })
const runtime = createRuntime<CommandInput>(domain, storage, { masterKey })
const adopted = (await readEntries(runtime, policyStream)).find(({ command }) => command?.type === 'AdoptPolicy')
if (adopted?.command === undefined) throw new Error('the base has adopted no policy')
// sound: that command has a policy
const policy = adopted.command.data.policy as object
const correction = {
  stream: policyStream,
  eventId: adopted.id,
  data: { policy: { ...policy, passScore: Number(passScore) } },
  reason: 'typing error',
  by: { role: 'base', id: 'office' },
  on: '2030-01-01',
}
const result = await runtime.correct(correction, {
  commandId: 'put-right',
  actor: 'clerk',
  dryRun: true,
  limit: 10_000,
})()
if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
const { streams = [], affected = [] } = result.right.plan ?? {}
console.log(JSON.stringify({ streams: streams.length, affected }))
await storage.close()
