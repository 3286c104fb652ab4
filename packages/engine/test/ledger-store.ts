import { type AnyProjection, day } from '@skein/kernel'
import { openMemory } from '../src/memory/open.js'
import type { Storage } from '../src/ports/index.js'
import { ledger } from './ledger-domain.js'
import { record, type Step } from './ledger-history.js'

/** The object with some of its methods replaced. */
export const withMethods = <T extends object>(object: T, methods: Partial<T>): T =>
  new Proxy(object, {
    get(target, name) {
      const found: unknown = Reflect.get(Object.hasOwn(methods, name) ? methods : target, name)
      return typeof found === 'function' ? found.bind(target) : found
    },
  })

/** Delays calls by varying numbers of turns, so that concurrent users of the store interleave in every order. */
export const withRandomDelays = (storage: Storage, delays: Iterator<number>): Storage => {
  const delayed = <T extends object>(object: T): T =>
    new Proxy(object, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name)
        if (typeof found !== 'function') return found
        if (!delayedMethods.has(String(name))) return found.bind(target)
        return async (...args: unknown[]) => {
          for (let turns = delays.next().value ?? 0; turns > 0; turns--)
            await new Promise((resolve) => setImmediate(resolve))
          return found.apply(target, args)
        }
      },
    })
  return { ...storage, readModels: delayed(storage.readModels), events: delayed(storage.events) }
}
const delayedMethods = new Set(['head', 'generations', 'begin', 'commit', 'promote', 'get', 'drop'])

/** A store in memory that holds this history. */
export const recorded = async (history: readonly Step[]): Promise<Storage> => {
  const storage = openMemory()
  await record(storage, history)
  return storage
}

/** Six events: three accounts in one group, 7 each. */
export const threeAccounts: readonly Step[] = ['a', 'b', 'c'].flatMap((id) => [
  {
    id,
    event: { type: 'Opened', data: { group: 'b', on: day('2018-05-01') } },
  },
  { id, event: { type: 'Added', data: { amount: 7, on: day('2018-05-02') } } },
])

/** One more event: an account moves to another group. */
export const oneMove: readonly Step[] = [
  {
    id: 'a',
    event: { type: 'Moved', data: { group: 'c', on: day('2018-05-03') } },
  },
]

export const projectionNamed = (name: string): AnyProjection => {
  const found = ledger.projections.find((projection) => projection.name === name)
  if (found === undefined) throw new Error(`the ledger has no projection ${name}`)
  return found
}

export const balances = projectionNamed('balances')

export const generationStates = async ({ readModels }: Storage, name = 'balances'): Promise<readonly string[]> =>
  (await readModels.generations(name)).map(({ state }) => state).sort()
