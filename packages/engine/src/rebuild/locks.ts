import { hostname } from 'node:os'
import type { AnyProjection } from '@skein/kernel'
import type { Environment, HeldLock, LockHolder, ReadModelStore } from '../ports/index.js'
import { machineEnvironment } from '../primitives/machine-environment.js'
import { randomText } from '../primitives/random-text.js'
import type { RebuildPlan } from './plan.js'
import { RebuildError } from './rebuild-error.js'

/** A holder name that is unique among all processes, and among all rebuilds of this one. */
export const newHolder = (chance: Pick<Environment, 'randomBytes'> = machineEnvironment): LockHolder => ({
  name: `${hostname()}/${process.pid}/${randomText(chance, 4, 'hex')}`,
  ttl: 30_000,
})

/** The locks of one rebuild: one for each read model, so that no two rebuilds build the same generation. */
export interface Locks {
  /** The lock of a read model: commits and promotions name it, so that none is made after another process took it over. */
  of(projection: Pick<AnyProjection, 'name' | 'version'>): HeldLock
  /**
   * Call it often: it renews when a third of the time has passed, or at once. Throws if another process took a lock over.
   */
  renew(when?: 'now'): Promise<void>
  release(): Promise<void>
}

/** Takes all locks, or none: then it throws a `RebuildError` that names the other holder. */
export const lockAll = async (
  store: ReadModelStore,
  plan: Pick<RebuildPlan, 'into'> & { readonly projections: readonly Pick<AnyProjection, 'name' | 'version'>[] },
  holder: LockHolder = newHolder(),
  { now }: Pick<Environment, 'now'> = machineEnvironment,
): Promise<Locks> => {
  const lockName = ({ name, version }: Pick<AnyProjection, 'name' | 'version'>) =>
    `rebuild/${name}@${version}${plan.into === undefined ? '' : `/${plan.into}`}`
  const names = plan.projections.map(lockName)
  let renewedAt = now()
  const acquire = async (name: string): Promise<void> => {
    let lock = await store.lock(name, holder)
    if (!lock.held && hasEnded(lock.by)) {
      await store.unlock(name, lock.by)
      lock = await store.lock(name, holder)
    }
    if (!lock.held) throw lockedBy(name, lock.by, holder)
  }
  const acquireAll = async (): Promise<void> => {
    const [first, ...others] = names
    if (first === undefined) return
    // of two rebuilds that begin together, one gets the first lock and with it the others
    await acquire(first)
    await inParallel(others.map(acquire))
  }
  const release = async (): Promise<void> => {
    await inParallel(names.map((name) => store.unlock(name, holder.name)))
  }
  try {
    await acquireAll()
  } catch (error) {
    await release()
    throw error
  }
  return {
    release,
    of: (projection) => ({ name: lockName(projection), holder: holder.name }),
    async renew(when) {
      if (when !== 'now' && now() - renewedAt < holder.ttl / 3) return
      renewedAt = now()
      await acquireAll()
    },
  }
}

/** At once, so that they share a transaction; waits for all of them, even if one fails. */
const inParallel = async (tasks: readonly Promise<unknown>[]): Promise<void> => {
  for (const outcome of await Promise.allSettled(tasks)) if (outcome.status === 'rejected') throw outcome.reason
}

/**
 * Whether a holder was a process of this machine that has ended, so that its lock can be taken over at once. If two
 * machines share a name, no harm is done: the process that loses a lock notices, and its commits are refused as stale.
 */
export const hasEnded = (name: string): boolean => {
  const [, host, pid] = /^(.*)\/(\d+)\/[0-9a-f]{8}$/.exec(name) ?? []
  if (host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    // another error means that it is alive, but belongs to another user
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

const lockedBy = (lock: string, by: string, { ttl }: LockHolder): RebuildError => {
  const name = lock.slice(lock.indexOf('/') + 1)
  const seconds = Math.ceil(ttl / 1000)
  const text = {
    en:
      `${name} is being rebuilt by ${by}. Wait until it is done; if that process is dead, its lock expires ` +
      `${seconds} seconds after it was last renewed.`,
    zh: `${name} 正由 ${by} 重建。请等待其完成;若该进程已终止,其锁在最后一次续期 ${seconds} 秒后失效。`,
  }
  return new RebuildError('locked', text, by)
}
