// The logs on which is measured: a simulated programme, through the deciders. One of each size is kept.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandInput, domain } from '@skein/core'
import { createRuntime, type EventStore, openMemory, type Storage, type StoredEvent } from '@skein/engine'
import { addDays, day } from '@skein/kernel'
import { play, simulate } from '@skein/simulator'
import { openSqlite } from '@skein/storage-sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { divisions } from './divisions.ts'

/** Git ignores this folder. */
const cache = join(import.meta.dirname, '../.cache')

/** Increase it when the simulator gives other steps: the logs are then generated again. */
const edition = 2

/** The number of events to a simulated person in two years: a little less than the average, so that there are enough. */
const eventsPerPerson = 13

/**
 * The path of a log of exactly so many events. Copy it, do not write to it.
 * @param report is called before what takes long
 */
export const logOf = async (events: number, report: (line: string) => void): Promise<string> => {
  const path = join(cache, `events-${edition}-${events}.db`)
  if (existsSync(path)) return path
  mkdirSync(cache, { recursive: true })
  report(`generating a log of ${events} events, once …`)
  const steps = simulate({
    seed: 1,
    divisions: divisions(Math.max(1, Math.ceil(events / eventsPerPerson / 2500))),
    trainees: Math.ceil(events / eventsPerPerson),
    months: 24,
  })
  const unfinished = `${path}.unfinished`
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true })
  const target = await openSqlite({ path: unfinished, keysPath: `${path}.keys`, durability: 'normal' })
  const memory = openMemory()
  const enough = new AbortController()
  await play(memory, steps, {
    signal: enough.signal,
    onProgress: (progress) => {
      if (progress.events >= events) enough.abort()
    },
  })
  const made = await copy(memory.events, target.events, events)
  await target.close()
  await memory.close()
  if (made < events) throw new Error(`the simulation ended after ${made} events: expected at least ${events}`)
  renameSync(unfinished, path)
  return path
}

/**
 * The path of a log that continues another one with the same people: more and more is recorded of every selected person,
 * through the deciders, until there are so many events.
 */
export const longLogOf = async (from: number, events: number, report: (line: string) => void): Promise<string> => {
  const path = join(cache, `events-${edition}-${from}-${events}.db`)
  if (existsSync(path)) return path
  const beginning = await logOf(from, report)
  report(`generating a log of ${events} events of the same people, once …`)
  const unfinished = `${path}.unfinished`
  for (const suffix of ['-wal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true })
  copyFileSync(beginning, unfinished)
  copyFileSync(`${beginning}.keys`, `${path}.keys`)
  const storage = await openSqlite({ path: unfinished, keysPath: `${path}.keys`, durability: 'normal' })
  await continueLog(storage, events)
  await storage.close()
  renameSync(unfinished, path)
  return path
}

/** So many commands in a row are about one person, so that a journey is not read for every command. */
const inARow = 10

const continueLog = async (storage: Storage, events: number): Promise<void> => {
  const people: string[] = []
  for await (const page of storage.events.readAll({ types: ['TraineeSelected'] }))
    for (const { stream } of page) people.push(stream.slice('journey-'.length))
  let left = events - ((await storage.events.count()) ?? 0)
  const clock = () => new Date('2021-01-01T04:00:00Z')
  const runtime = createRuntime(domain, storage, { clock, masterKey: Buffer.alloc(32, 7).toString('base64') })
  for (let first = 0; left > 0; first += inARow) {
    const waiting = people[Symbol.iterator]()
    const execute = async () => {
      for (const traineeId of waiting)
        for (let time = first; time < first + inARow; time += 1) {
          if (left <= 0) return
          const options = { commandId: `again-${time}`, actor: 'bench' }
          const outcome = await runtime.execute(anotherFact(traineeId, time), options)()
          if (E.isRight(outcome)) left -= outcome.right.events.length
          // a rule may reject the commands of some people
          else if (outcome.left._tag !== 'Rejected') throw new Error(JSON.stringify(outcome.left))
        }
    }
    await Promise.all(Array.from({ length: 64 }, execute))
  }
}

const needs = ['ideas', 'skills', 'capital', 'marketAccess'] as const

/** Other needs or another scale every time: they replace older ones, so that only the log grows. */
const anotherFact = (traineeId: string, time: number): CommandInput => {
  const on = addDays(day('2020-04-01'), time % 270)
  return time % 2 === 0
    ? {
        type: 'ReviseProfile',
        data: { traineeId, needs: [needs[(time / 2) % 4] ?? 'skills'], reason: 'asked again', on },
      }
    : { type: 'RecordScale', data: { traineeId, industry: 'morels', quantity: 1 + (time % 7), unit: 'mu', on } }
}

/** Copies the first events of a log, in order. */
export const copy = async (from: EventStore, to: EventStore, limit: number): Promise<number> => {
  let copied = 0
  for await (const page of from.readAll({ batchSize: 250 })) {
    const wanted = page.slice(0, limit - copied)
    await Promise.all(wanted.map((event) => append(to, event)))
    copied += wanted.length
    if (copied === limit) break
  }
  return copied
}

const append = async (to: EventStore, event: StoredEvent): Promise<void> => {
  const { stream, revision } = event
  const appended = await to.append(stream, [event], revision === 0 ? 'none' : revision - 1)()
  if (E.isLeft(appended)) throw new Error(`${stream} ${revision}: ${JSON.stringify(appended.left)}`)
}
