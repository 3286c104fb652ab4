// The log that is measured on: a programme of the simulator, through the deciders; made once for every size.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type EventStore, openMemory, type StoredEvent } from '@skein/engine'
import { play, simulate } from '@skein/simulator'
import { openSqlite } from '@skein/storage-sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { divisions } from './divisions.ts'

/** What git ignores. */
const cache = join(import.meta.dirname, '../.cache')

/** Changes when the simulator tells other stories: then every log is made anew. */
const edition = 1

/** What a person of the simulator brings about in two years, on average; a few more than are wanted are made. */
const eventsToAPerson = 15

/**
 * The file of a log of exactly so many events; to be copied, not written to.
 * @param tell is told what takes long
 */
export const logOf = async (events: number, tell: (line: string) => void): Promise<string> => {
  const path = join(cache, `events-${edition}-${events}.db`)
  if (existsSync(path)) return path
  mkdirSync(cache, { recursive: true })
  tell(`making a log of ${events} events, once …`)
  const story = simulate({
    seed: 1,
    divisions: divisions(Math.max(1, Math.ceil(events / eventsToAPerson / 2500))),
    trainees: Math.ceil(events / eventsToAPerson),
    months: 24,
  })
  const unfinished = `${path}.unfinished`
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true })
  const target = await openSqlite({ path: unfinished, keysPath: `${path}.keys`, durability: 'normal' })
  const memory = openMemory()
  const enough = new AbortController()
  await play(memory, story, {
    signal: enough.signal,
    onProgress: (progress) => {
      if (progress.events >= events) enough.abort()
    },
  })
  const made = await copy(memory.events, target.events, events)
  await target.close()
  await memory.close()
  if (made < events) throw new Error(`the story ended after ${made} events; ${events} were wanted`)
  renameSync(unfinished, path)
  return path
}

/** Copies the first events of a log, in their order. */
const copy = async (from: EventStore, to: EventStore, most: number): Promise<number> => {
  let copied = 0
  for await (const page of from.readAll({ batchSize: 250 })) {
    const wanted = page.slice(0, most - copied)
    await Promise.all(wanted.map((event) => append(to, event)))
    copied += wanted.length
    if (copied === most) break
  }
  return copied
}

const append = async (to: EventStore, event: StoredEvent): Promise<void> => {
  const { stream, revision } = event
  const appended = await to.append(stream, [event], revision === 0 ? 'none' : revision - 1)()
  if (E.isLeft(appended)) throw new Error(`${stream} ${revision}: ${JSON.stringify(appended.left)}`)
}
