import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { AnyProjection } from '@skein/kernel'
import type { LockHolder, ReadModelStore } from '../ports/index.js'
import { RebuildError, type RebuildPlan } from './plan.js'

/** A holder that no other process, and no other rebuild in this one, takes for itself. */
export const newHolder = (): LockHolder => ({
  name: `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`,
  ttl: 30_000,
})

/** The locks of one rebuild: one for each read model, so that no two fill the same generation. */
export interface Locks {
  /** To be called often; renews when a third of the time has gone. Throws when somebody else took a lock over. */
  renew(): Promise<void>
  release(): Promise<void>
}

/** Takes them all, or none: then it throws, and names the holder in the way. */
export const lockAll = async (
  store: ReadModelStore,
  plan: Pick<RebuildPlan, 'into'> & { readonly projections: readonly Pick<AnyProjection, 'name' | 'version'>[] },
  holder: LockHolder = newHolder(),
): Promise<Locks> => {
  const names = plan.projections.map(
    ({ name, version }) => `rebuild/${name}@${version}${plan.into === undefined ? '' : `/${plan.into}`}`,
  )
  let renewedAt = performance.now()
  const take = async (name: string): Promise<void> => {
    let lock = await store.lock(name, holder)
    if (!lock.held && hasDied(lock.by)) {
      await store.unlock(name, lock.by)
      lock = await store.lock(name, holder)
    }
    if (!lock.held) throw lockedBy(name, lock.by, holder)
  }
  const hold = async (): Promise<void> => {
    const [first, ...others] = names
    if (first === undefined) return
    // of two who begin together, one gets the first and with it the others
    await take(first)
    await all(others.map(take))
  }
  const release = async (): Promise<void> => {
    await all(names.map((name) => store.unlock(name, holder.name)))
  }
  try {
    await hold()
  } catch (error) {
    await release()
    throw error
  }
  return {
    release,
    async renew() {
      if (performance.now() - renewedAt < holder.ttl / 3) return
      renewedAt = performance.now()
      await hold()
    },
  }
}

/** At once, so that they share a transaction; none is left under way when one fails. */
const all = async (tasks: readonly Promise<unknown>[]): Promise<void> => {
  for (const outcome of await Promise.allSettled(tasks)) if (outcome.status === 'rejected') throw outcome.reason
}

/**
 * Whether a holder was a process of this machine that is no more: nobody has to wait for its lock. Should two machines
 * share a name, no harm is done: whoever loses a lock finds out, and what it commits is refused as stale.
 */
const hasDied = (name: string): boolean => {
  const [, host, pid] = /^(.*)\/(\d+)\/[0-9a-f]{8}$/.exec(name) ?? []
  if (host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    // it may also live, and be somebody else's
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

const lockedBy = (lock: string, by: string, { ttl }: LockHolder): RebuildError =>
  new RebuildError(
    'locked',
    `${lock.slice(lock.indexOf('/') + 1)} is being rebuilt by ${by}. Wait until it is done; if that process is dead, ` +
      `its lock ends by itself, ${Math.ceil(ttl / 1000)} seconds after its last sign of life.`,
    by,
  )
