// What may be wrong with an engine or a store, planted around the ports or in the domain: the simulation has to find each.
import { domain } from '@skein/core'
import type { Commit, EventStore, ReadModelStore, StoredEvent } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { SimulationOptions, SimulationViolation, Workload } from '../../src/simulation.js'
import { withEvents, withReadModels } from '../broken/changed-store.js'
import { pointsDomain, pointsWithoutSlots, sales } from './points-domain.js'

export interface SimulationDefect {
  readonly defect: string
  /** What the simulation may call it. */
  readonly kinds: readonly SimulationViolation['kind'][]
  readonly plant: NonNullable<SimulationOptions['defect']>
  /** Default the domain of core, with the stories of mentoring and training. */
  readonly domain?: Domain<unknown>
  readonly workloads?: readonly Workload[]
}

const inEvents = (change: (events: EventStore) => Partial<EventStore>): SimulationDefect['plant'] => ({
  storage: (storage) => withEvents(storage, change),
})

const inReadModels = (change: (readModels: ReadModelStore) => Partial<ReadModelStore>): SimulationDefect['plant'] => ({
  storage: (storage) => withReadModels(storage, change),
})

type Pages = AsyncIterable<readonly StoredEvent[]>

/** Changes the pages of the log, as reactors and followers read them. */
const inPages = (
  changeOf: () => (page: readonly StoredEvent[], index: number) => readonly StoredEvent[],
): SimulationDefect['plant'] =>
  inEvents(({ readAll, subscribe }) => {
    const change = changeOf()
    async function* changed(pages: Pages) {
      let index = 0
      for await (const page of pages) yield change(page, index++)
    }
    return {
      readAll: (options) => changed(readAll(options)),
      subscribe: (options) => changed(subscribe(options)),
    }
  })

/** An event that is chosen by its hash: the same in every program. */
const isOneOf = (n: number, { hash }: Pick<StoredEvent, 'hash'>): boolean =>
  Number.parseInt(hash.slice(0, 6), 16) % n === 0

export const simulationDefects: readonly SimulationDefect[] = [
  {
    defect: 'a follower or a reactor skips an event that is committed late, behind others',
    kinds: ['read model', 'orphan', 'stuck'],
    plant: inPages(() => {
      const committed = new Set<string>()
      return (page) => {
        const visible = page.filter((event) => !isOneOf(6, event) || committed.has(event.hash))
        for (const { hash } of page) committed.add(hash)
        return visible
      }
    }),
  },
  {
    defect: 'a checkpoint is written before the documents',
    kinds: ['read model'],
    plant: inReadModels(({ commit }) => ({
      async commit(generation, { puts, deletes, ...checkpoint }) {
        const outcome = await commit(generation, { ...checkpoint, puts: [], deletes: [] })
        if (outcome === 'stale') return outcome
        const { eventsBefore: _, ...rest } = checkpoint
        return commit(generation, { ...rest, from: checkpoint.to, events: 0, puts, deletes })
      },
    })),
  },
  {
    defect: 'a process does not compensate for what was refused',
    kinds: ['orphan', 'rule'],
    plant: {
      domain: { ...domain, processes: domain.processes.map(({ refused: _, ...process }) => process) },
    },
  },
  {
    defect: 'a rebuild that has lost its lock goes on writing',
    kinds: ['lease'],
    plant: inReadModels(({ commit, promote }) => ({
      commit: (generation, { lock: _, ...unfenced }) => commit(generation, unfenced),
      promote: (generation, comparePositions) => promote(generation, comparePositions),
    })),
  },
  {
    defect: 'what is recorded already is recorded again under another command id',
    kinds: ['doubled'],
    domain: pointsDomain,
    workloads: [sales],
    plant: { domain: pointsWithoutSlots },
  },
  {
    defect: 'what was decided on an outdated state is appended behind the last event',
    kinds: ['broken log', 'doubled', 'rule'],
    plant: inEvents(({ append }) => ({
      append: (stream, events, expected, previous) => async () => {
        const result = await append(stream, events, expected, previous)()
        if (E.isRight(result) || result.left._tag !== 'Conflict') return result
        return append(stream, events, result.left.actual)()
      },
    })),
  },
  {
    defect: 'a reaction is answered by every program, under other command ids',
    kinds: ['orphan'],
    domain: pointsWithoutSlots,
    workloads: [sales],
    plant: inPages(() => {
      let count = 0
      return (page) =>
        page.map((event) => ({ ...event, eventId: `${event.eventId.slice(0, -4)}${String(++count).padStart(4, '0')}` }))
    }),
  },
  {
    defect: 'an append whose outcome is unknown counts as not done',
    kinds: ['phantom'],
    plant: inEvents(({ append }) => ({
      append:
        (...given) =>
        async () => {
          const result = await append(...given)()
          if (E.isRight(result) || result.left._tag !== 'Unavailable') return result
          return E.left({ ...result.left, written: 'no' })
        },
    })),
  },
  {
    defect: 'the first event of a page is left out',
    kinds: ['read model', 'orphan', 'stuck'],
    plant: inPages(() => (page, index) => (index === 0 || page.length < 2 ? page : page.slice(1))),
  },
  {
    defect: 'a hash does not include the one before it',
    kinds: ['broken log'],
    plant: inEvents(({ append }) => ({
      append: (stream, [first, ...others], ...given) => {
        if (first === undefined) throw new Error('an append has an event')
        const unchained = { ...first, hash: [...first.hash].reverse().join('') }
        return append(stream, [isOneOf(8, first) ? unchained : first, ...others], ...given)
      },
    })),
  },
  {
    defect: 'an append is acknowledged and not stored',
    kinds: ['lost', 'broken log'],
    plant: inEvents(({ append }) => ({
      append: (stream, events, expected, previous) => async () => {
        const [first] = events
        const revision = (expected === 'none' ? -1 : expected) + events.length
        return first !== undefined && isOneOf(12, first)
          ? E.right({ revision })
          : append(stream, events, expected, previous)()
      },
    })),
  },
  {
    defect: 'a checkpoint is moved although another follower has moved it',
    kinds: ['read model'],
    plant: inReadModels(({ commit, generations }) => ({
      async commit(id, { eventsBefore: _, lock: __, ...changes }: Commit) {
        const stored = (await generations()).find((one) => one.id === id)
        return commit(id, { ...changes, from: stored?.checkpoint })
      },
    })),
  },
]
