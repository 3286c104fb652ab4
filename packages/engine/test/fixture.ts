// The toy domain at work, for the tests of the engine.
import { randomUUID } from 'node:crypto'
import { type Day, day } from '@skein/kernel'
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
/** One for all, so that several runtimes can share a store. */
export const masterKey = Buffer.alloc(32, 7).toString('base64')
export const clock = () => new Date('2018-06-11T02:00:00Z')

export const openRuntime = (storage: Storage = openMemory(), options: RuntimeOptions = {}): Runtime<ToyCommand> =>
  createRuntime(toyDomain, storage, { clock, masterKey, ...options })

export const joinClub = (personId: string, idNumber?: string, name = 'Goose'): ToyCommand => ({
  type: 'JoinClub',
  data: { personId, edition: 3, personal: { name, ...(idNumber === undefined ? {} : { idNumber }) }, on },
})
export const openShow = (showId: string, seats: number): ToyCommand => ({
  type: 'OpenShow',
  data: { showId, seats, on },
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

/** Executes what must succeed. */
export const executed = async (
  runtime: Runtime<ToyCommand>,
  command: ToyCommand,
  options: Partial<ExecuteOptions> = {},
): Promise<Outcome> => {
  const result = await execute(runtime, command, options)
  if (E.isLeft(result)) throw new Error(`${command.type}: ${JSON.stringify(result.left)}`)
  return result.right
}

/** Executes what must be refused, and gives the rule. */
export const rejectedBy = async (
  runtime: Runtime<ToyCommand>,
  command: ToyCommand,
  options: Partial<ExecuteOptions> = {},
): Promise<string> => {
  const result = await execute(runtime, command, options)
  if (E.isRight(result) || result.left._tag !== 'Rejected') throw new Error(`${command.type} was not refused`)
  return result.left.rejection.rule
}

/** The whole log, or one stream of it. */
export const logOf = async ({ events }: Storage, stream?: string): Promise<readonly StoredEvent[]> => {
  const log: StoredEvent[] = []
  for await (const page of stream === undefined ? events.readAll() : events.readStream(stream)) log.push(...page)
  return log
}

/** A store whose event store is changed in some ways. */
export const withEvents = (storage: Storage, change: Partial<EventStore>): Storage => {
  const { events } = storage
  return {
    ...storage,
    events: {
      append: (...given) => events.append(...given),
      readStream: (...given) => events.readStream(...given),
      readAll: (...given) => events.readAll(...given),
      subscribe: (...given) => events.subscribe(...given),
      head: () => events.head(),
      count: (...given) => events.count(...given),
      comparePositions: (...given) => events.comparePositions(...given),
      ...change,
    },
  }
}
