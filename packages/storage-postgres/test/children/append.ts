// Started by tests: appends to a store until it is done or killed. Each line on stdout was acknowledged.
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import type { Expected, Storage } from '@skein/engine'
import { openPostgres } from '@skein/storage-postgres'

const [url = '', schema = '', name = '', turns = '0', streams = '4', what = 'events'] = process.argv.slice(2)

/** Events that say of which append they are, and how many it has. */
const eventsOf = (append: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    eventId: randomUUID(),
    type: `Type${index}`,
    schemaVersion: 1,
    data: JSON.stringify({ append, index, count, padding: 'x'.repeat(200) }),
    metadata: '{}',
  }))

/** Appends to one stream, which others may write too, starting over from what it learns; after a doubt, the same again. */
const write = async ({ events }: Storage, stream: string) => {
  let expected: Expected = 'none'
  for (let turn = 0; turn < Number(turns); ) {
    const append = `${name}-${stream}-${turn}`
    const batch = eventsOf(append, 1 + (turn % 3))
    const answer = await events.append(stream, batch, expected)()
    if (answer._tag === 'Right') {
      expected = answer.right.revision
      turn++
      writeSync(1, `${append}\n`)
    } else if (answer.left._tag === 'Conflict') expected = answer.left.actual
    else throw new Error(answer.left.reason)
  }
}

/** Fills a read model, one document a commit. */
const fill = async ({ readModels }: Storage) => {
  const { id, checkpoint } = await readModels.begin(`filled-by-${name}`, 1)
  let from = checkpoint
  for (let turn = 0; turn < Number(turns); turn++) {
    const to = String(Number(from ?? 0) + 1)
    const puts = ['last', to].map((key) => ({ space: 'doc' as const, key, value: to }))
    await readModels.commit(id, { from, to, events: 1, puts, deletes: [] })
    from = to
    writeSync(1, `checkpoint ${to}\n`)
  }
}

// a busy machine takes its time to start a server again
const storage = await openPostgres({ url, schema, retryTimeoutMs: 120_000 })
const own = /^\d+$/.test(streams)
  ? Array.from({ length: Number(streams) }, (_, index) => `${name}-${index}`)
  : [streams]
const filling = what === 'both' ? [fill(storage)] : []
await Promise.all([...own.map((stream) => write(storage, stream)), ...filling])
await storage.close()
