import type { Generation, ReadModelStore } from '@skein/engine'
import { type BrokenStore, brokenReadModelStore, brokenStore } from './broken-store.js'
import { generationOf, letOthersRun, withReadModels } from './changed-store.js'

/** Ids of the generations of a store, numbered by "highest number plus one" as some tables do. */
const numbers = new Map<string, Map<string, string>>()

const isGone = async (store: ReadModelStore, id: string) => (await generationOf(store, id)) === undefined

export const generationDefects: readonly BrokenStore[] = [
  brokenReadModelStore(
    'formats instants its own way',
    ({ begin, generations }) => {
      const formatted = (generation: Generation) => ({
        ...generation,
        startedAt: generation.startedAt.replace('T', ' '),
      })
      return {
        begin: async (...given) => formatted(await begin(...given)),
        generations: async (projection) => (await generations(projection)).map(formatted),
      }
    },
    { generations: ['begins an empty generation'] },
  ),
  brokenReadModelStore(
    'begins a new generation instead of resuming',
    ({ begin }) => ({
      begin: (projection, version, options) => begin(projection, version, { ...options, restart: true }),
    }),
    {
      generations: [
        'resumes the unfinished generation of the same version and bounds, and no other',
        'begins one generation for concurrent calls',
      ],
      'multi-process': ['begins one generation and applies each batch once'],
    },
  ),
  brokenReadModelStore(
    'resumes a generation on restart',
    ({ begin }) => ({
      begin: (projection, version, options) => begin(projection, version, { ...options, restart: false }),
    }),
    { generations: ['begins a new generation on restart and drops the unfinished one'] },
  ),
  brokenReadModelStore(
    'resumes a generation of other bounds',
    ({ begin }) => ({
      begin: (projection, version, { bounds, ...options } = {}) => begin(projection, version, options),
    }),
    { generations: ['resumes the unfinished generation of the same version and bounds, and no other'] },
  ),
  brokenReadModelStore(
    'resumes a generation of another version',
    (store) => ({
      begin: async (projection, version, options) => {
        const [known] = (await store.generations(projection)).filter(({ state }) => state === 'building')
        return known === undefined || options !== undefined ? store.begin(projection, version, options) : known
      },
    }),
    {
      generations: [
        'resumes the unfinished generation of the same version and bounds, and no other',
        'drops a generation with its content and never reuses its id',
      ],
      documents: ['holds what commits put and did not delete; a stale commit changes nothing'],
    },
  ),
  brokenReadModelStore(
    'begins two generations for concurrent calls',
    ({ begin, generations }) => ({
      begin: async (projection, version, options = {}) => {
        const before = await generations(projection)
        await letOthersRun()
        const isNone = before.every(({ state }) => state === 'live' || state === 'retired')
        return begin(projection, version, isNone ? { ...options, restart: true } : options)
      },
    }),
    {
      generations: ['begins one generation for concurrent calls'],
      'multi-process': ['begins one generation and applies each batch once'],
    },
  ),
  brokenReadModelStore(
    'promotes a generation that is behind',
    ({ promote }) => ({ promote: (id, compare, lock) => promote(id, (a, b) => Math.max(0, compare(a, b)), lock) }),
    {
      generations: [
        'returns behind when the live generation is ahead',
        'compares checkpoints with the given comparison',
      ],
    },
  ),
  brokenReadModelStore(
    'promotes an empty generation over one with a checkpoint',
    (store) => ({
      promote: async (id, compare, lock) => {
        const empty = await generationOf(store, id)
        const live = (await store.generations(empty?.projection)).find(
          ({ state, version }) => state === 'live' && version === empty?.version,
        )
        if (empty?.state === 'building' && empty.checkpoint === undefined && live?.checkpoint !== undefined)
          await store.commit(id, { from: undefined, to: live.checkpoint, events: 0, puts: [], deletes: [] })
        return store.promote(id, compare, lock)
      },
    }),
    { generations: ['returns behind when the live generation is ahead of an empty one'] },
  ),
  brokenReadModelStore(
    'compares checkpoints as texts',
    ({ promote }) => ({ promote: (id, _, lock) => promote(id, (a, b) => (a < b ? -1 : a > b ? 1 : 0), lock) }),
    {
      generations: [
        'returns behind when the live generation is ahead',
        'compares checkpoints with the given comparison',
      ],
    },
  ),
  brokenReadModelStore(
    'does not retire the previous live generation',
    ({ generations }) => ({
      generations: async (projection) =>
        (await generations(projection)).map((each) => (each.state === 'retired' ? { ...each, state: 'live' } : each)),
    }),
    {
      generations: [
        'promotes a building generation and retires the live one',
        'returns done when the live generation is at the same position',
        'returns done when the live generation is empty',
        'promotes neither a named nor a retired generation',
      ],
    },
  ),
  brokenReadModelStore(
    'reports a promotion that it did not make',
    ({ promote }) => ({
      promote: (...given) =>
        promote(...given).catch((error) => {
          if (error.fault === 'failed') return 'done'
          throw error
        }),
    }),
    { generations: ['promotes neither a named nor a retired generation'] },
  ),
  brokenReadModelStore(
    'loses the hash of the event at the checkpoint',
    ({ commit }) => ({ commit: (id, { hash: _, ...others }) => commit(id, others) }),
    { generations: ['keeps the hash of the event at the checkpoint'] },
  ),
  brokenReadModelStore('drops no generation', ({ generations }) => ({ drop: async () => void (await generations()) }), {
    generations: ['drops a generation with its content and never reuses its id'],
  }),
  brokenReadModelStore(
    'treats a missing generation as empty',
    (store) => ({
      get: async (id, ...given) => ((await isGone(store, id)) ? new Map() : store.get(id, ...given)),
      list: async (id, ...given) => ((await isGone(store, id)) ? { items: [] } : store.list(id, ...given)),
      count: async (id, ...given) => ((await isGone(store, id)) ? 0 : store.count(id, ...given)),
    }),
    {
      generations: [
        'begins a new generation on restart and drops the unfinished one',
        'drops a generation with its content and never reuses its id',
      ],
    },
  ),
  brokenStore(
    'reuses the id of a dropped generation',
    (storage) =>
      withReadModels(storage, (store) => {
        const ids = numbers.get(storage.name) ?? new Map<string, string>()
        numbers.set(storage.name, ids)
        const numbered = (generation: Generation): Generation => {
          const [known] = [...ids].find(([, id]) => id === generation.id) ?? []
          const number = known ?? String(Math.max(0, ...[...ids.keys()].map(Number)) + 1)
          ids.set(number, generation.id)
          return { ...generation, id: number }
        }
        const idOf = (number: string) => ids.get(number) ?? number
        return {
          generations: async (projection) => (await store.generations(projection)).map(numbered),
          begin: async (projection, version, options) => {
            const begun = await store.begin(projection, version, options)
            const stored = new Set((await store.generations()).map(({ id }) => id))
            for (const [number, id] of ids) if (!stored.has(id)) ids.delete(number)
            return numbered(begun)
          },
          commit: (number, commit) => store.commit(idOf(number), commit),
          promote: (number, compare, lock) => store.promote(idOf(number), compare, lock),
          drop: (number) => store.drop(idOf(number)),
          get: (number, ...given) => store.get(idOf(number), ...given),
          list: (number, ...given) => store.list(idOf(number), ...given),
          count: (number, ...given) => store.count(idOf(number), ...given),
        }
      }),
    {
      generations: ['begins a new generation on restart and drops the unfinished one'],
      reopen: ['never reuses the id of a dropped generation'],
    },
  ),
]
