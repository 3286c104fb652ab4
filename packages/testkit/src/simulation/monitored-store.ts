import type { Generation, Storage } from '@skein/engine'
import { overridden } from './overridden.js'
import type { Report } from './simulation-violation.js'

/** The locks and their holders, as the store granted them. */
export class GrantedLocks {
  readonly #holders = new Map<string, { readonly holder: string; readonly program: string }>()

  grant(name: string, holder: string, program: string): void {
    this.#holders.set(name, { holder, program })
  }

  release(name: string, holder: string): void {
    if (this.#holders.get(name)?.holder === holder) this.#holders.delete(name)
  }

  programWith(name: string): string | undefined {
    return this.#holders.get(name)?.program
  }
}

/** The store as one program reaches it, with what it writes checked at once. */
export const monitoredStore = (store: Storage, program: string, locks: GrantedLocks, report: Report): Storage => {
  const { events, readModels } = store
  const generation = async (id: string): Promise<Generation | undefined> =>
    (await readModels.generations()).find((one) => one.id === id)

  const checkLease = async (id: string, what: string): Promise<void> => {
    const written = await generation(id)
    if (written === undefined) return
    const { projection, version, into } = written
    const holder = locks.programWith(`rebuild/${projection}@${version}${into === undefined ? '' : `/${into}`}`)
    if (holder !== undefined && holder !== program)
      report('lease', `${program} ${what} ${projection} while ${holder} had the lock`)
  }

  const checkCheckpoint = async (id: string): Promise<void> => {
    const written = await generation(id)
    if (written?.checkpoint === undefined) return
    const { checkpoint, checkpointHash, projection } = written
    const head = await events.head()
    if (head === undefined || events.comparePositions(checkpoint, head) > 0)
      return report('checkpoint', `${projection} is at ${checkpoint}, beyond the log, which ends at ${head}`)
    const hash = (await events.hashesAt([checkpoint])).get(checkpoint)
    if (checkpointHash !== undefined && hash !== checkpointHash)
      report('checkpoint', `${projection} is at ${checkpoint} with the hash of another event`)
  }

  const methods: Partial<Storage['readModels']> = {
    async commit(id, commit) {
      const isBuilding = (await generation(id))?.state === 'building'
      const outcome = await readModels.commit(id, commit)
      if (outcome !== 'done') return outcome
      if (isBuilding) await checkLease(id, 'wrote to')
      await checkCheckpoint(id)
      return outcome
    },
    async promote(id, ...given) {
      const outcome = await readModels.promote(id, ...given)
      if (outcome === 'done') await checkLease(id, 'promoted')
      return outcome
    },
    async lock(name, holder) {
      const outcome = await readModels.lock(name, holder)
      if (outcome.held) locks.grant(name, holder.name, program)
      return outcome
    },
    async unlock(name, holder) {
      await readModels.unlock(name, holder)
      locks.release(name, holder)
    },
  }
  return {
    ...store,
    name: store.name,
    readModels: overridden(readModels, methods),
  }
}
