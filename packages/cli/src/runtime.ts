import { type CommandInput, domain } from '@skein/core'
import { createRuntime, type Runtime, type RuntimeOptions, type Storage } from '@skein/engine'
import { timeZone } from './input/local-day.js'

/** The domain's runtime on a store, with the days of the place where the programme runs. */
export const openRuntime = (storage: Storage, options: RuntimeOptions = {}): Runtime<CommandInput> =>
  createRuntime(domain, storage, { timeZone, ...options })
