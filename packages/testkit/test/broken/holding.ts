import { type BrokenStore, brokenReadModels } from './broken-store.js'
import { turn } from './parts.js'

export const brokenLocks: readonly BrokenStore[] = [
  brokenReadModels(
    'lets two hold one lock',
    ({ lock }) => ({ lock: async (...given) => ({ ...(await lock(...given)), held: true }) }),
    [
      'locks: is held by one until given',
      'locks: is renewed by who has it',
      'locks: is taken over when its time',
      'locks: is not given back by another',
      'locks: is won by one of many who',
      'several handles: lets one hold a',
    ],
  ),
  brokenReadModels(
    'lets all have a lock who ask at once',
    ({ lock, unlock }) => ({
      lock: async (name, holder) => {
        const answer = await lock(`${name} asked`, { ...holder, ttl: 0 })
        const standing = await lock(name, { ...holder, ttl: 0 })
        await turn()
        if (!standing.held || !answer.held) return standing.held ? { held: true } : standing
        await unlock(name, holder.name)
        await lock(name, holder)
        return { held: true }
      },
    }),
    ['locks: is won by one of many who', 'several handles: lets one hold a'],
  ),
  brokenReadModels(
    'never takes a lock over',
    ({ lock }) => ({ lock: (name, holder) => lock(name, { ...holder, ttl: 600_000 }) }),
    ['locks: is taken over when its time'],
  ),
  brokenReadModels(
    'refuses a lock to who has it',
    ({ lock }) => {
      const taken = new Map<string, string>()
      return {
        lock: async (name, holder) => {
          if (taken.get(name) === holder.name && holder.ttl > 0) return { held: false, by: holder.name }
          const answer = await lock(name, holder)
          if (answer.held) taken.set(name, holder.name)
          return answer
        },
      }
    },
    ['locks: is renewed by who has it'],
  ),
  brokenReadModels(
    'does not make a lock last that is renewed',
    ({ lock }) => {
      const taken = new Map<string, string>()
      return {
        lock: async (name, holder) => {
          if (taken.get(name) === holder.name) return { held: true }
          const answer = await lock(name, holder)
          if (answer.held) taken.set(name, holder.name)
          return answer
        },
      }
    },
    ['locks: is renewed by who has it'],
  ),
  brokenReadModels('never gives a lock back', ({ unlock }) => ({ unlock: (name) => unlock(name, 'nobody') }), [
    'locks: is held by one until given',
  ]),
  brokenReadModels(
    'lets anybody give a lock back',
    ({ lock, unlock }) => {
      const taken = new Map<string, string>()
      return {
        lock: async (name, holder) => {
          const answer = await lock(name, holder)
          if (answer.held) taken.set(name, holder.name)
          return answer
        },
        unlock: (name) => unlock(name, taken.get(name) ?? ''),
      }
    },
    ['locks: is not given back by another'],
  ),
  brokenReadModels(
    'has one lock, whatever it is called',
    ({ lock, unlock }) => ({
      lock: (_, holder) => lock('lock', holder),
      unlock: (_, holder) => unlock('lock', holder),
    }),
    ['locks: is held by one until given'],
  ),
]
