import type { Generation, ReadModelStore } from '@skein/engine'
import { type BrokenStore, broken, brokenReadModels } from './broken-store.js'
import { turn, withReadModels } from './parts.js'

const found = async ({ generations }: ReadModelStore, id: string): Promise<Generation | undefined> =>
  (await generations()).find((each) => each.id === id)

/** Numbers for the generations of a store, as a table gives them that takes one more than its highest. */
const numbers = new Map<string, Map<string, string>>()

export const brokenGenerations: readonly BrokenStore[] = [
  brokenReadModels(
    'tells instants in a way of its own',
    ({ begin, generations }) => {
      const told = (generation: Generation) => ({ ...generation, startedAt: generation.startedAt.replace('T', ' ') })
      return {
        begin: async (...given) => told(await begin(...given)),
        generations: async (projection) => (await generations(projection)).map(told),
      }
    },
    ['generations: begins a generation that'],
  ),
  brokenReadModels(
    'begins anew where it should go on',
    ({ begin }) => ({
      begin: (projection, version, options) => begin(projection, version, { ...options, restart: true }),
    }),
    [
      'generations: resumes the unfinished one',
      'generations: begins one generation for',
      'several handles: lets one begin',
    ],
  ),
  brokenReadModels(
    'goes on where it should begin anew',
    ({ begin }) => ({
      begin: (projection, version, options) => begin(projection, version, { ...options, restart: false }),
    }),
    ['generations: begins anew where that'],
  ),
  brokenReadModels(
    'goes on with one of other bounds',
    ({ begin }) => ({
      begin: (projection, version, { bounds, ...options } = {}) => begin(projection, version, options),
    }),
    ['generations: resumes the unfinished one'],
  ),
  brokenReadModels(
    'goes on with one of another version',
    (store) => ({
      begin: async (projection, version, options) => {
        const [known] = (await store.generations(projection)).filter(({ state }) => state === 'building')
        return known === undefined || options !== undefined ? store.begin(projection, version, options) : known
      },
    }),
    [
      'generations: resumes the unfinished one',
      'generations: forgets a dropped generation',
      'entries: holds what the commits',
    ],
  ),
  brokenReadModels(
    'begins two where two begin at once',
    ({ begin, generations }) => ({
      begin: async (projection, version, options = {}) => {
        const before = await generations(projection)
        await turn()
        const isNone = before.every(({ state }) => state === 'live' || state === 'retired')
        return begin(projection, version, isNone ? { ...options, restart: true } : options)
      },
    }),
    ['generations: begins one generation for', 'several handles: lets one begin'],
  ),
  brokenReadModels(
    'promotes what is behind',
    ({ promote }) => ({ promote: (id, compare) => promote(id, (a, b) => Math.max(0, compare(a, b))) }),
    ['generations: answers behind where the', 'generations: compares positions with the'],
  ),
  brokenReadModels(
    'compares checkpoints as texts',
    ({ promote }) => ({ promote: (id) => promote(id, (a, b) => (a < b ? -1 : a > b ? 1 : 0)) }),
    ['generations: answers behind where the', 'generations: compares positions with the'],
  ),
  brokenReadModels(
    'leaves the one before live',
    ({ generations }) => ({
      generations: async (projection) =>
        (await generations(projection)).map((each) => (each.state === 'retired' ? { ...each, state: 'live' } : each)),
    }),
    [
      'generations: makes a building generation',
      'generations: answers done where the live generation is at',
      'generations: answers done where the live generation is empty',
      'generations: promotes neither a named',
    ],
  ),
  brokenReadModels(
    'lets a promotion pass that it can not make',
    ({ promote }) => ({
      promote: (...given) =>
        promote(...given).catch((error) => {
          if (error.fault === 'failed') return 'done'
          throw error
        }),
    }),
    ['generations: promotes neither a named'],
  ),
  brokenReadModels('drops nothing', ({ generations }) => ({ drop: async () => void (await generations()) }), [
    'generations: forgets a dropped generation',
  ]),
  brokenReadModels(
    'takes a generation that is not there for an empty one',
    (store) => ({
      get: async (id, ...given) => ((await isGone(store, id)) ? new Map() : store.get(id, ...given)),
      list: async (id, ...given) => ((await isGone(store, id)) ? { items: [] } : store.list(id, ...given)),
      count: async (id, ...given) => ((await isGone(store, id)) ? 0 : store.count(id, ...given)),
    }),
    ['generations: begins anew where that', 'generations: forgets a dropped generation'],
  ),
  broken(
    'gives the id of a dropped generation to the next',
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
            const standing = new Set((await store.generations()).map(({ id }) => id))
            for (const [number, id] of ids) if (!standing.has(id)) ids.delete(number)
            return numbered(begun)
          },
          commit: (number, commit) => store.commit(idOf(number), commit),
          promote: (number, compare) => store.promote(idOf(number), compare),
          drop: (number) => store.drop(idOf(number)),
          get: (number, ...given) => store.get(idOf(number), ...given),
          list: (number, ...given) => store.list(idOf(number), ...given),
          count: (number, ...given) => store.count(idOf(number), ...given),
        }
      }),
    ['generations: begins anew where that', 'open again: never gives a dropped'],
  ),
]

