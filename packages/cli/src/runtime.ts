import { type CommandInput, domain } from '@skein/core'
import { createRuntime, type Runtime, type RuntimeOptions, type Storage } from '@skein/engine'

/** The domain's runtime on a store. */
export const openRuntime = (storage: Storage, options: RuntimeOptions = {}): Runtime<CommandInput> =>
  createRuntime(domain, storage, options)
