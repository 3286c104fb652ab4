import { beginProcesses } from '../checkpoints/process-checkpoint.js'
import type { Storage } from '../ports/index.js'
import { checkStorage } from '../primitives/option-types.js'

/**
 * Lets the processes handle the log from its beginning, after it has lost events. Commands that they sent before have
 * the same ids, so that what is recorded already is not recorded again. Do it while no reactor runs: one that runs ends
 * with `StorageError`, fault `missing`.
 *
 * @example
 * await restartProcesses(storage)
 */
export const restartProcesses = async (storage: Storage): Promise<void> => {
  checkStorage('restartProcesses', storage)
  await beginProcesses(storage.readModels, { restart: true })
}
