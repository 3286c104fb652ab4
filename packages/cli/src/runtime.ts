import {
  createReader,
  createRuntime,
  type Reader,
  type Runtime,
  type RuntimeOptions,
  type Storage,
} from '@skein/engine'
import type { Context } from './context.js'

/** The runtime of the chosen domain on a store. */
export const openRuntime = (
  { domain }: Pick<Context, 'domain'>,
  storage: Storage,
  options: RuntimeOptions = {},
): Runtime => createRuntime(domain, storage, options)

/** Its read models, for commands that need no master key. */
export const openReader = ({ domain }: Pick<Context, 'domain'>, storage: Storage): Reader =>
  createReader(domain, storage)
