import type { RebuildOptions } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import type { InputOf } from '../../command-line/command.js'
import { type Bounds, boundsOf } from '../../input/bounds.js'
import { projectionNames } from '../../input/projection-names.js'
import type { rebuildCommand } from './command.js'

/** What to rebuild, and how. */
export type Plan = Omit<RebuildOptions, 'signal' | 'onProgress' | 'holder' | keyof Bounds> & Bounds

export const rebuildPlan = (domain: Domain, input: InputOf<typeof rebuildCommand>): Plan => {
  const { into, batchSize, verify, restart } = input
  const projections = projectionNames(domain, input.names, input.all)
  return {
    ...(projections === undefined ? {} : { projections }),
    ...boundsOf(input),
    ...(into === undefined ? {} : { into }),
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(verify ? { verify } : {}),
    ...(restart ? { restart } : {}),
  }
}
