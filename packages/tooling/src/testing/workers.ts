// What child processes of tests do with a store. They write one line to standard output for each acknowledged write.
import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import type { Expected, NewEvent, Storage } from '@skein/engine'

export interface AppendWorkerOptions {
  /** Unique among the workers of a store. */
  readonly name: string
  /** Appends to each stream, and commits of the read model. */
  readonly turns: number
  /** Other workers may append to them, too. */
  readonly streams: readonly string[]
  /** Also fill a read model of its own, named `filled-by-<name>`, with one commit for each turn. */
  readonly fillsReadModel: boolean
}

/** Appends to all streams at once until it is done or killed. Writes the name of each append, or `checkpoint <n>`. */
export const runAppendWorker = async (storage: Storage, options: AppendWorkerOptions): Promise<void> => {
  const tasks = options.streams.map((stream) => appendTo(storage, stream, options))
  if (options.fillsReadModel) tasks.push(fillReadModel(storage, options))
  await Promise.all(tasks)
}

/** Events that hold the name of their append, their index in it, and how many it has. */
const eventsOf = (append: string, count: number): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    hash: randomBytes(32).toString('hex'),
    type: `Type${index}`,
    schemaVersion: 1,
    data: JSON.stringify({ append, index, count, padding: 'x'.repeat(200) }),
    metadata: '{}',
  }))

/** After a conflict it appends at the revision that the store names. */
const appendTo = async ({ events }: Storage, stream: string, { name, turns }: AppendWorkerOptions) => {
  let expected: Expected = 'none'
  for (let turn = 0; turn < turns; ) {
    const append = `${name}-${stream}-${turn}`
    const answer: Awaited<ReturnType<ReturnType<Storage['events']['append']>>> = await events.append(
      stream,
      eventsOf(append, 1 + (turn % 3)),
      expected,
    )()
    if (answer._tag === 'Right') {
      expected = answer.right.revision
      turn++
      writeSync(1, `${append}\n`)
    } else if (answer.left._tag === 'Conflict') expected = answer.left.actual
    else throw new Error(answer.left.reason.en)
  }
}

const fillReadModel = async ({ readModels }: Storage, { name, turns }: AppendWorkerOptions) => {
  const { id, checkpoint } = await readModels.begin(`filled-by-${name}`, 1)
  let from = checkpoint
  for (let turn = 0; turn < turns; turn++) {
    const to = String(Number(from ?? 0) + 1)
    const puts = ['last', to].map((key) => ({ space: 'doc' as const, key, value: to }))
    await readModels.commit(id, { from, to, events: 1, puts, deletes: [] })
    from = to
    writeSync(1, `checkpoint ${to}\n`)
  }
}

/** Follows the log until it has read so many events. Writes `following`, then `read <n>`. */
export const runFollowWorker = async (storage: Storage, count: number): Promise<void> => {
  const stop = new AbortController()
  let read = 0
  writeSync(1, 'following\n')
  for await (const batch of storage.events.subscribe({ signal: stop.signal })) {
    read += batch.length
    if (read >= count) stop.abort()
  }
  writeSync(1, `read ${read}\n`)
}
