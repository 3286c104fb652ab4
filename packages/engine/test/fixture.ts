// A runtime of the toy domain, and its commands, for the tests of the engine.
import { randomUUID } from 'node:crypto'
import { type Day, day, hasTag, type Misconfigured, type Text } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import {
  createRuntime,
  type EventStore,
  type ExecuteOptions,
  type Outcome,
  openMemory,
  type Runtime,
  type RuntimeOptions,
  type Storage,
  type StoredEvent,
} from '../src/index.js'
import { type ToyCommand, toyDomain } from './toy-domain.js'

export const on: Day = day('2018-06-10')
/** The same for all runtimes, so that several can share a store. */
export const masterKey = Buffer.alloc(32, 7).toString('base64')
export const clock = () => new Date('2018-06-11T02:00:00Z')

export const openRuntime = (storage: Storage = openMemory(), options: RuntimeOptions = {}): Runtime<ToyCommand> =>
  createRuntime(toyDomain, storage, { clock, masterKey, ...options })

export const joinClub = (personId: string, idNumber?: string, name = 'Goose', day = on): ToyCommand => ({
  type: 'JoinClub',
  data: { personId, edition: 3, personal: { name, ...(idNumber === undefined ? {} : { idNumber }) }, on: day },
})
export const openShow = (showId: string, seats: number, day = on): ToyCommand => ({
  type: 'OpenShow',
  data: { showId, seats, on: day },
})
export const reserveSeat = (showId: string, personId: string, day = on): ToyCommand => ({
  type: 'ReserveSeat',
  data: { showId, personId, on: day },
})
export const makeRemark = (personId: string, note: string, about?: string[]): ToyCommand => ({
  type: 'MakeRemark',
  data: { personId, ...(about === undefined ? {} : { about }), note, on },
})
export const leaveClub = (personId: string, day = on): ToyCommand => ({
  type: 'LeaveClub',
  data: { personId, on: day },
})

export const execute = (runtime: Runtime<ToyCommand>, command: ToyCommand, options: Partial<ExecuteOptions> = {}) =>
  runtime.execute(command, { commandId: randomUUID(), actor: 'clerk-7', ...options })()

/** Executes a command that must succeed. */
export const executed = async (
  runtime: Runtime<ToyCommand>,
  command: ToyCommand,
  options: Partial<ExecuteOptions> = {},
): Promise<Outcome> => {
  const result = await execute(runtime, command, options)
  if (E.isLeft(result)) throw new Error(`${command.type}: ${JSON.stringify(result.left)}`)
  return result.right
}

/** Executes a command that must be rejected; returns the id of the rule. */
export const rejectedBy = async (
  runtime: Runtime<ToyCommand>,
  command: ToyCommand,
  options: Partial<ExecuteOptions> = {},
): Promise<string> => {
  const result = await execute(runtime, command, options)
  if (E.isRight(result) || result.left._tag !== 'Rejected') throw new Error(`${command.type} was not rejected`)
  return result.left.rejection.rule
}

/** The problems that a call reports as `Misconfigured`. */
export const misconfigured = (call: () => unknown): readonly Text[] => {
  try {
    call()
  } catch (error) {
    if (hasTag<Misconfigured>(error, 'Misconfigured')) return error.problems
    throw error
  }
  throw new Error('expected Misconfigured')
}

/** The error that a promise is rejected with. */
export const failureOf = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    await call()
  } catch (error) {
    return error
  }
  throw new Error('expected an error')
}

/** All events of the log, or of one stream. */
export const logOf = async ({ events }: Storage, stream?: string): Promise<readonly StoredEvent[]> => {
  const log: StoredEvent[] = []
  for await (const page of stream === undefined ? events.readAll() : events.readStream(stream)) log.push(...page)
  return log
}

/** A store some of whose event store's methods are replaced. */
export const withEvents = (storage: Storage, replaced: Partial<EventStore>): Storage => {
  const { events } = storage
  return {
    ...storage,
    events: {
      append: (...args) => events.append(...args),
      readStream: (...args) => events.readStream(...args),
      readAll: (...args) => events.readAll(...args),
      subscribe: (...args) => events.subscribe(...args),
      head: () => events.head(),
      count: (...args) => events.count(...args),
      hashesAt: (positions) => events.hashesAt(positions),
      comparePositions: (...args) => events.comparePositions(...args),
      ...replaced,
    },
  }
}