const isGone = async (store: ReadModelStore, id: string) => (await found(store, id)) === undefined

export const brokenEntries: readonly BrokenStore[] = [
  brokenReadModels(
    'commits whatever the checkpoint is',
    (store) => ({
      commit: async (id, commit) => {
        const answer = await store.commit(id, commit)
        if (answer === 'done') return answer
        return store.commit(id, { ...commit, from: (await found(store, id))?.checkpoint })
      },
    }),
    ['entries: holds what the commits', 'entries: lets one of two followers', 'several handles: lets one begin'],
  ),
  brokenReadModels(
    'compares the checkpoint before the transaction',
    (store) => ({
      commit: async (id, commit) => {
        const standing = await found(store, id)
        if (standing === undefined || standing.checkpoint !== commit.from) return store.commit(id, commit)
        await turn()
        return store.commit(id, { ...commit, from: (await found(store, id))?.checkpoint })
      },
    }),
    ['entries: lets one of two followers', 'several handles: lets one begin'],
  ),
  brokenReadModels(
    'writes the documents of a stale commit',
    (store) => ({
      commit: async (id, commit) => {
        const answer = await store.commit(id, commit)
        const checkpoint = (await found(store, id))?.checkpoint
        if (answer === 'stale' && checkpoint !== undefined)
          await store.commit(id, { ...commit, from: checkpoint, to: checkpoint, events: 0 })
        return answer
      },
    }),
    ['entries: holds what the commits', 'entries: lets one of two followers'],
  ),
  brokenReadModels(
    'moves the checkpoint on without the documents',
    ({ commit }) => ({ commit: (id, what) => commit(id, { ...what, puts: [] }) }),
    [
      'generations: forgets a dropped generation',
      'entries: holds what the commits',
      'entries: lets one of two followers',
      'entries: takes ten thousand entries',
      'list: gives the keys with a prefix',
      'list: goes on where a page ended,',
      'list: says with the cursor whether',
      'list: lists one space of one generation,',
      'list: goes on after the cursor when',
      'open again: finds events, read models,',
    ],
  ),
  brokenReadModels(
    'deletes nothing',
    ({ commit }) => ({ commit: (id, what) => commit(id, { ...what, deletes: [] }) }),
    ['entries: holds what the commits', 'entries: takes ten thousand entries'],
  ),
  brokenReadModels(
    'does not count the events',
    ({ commit }) => ({ commit: (id, what) => commit(id, { ...what, events: 0 }) }),
    ['generations: resumes the unfinished one', 'entries: holds what the commits'],
  ),
  brokenReadModels(
    'has names that are not free for keys',
    ({ get }) => ({
      get: async (...given) => {
        const values: Record<string, string> = {}
        for (const [key, value] of await get(...given)) values[key] = value
        return new Map(Object.entries(values))
      },
    }),
    ['entries: holds what the commits'],
  ),
  brokenReadModels(
    'mixes up two spaces',
    ({ commit, get, list, count }) => ({
      commit: (id, what) =>
        commit(id, {
          ...what,
          puts: what.puts.map((put) => ({ ...put, space: put.space === 'row' ? 'doc' : put.space })),
        }),
      get: (id, space, keys) => get(id, space === 'row' ? 'doc' : space, keys),
      list: (id, space, options) => list(id, space === 'row' ? 'doc' : space, options),
      count: (id, space) => count(id, space === 'row' ? 'doc' : space),
    }),
    [
      'entries: holds what the commits',
      'entries: takes ten thousand entries',
      'list: lists one space of one generation,',
    ],
  ),
  brokenReadModels(
    'takes a thousand entries at most',
    ({ commit }) => ({ commit: (id, what) => commit(id, { ...what, puts: what.puts.slice(0, 1_000) }) }),
    ['entries: takes ten thousand entries', 'list: says with the cursor whether'],
  ),
]
