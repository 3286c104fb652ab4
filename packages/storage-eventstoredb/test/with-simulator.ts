import { randomBytes } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { type EventStoreDBEvents, type EventStoreDBOptions, openEventStoreDB } from '../src/index.js'
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator/index.js'

export interface OpenStore {
  readonly events: EventStoreDBEvents
  readonly simulator: Simulator
}

/** A test with events on a new simulator; it also checks that no connection is left afterwards. */
export const withSimulator =
  (
    options: Omit<EventStoreDBOptions, 'url'>,
    test: (store: OpenStore) => Promise<void>,
    simulatorOptions: SimulatorOptions = {},
  ): (() => Promise<void>) =>
  async () => {
    const simulator = await startSimulator(simulatorOptions)
    try {
      const events = await openEventStoreDB({ url: simulator.url, ...options })
      try {
        await test({ events, simulator })
      } finally {
        await events.close()
      }
      await Promise.all(simulator.nodes.map(({ gate }) => gate.disconnected()))
    } finally {
      await simulator.stop()
    }
  }

export const newEvent = (type = 'Happened', data = '{"on":"2018-03-27"}') => ({
  hash: randomBytes(32).toString('hex'),
  type,
  schemaVersion: 1,
  data,
  metadata: '{"actor":"a1"}',
})

export const newEvents = (count: number, type?: string) => Array.from({ length: count }, () => newEvent(type))

/** The items of all batches. */
export const collect = async <T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}

export const ids = (events: readonly { readonly hash: string }[]): readonly string[] => events.map(({ hash }) => hash)

export const right = <L, R>(either: E.Either<L, R>): R => {
  if (E.isLeft(either)) return expect.fail(`expected a success, got ${JSON.stringify(either.left)}`)
  return either.right
}
