import { checkOptions, type OptionTypes, option } from '@skein/kernel'
import type { HeldLock, StandingLock, Storage } from '../ports/index.js'
import { checkStorage } from '../primitives/option-types.js'
import { hasEnded } from './locks.js'

export interface ReleaseOptions extends HeldLock {
  /** Release it although its holder may be alive. Its commits are refused from then on. Default false. */
  readonly force?: boolean
}

/**
 * What became of a lock, and the lock as it was found. `alive`: it has not expired, and was not released; `otherHolder`:
 * somebody else has it; `absent`: nobody has it.
 */
export type LockRelease =
  | { readonly outcome: 'released' | 'alive' | 'otherHolder'; readonly lock: StandingLock }
  | { readonly outcome: 'absent' }

const text = option.text({ en: 'a text', zh: '文本' })
const types: OptionTypes = { name: option.required(text), holder: option.required(text), force: option.flag }

/**
 * Releases the lock of a program that can no longer do it: one whose lock has expired, or that ended on this machine. Needs
 * the name of its holder, so that nobody releases a lock that another program took meanwhile.
 *
 * @example
 * await releaseLock(storage, { name: 'rebuild/worklist@2', holder: 'server-1/4711/0a1b2c3d' })
 */
export const releaseLock = async (
  storage: Pick<Storage, 'readModels'>,
  options: ReleaseOptions,
): Promise<LockRelease> => {
  checkStorage('releaseLock', storage)
  checkOptions('releaseLock', options, types)
  const { name, holder, force = false } = options
  const { readModels } = storage
  const lock = (await readModels.locks()).find((one) => one.name === name)
  if (lock === undefined) return { outcome: 'absent' }
  if (lock.holder !== holder) return { outcome: 'otherHolder', lock }
  if (lock.leftMs > 0 && !force && !hasEnded(holder)) return { outcome: 'alive', lock }
  await readModels.unlock(name, holder)
  return { outcome: 'released', lock }
}
