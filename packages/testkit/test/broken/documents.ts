import { type BrokenStore, brokenReadModelStore } from './broken-store.js'
import { generationOf, letOthersRun } from './changed-store.js'

export const documentDefects: readonly BrokenStore[] = [
  brokenReadModelStore(
    'ignores the checkpoint of a commit',
    (store) => ({
      commit: async (id, commit) => {
        const result = await store.commit(id, commit)
        if (result === 'done') return result
        return store.commit(id, { ...commit, from: (await generationOf(store, id))?.checkpoint })
      },
    }),
    {
      documents: [
        'holds what commits put and did not delete; a stale commit changes nothing',
        'applies a batch once for concurrent projectors; the others are stale',
      ],
      'multi-process': ['begins one generation and applies each batch once'],
    },
  ),
  brokenReadModelStore(
    'compares the checkpoint before the transaction',
    (store) => ({
      commit: async (id, commit) => {
        const stored = await generationOf(store, id)
        if (stored === undefined || stored.checkpoint !== commit.from) return store.commit(id, commit)
        await letOthersRun()
        return store.commit(id, { ...commit, from: (await generationOf(store, id))?.checkpoint })
      },
    }),
    {
      documents: ['applies a batch once for concurrent projectors; the others are stale'],
      'multi-process': ['begins one generation and applies each batch once'],
    },
  ),
  brokenReadModelStore(
    'ignores the number of events before a commit',
    (store) => ({ commit: (id, { eventsBefore: _, ...commit }) => store.commit(id, commit) }),
    { documents: ['applies a commit once that leaves the checkpoint where it is, by the number of events before it'] },
  ),
  brokenReadModelStore(
    'writes the documents of a stale commit',
    (store) => ({
      commit: async (id, commit) => {
        const result = await store.commit(id, commit)
        const checkpoint = (await generationOf(store, id))?.checkpoint
        if (result === 'stale' && checkpoint !== undefined)
          await store.commit(id, { ...commit, from: checkpoint, to: checkpoint, events: 0 })
        return result
      },
    }),
    {
      documents: [
        'holds what commits put and did not delete; a stale commit changes nothing',
        'applies a batch once for concurrent projectors; the others are stale',
      ],
    },
  ),
  brokenReadModelStore(
    'moves the checkpoint without writing documents',
    ({ commit }) => ({ commit: (id, what) => commit(id, { ...what, puts: [] }) }),
    {
      'text keys': ['commits nothing under such a key, and finds nothing under it'],
      generations: ['drops a generation with its content and never reuses its id'],
      documents: [
        'holds what commits put and did not delete; a stale commit changes nothing',
        'applies a batch once for concurrent projectors; the others are stale',
        'applies a commit once that leaves the checkpoint where it is, by the number of events before it',
        'accepts ten thousand entries in one commit',
      ],
      entries: [
        'lists the keys with a prefix in byte order, page by page, each once',
        'continues after a page with the same prefix and in byte order',
        'returns a cursor only if there is more, 100 items by default and never more than 10,000',
        'lists one space of one generation, and nothing if it is empty',
        'continues after a cursor whose key was deleted',
      ],
      reopen: ['keeps events, read models, keys and claims'],
    },
  ),
  brokenReadModelStore(
    'deletes nothing',
    ({ commit }) => ({ commit: (id, what) => commit(id, { ...what, deletes: [] }) }),
    {
      documents: [
        'holds what commits put and did not delete; a stale commit changes nothing',
        'accepts ten thousand entries in one commit',
      ],
    },
  ),
  brokenReadModelStore(
    'does not count events',
    ({ commit }) => ({ commit: (id, what) => commit(id, { ...what, events: 0 }) }),
    {
      generations: ['resumes the unfinished generation of the same version and bounds, and no other'],
      documents: [
        'holds what commits put and did not delete; a stale commit changes nothing',
        'applies a commit once that leaves the checkpoint where it is, by the number of events before it',
      ],
    },
  ),
  brokenReadModelStore(
    'cannot store some keys, such as `__proto__`',
    ({ get }) => ({
      get: async (...given) => {
        const values: Record<string, string> = {}
        for (const [key, value] of await get(...given)) values[key] = value
        return new Map(Object.entries(values))
      },
    }),
    { documents: ['holds what commits put and did not delete; a stale commit changes nothing'] },
  ),
  brokenReadModelStore(
    'stores rows and documents in one space',
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
    {
      documents: [
        'holds what commits put and did not delete; a stale commit changes nothing',
        'accepts ten thousand entries in one commit',
      ],
      entries: ['lists one space of one generation, and nothing if it is empty'],
    },
  ),
  brokenReadModelStore(
    'stores at most a thousand entries of a commit',
    ({ commit }) => ({ commit: (id, what) => commit(id, { ...what, puts: what.puts.slice(0, 1_000) }) }),
    {
      documents: ['accepts ten thousand entries in one commit'],
      entries: ['returns a cursor only if there is more, 100 items by default and never more than 10,000'],
    },
  ),
]
