import { type BrokenStore, brokenReadModelStore } from './broken-store.js'
import { letOthersRun } from './changed-store.js'

const listed = 'lists the locks that were not released: who has each, since when, and for how long'

export const lockDefects: readonly BrokenStore[] = [
  brokenReadModelStore(
    'commits after the lock was taken over',
    ({ commit }) => ({ commit: (id, { lock: _, ...others }) => commit(id, others) }),
    { locks: ['refuses commits and promotions of a process that does not hold its lock'] },
  ),
  brokenReadModelStore(
    'promotes after the lock was taken over',
    ({ promote }) => ({ promote: (id, comparePositions) => promote(id, comparePositions) }),
    { locks: ['refuses commits and promotions of a process that does not hold its lock'] },
  ),
  brokenReadModelStore(
    'grants one lock to two holders',
    ({ lock }) => ({ lock: async (...given) => ({ ...(await lock(...given)), held: true }) }),
    {
      locks: [
        'grants a lock to one holder until it is released',
        'renews a lock for its holder',
        'grants an expired lock to another holder',
        'ignores a release by another holder',
        'grants a lock to one of many concurrent requests',
      ],
      'multi-process': ['grants a lock, a key and a claim to one handle'],
    },
  ),
  brokenReadModelStore(
    'grants a lock to all concurrent requests',
    ({ lock }) => ({
      lock: async (name, holder) => {
        const result = await lock(`${name} requested`, { ...holder, ttl: 0 })
        const granted = await lock(name, { ...holder, ttl: 0 })
        await letOthersRun()
        if (!granted.held || !result.held) return granted.held ? { held: true } : granted
        // a renewal, so that it keeps the time since when it is held
        await lock(name, holder)
        return { held: true }
      },
    }),
    {
      locks: ['grants a lock to one of many concurrent requests'],
      'multi-process': ['grants a lock, a key and a claim to one handle'],
    },
  ),
  brokenReadModelStore(
    'never grants an expired lock',
    ({ lock }) => ({ lock: (name, holder) => lock(name, { ...holder, ttl: 600_000 }) }),
    { locks: ['grants an expired lock to another holder', listed] },
  ),
  brokenReadModelStore(
    'refuses to renew a lock',
    ({ lock }) => {
      const taken = new Map<string, string>()
      return {
        lock: async (name, holder) => {
          if (taken.get(name) === holder.name && holder.ttl > 0) return { held: false, by: holder.name }
          const result = await lock(name, holder)
          if (result.held) taken.set(name, holder.name)
          return result
        },
      }
    },
    { locks: ['renews a lock for its holder', listed] },
  ),
  brokenReadModelStore(
    'does not extend a renewed lock',
    ({ lock }) => {
      const taken = new Map<string, string>()
      return {
        lock: async (name, holder) => {
          if (taken.get(name) === holder.name) return { held: true }
          const result = await lock(name, holder)
          if (result.held) taken.set(name, holder.name)
          return result
        },
      }
    },
    { locks: ['renews a lock for its holder', listed] },
  ),
  brokenReadModelStore('never releases a lock', ({ unlock }) => ({ unlock: (name) => unlock(name, 'nobody') }), {
    locks: ['grants a lock to one holder until it is released', listed],
  }),
  brokenReadModelStore(
    'lets anybody release a lock',
    ({ lock, unlock }) => {
      const taken = new Map<string, string>()
      return {
        lock: async (name, holder) => {
          const result = await lock(name, holder)
          if (result.held) taken.set(name, holder.name)
          return result
        },
        unlock: (name) => unlock(name, taken.get(name) ?? ''),
      }
    },
    { locks: ['ignores a release by another holder'] },
  ),
  brokenReadModelStore(
    'lists locks as taken when they were renewed',
    ({ locks }) => ({
      locks: async () => (await locks()).map((lock) => ({ ...lock, since: new Date().toISOString() })),
    }),
    { locks: [listed] },
  ),
  brokenReadModelStore(
    'lists no expired locks',
    ({ locks }) => ({ locks: async () => (await locks()).filter(({ leftMs }) => leftMs > 0) }),
    { locks: [listed] },
  ),
  brokenReadModelStore(
    'uses one lock for all names',
    ({ lock, unlock }) => ({
      lock: (_, holder) => lock('lock', holder),
      unlock: (_, holder) => unlock('lock', holder),
    }),
    {
      'text keys': ['grants no lock and no claim, and keeps no key, under such a name'],
      locks: [
        'grants a lock to one holder until it is released',
        'refuses commits and promotions of a process that does not hold its lock',
        listed,
      ],
    },
  ),
]
