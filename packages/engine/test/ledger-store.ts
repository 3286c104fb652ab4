import { type AnyProjection, day } from '@skein/kernel'
import { openMemory } from '../src/memory/open.js'
import type { Storage } from '../src/ports/index.js'
import { ledger } from './ledger-domain.js'
import { type Recorded, record } from './ledger-history.js'

/** `under`, with some of its methods replaced. */
export const overlay = <T extends object>(under: T, over: Partial<T>): T =>
  new Proxy(under, {
    get(target, name) {
      const found: unknown = Reflect.get(Object.hasOwn(over, name) ? over : target, name)
      return typeof found === 'function' ? found.bind(target) : found
    },
  })

/** Waits before what it is asked, now longer and now shorter, so that those who share a store meet in every order. */
export const unsteady = (storage: Storage, waits: Iterator<number>): Storage => {
  const slow = <T extends object>(under: T): T =>
    new Proxy(under, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name)
        if (typeof found !== 'function') return found
        if (!slowed.has(String(name))) return found.bind(target)
        return async (...args: unknown[]) => {
          for (let left = waits.next().value ?? 0; left > 0; left--) await new Promise((go) => setImmediate(go))
          return found.apply(target, args)
        }
      },
    })
  return { ...storage, readModels: slow(storage.readModels), events: slow(storage.events) }
}
const slowed = new Set(['head', 'generations', 'begin', 'commit', 'promote', 'get', 'drop'])

/** A store in memory that holds this history. */
export const recorded = async (history: readonly Recorded[]): Promise<Storage> => {
  const storage = openMemory()
  await record(storage, history)
  return storage
}

/** Six events: three accounts in one group, 7 each. */
export const threeAccounts: readonly Recorded[] = ['a', 'b', 'c'].flatMap((id) => [
  {
    id,
    event: { type: 'Opened', data: { group: 'b', on: day('2018-05-01') } },
    recordedAt: '2018-06-01T08:00:00.000Z',
  },
  { id, event: { type: 'Added', data: { amount: 7, on: day('2018-05-02') } }, recordedAt: '2018-06-01T08:01:00.000Z' },
])

/** One more: an account goes to another group. */
export const oneMove: readonly Recorded[] = [
  {
    id: 'a',
    event: { type: 'Moved', data: { group: 'c', on: day('2018-05-03') } },
    recordedAt: '2018-06-01T09:00:00.000Z',
  },
]

export const projectionNamed = (name: string): AnyProjection => {
  const found = ledger.projections.find((projection) => projection.name === name)
  if (found === undefined) throw new Error(`the ledger has no ${name}`)
  return found
}

export const balances = projectionNamed('balances')

export const statesOf = async ({ readModels }: Storage, name = 'balances'): Promise<readonly string[]> =>
  (await readModels.generations(name)).map(({ state }) => state).sort()
