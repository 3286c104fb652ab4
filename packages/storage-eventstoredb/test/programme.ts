// A small programme, as its events are on a server, and copies of it.
import { domain } from '@skein/core'
import { openMemory, type Storage, type StoredEvent } from '@skein/engine'
import { play, simulate } from '@skein/simulator'
import { type EventStoreDBEvents, openEventStoreDB, withEvents } from '../src/index.js'
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator/index.js'

export const masterKey = Buffer.alloc(32, 7).toString('base64')

const divisions = [
  { code: '532329', name: 'county', level: 'county' },
  { code: '532329104', name: 'township', level: 'township', parent: '532329' },
  { code: '532329104201', name: 'village', level: 'village', parent: '532329104' },
] as const

export interface Programme {
  readonly log: readonly StoredEvent[]
  readonly streams: readonly string[]
  readonly keys: Storage['keys']
  /** The events as the server stores them. */
  readonly entries: Simulator['log']['entries']
}

/** Records a programme on a simulator. */
export const recordProgramme = async (): Promise<Programme> => {
  const simulator = await startSimulator({ systemEvents: false })
  const events = await openEventStoreDB({ url: simulator.url })
  const storage = withEvents(events, openMemory())
  await play(storage, simulate({ seed: 5, divisions, trainees: 8, months: 7, households: 3 }), { domain, masterKey })
  const log: StoredEvent[] = []
  for await (const batch of events.readAll()) log.push(...batch)
  const entries = [...simulator.log.entries]
  await events.close()
  await simulator.stop()
  return { log, streams: [...new Set(log.map(({ stream }) => stream))], keys: storage.keys, entries }
}

export interface ProgrammeCopy {
  readonly simulator: Simulator
  readonly events: EventStoreDBEvents
  /** With read models of its own, and the keys of the programme. */
  readonly storage: Storage
  stop(): Promise<void>
}

/** A server with a copy of the programme. */
export const copyOf = async ({ entries, keys }: Programme, options: SimulatorOptions = {}): Promise<ProgrammeCopy> => {
  const simulator = await startSimulator(options)
  for (const entry of entries) simulator.log.append(entry.stream, [entry], 'any')
  const events = await openEventStoreDB({ url: simulator.url })
  return {
    simulator,
    events,
    storage: { ...withEvents(events, openMemory()), keys },
    stop: async () => {
      await events.close()
      await simulator.stop()
    },
  }
}

/** The documents of all read models. */
export const documentsOf = async ({ readModels }: Storage): Promise<Readonly<Record<string, unknown>>> => {
  const found: Record<string, unknown> = {}
  for (const { name, version } of domain.projections) {
    const all = await readModels.generations(name)
    const live = all.find((one) => one.state === 'live' && one.version === version)
    if (live === undefined) throw new Error(`${name} is not live`)
    const { items } = await readModels.list(live.id, 'doc', { limit: 10_000 })
    found[name] = Object.fromEntries(items.map(({ key, value }) => [key, JSON.parse(value)]))
  }
  return found
}
