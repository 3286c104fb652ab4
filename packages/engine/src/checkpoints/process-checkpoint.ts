import type { BeginOptions, EventStore, Generation, ReadModelStore } from '../ports/index.js'
import { divergedOf, divergedProcesses } from './checkpoints.js'

// Permanent: the checkpoint of all processes is that of a read model without documents; its rows are the sent index.
const checkpointModel = { name: '$process', version: 1 }

/** The generation that holds the checkpoint of the processes. */
export const beginProcesses = (
  readModels: ReadModelStore,
  options?: Pick<BeginOptions, 'restart'>,
): Promise<Generation> => readModels.begin(checkpointModel.name, checkpointModel.version, options)

/** Throws if the log has lost events that were handled: the ones that take their place must not be passed over. */
export const assertProcessesOf = async (
  events: Pick<EventStore, 'hashesAt'>,
  generation: Generation,
): Promise<void> => {
  if ((await divergedOf(events, [generation])).length > 0) throw divergedProcesses(generation)
}

/** The same, `undefined` where no process ever ran. */
export const processesOf = async (readModels: ReadModelStore): Promise<Generation | undefined> => {
  const found = await readModels.generations(checkpointModel.name)
  return found.find(({ version, state }) => version === checkpointModel.version && state === 'building')
}
