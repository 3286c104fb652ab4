import { createRuntime, type Runtime, type RuntimeOptions, type Storage } from '@skein/engine'
import type { Context } from './context.js'

/** The runtime of the chosen domain on a store. */
export const openRuntime = (
  { domain }: Pick<Context, 'domain'>,
  storage: Storage,
  options: RuntimeOptions = {},
): Runtime => createRuntime(domain, storage, options)
