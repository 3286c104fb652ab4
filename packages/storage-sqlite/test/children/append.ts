// Started by tests: appends to a store until it is done or killed. Each line on stdout was acknowledged.
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import type { Expected, Storage } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'

const [path = '', name = '', turns = '0', shared = ''] = process.argv.slice(2)

/** Events that say of which append they are, and how many it has. */
const eventsOf = (append: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    eventId: randomUUID(),
    type: `Type${index}`,
    schemaVersion: 1,
    data: JSON.stringify({ append, index, count, padding: 'x'.repeat(200) }),
    metadata: '{}',
  }))

/** Appends to one stream, which others may write too, starting over from what it learns. */
const write = async (storage: Storage, stream: string) => {
  let expected: Expected = 'none'
  for (let turn = 0; turn < Number(turns); ) {
    const append = `${name}-${stream}-${turn}`
    const count = 1 + (turn % 3)
    const answer: Awaited<ReturnType<ReturnType<Storage['events']['append']>>> = await storage.events.append(
      stream,
      eventsOf(append, count),
      expected,
    )()
    if (answer._tag === 'Right') {
      expected = answer.right.revision
      turn++
      writeSync(1, `${append}\n`)
    } else if (answer.left._tag === 'Conflict') expected = answer.left.actual
    else throw new Error(answer.left.reason)
  }
}

/** Fills a read model, one document a commit. */
const fill = async (storage: Storage) => {
  const { id, checkpoint } = await storage.readModels.begin(`filled-by-${name}`, 1)
  let from = checkpoint
  for (let turn = 0; turn < Number(turns); turn++) {
    const to = String(Number(from ?? 0) + 1)
    const puts = ['last', to].map((key) => ({ space: 'doc' as const, key, value: to }))
    await storage.readModels.commit(id, { from, to, events: 1, puts, deletes: [] })
    from = to
    writeSync(1, `checkpoint ${to}\n`)
  }
}

const storage = await openSqlite({ path })
const streams = shared === '' ? [0, 1, 2, 3].map((index) => `${name}-${index}`) : [shared]
await Promise.all([...streams.map((stream) => write(storage, stream)), ...(shared === '' ? [fill(storage)] : [])])
await storage.close()
