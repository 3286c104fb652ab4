import { type CommandInput, domain } from '@skein/core'
import {
  createReader,
  createRuntime,
  type Reader,
  type Runtime,
  type RuntimeOptions,
  type Storage,
} from '@skein/engine'

/** The domain's runtime on a store. */
export const openRuntime = (storage: Storage, options: RuntimeOptions = {}): Runtime<CommandInput> =>
  createRuntime(domain, storage, options)

/** Its read models, for commands that need no master key. */
export const openReader = (storage: Storage): Reader => createReader(domain, storage)
