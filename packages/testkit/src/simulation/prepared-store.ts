import { createRuntime, type Environment, openMemory, type Storage } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { copiedStore } from '../domain/rules/copied-store.js'
import { Chance } from './chance.js'
import type { Workload } from './workload.js'

export const masterKey = Buffer.alloc(32, 7).toString('base64')

/** The time at which a simulation of a workload begins. */
export const startOf = ({ startsAt = '2030-12-31T04:00:00Z' }: Pick<Workload, 'startsAt'>): number =>
  Date.parse(startsAt)

/** Time that passes only when it is looked at, and waits that are over at once. */
const quietEnvironment = (startsAt: number): Environment => {
  const chance = new Chance(0)
  let ticks = 0
  const tick = () => {
    ticks += 1
    return ticks
  }
  return {
    date: () => new Date(startsAt - 3_600_000 + tick()),
    now: tick,
    sleep: async () => undefined,
    nextTurn: async () => undefined,
    random: () => chance.next(),
    randomBytes: (size) => chance.bytes(size),
  }
}

const prepared = new WeakMap<Workload, Promise<Storage>>()

const prepare = async (domain: Domain<unknown>, workload: Workload): Promise<Storage> => {
  const environment = quietEnvironment(startOf(workload))
  const storage = openMemory({ environment })
  const runtime = createRuntime(domain, storage, { environment, masterKey })
  for (const [at, command] of (workload.start ?? []).entries()) {
    const result = await runtime.execute(command, { commandId: `start-${at}`, actor: 'start' })()
    if (E.isLeft(result))
      throw new Error(`The simulation cannot start with ${JSON.stringify(command)}: ${JSON.stringify(result.left)}`)
    await runtime.settle({ projections: false })
  }
  return storage
}

/** A store with what a workload starts with, for one run. It is made once for each workload, and copied. */
export const preparedStore = async (
  domain: Domain<unknown>,
  workload: Workload,
  environment: Environment,
): Promise<Storage> => {
  const from = prepared.get(workload) ?? prepare(domain, workload)
  prepared.set(workload, from)
  return copiedStore(await from, openMemory({ environment }))
}
