import type { RebuildOptions } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import type { Options } from '../../command.js'
import { projectionNames } from '../../input/projection-names.js'
import { dayIn, instantIn, nameIn, wholeNumberIn } from '../../input/values.js'

type Plan = Omit<RebuildOptions, 'signal' | 'onProgress' | 'holder'>

/** Reads what was asked for; complains before anything is opened. */
export const rebuildPlan = (domain: Domain, names: readonly string[], options: Options): Plan => {
  const projections = projectionNames(domain, names, options.isSet('all'))
  const asOf = options.text('asOf')
  const knownAt = options.text('knownAt')
  const into = options.text('into')
  const batchSize = options.text('batchSize')
  return {
    ...(projections === undefined ? {} : { projections }),
    ...(asOf === undefined ? {} : { asOf: dayIn('--as-of', asOf) }),
    ...(knownAt === undefined ? {} : { knownAt: instantIn('--known-at', knownAt) }),
    ...(into === undefined ? {} : { into: nameIn('--into', into) }),
    ...(batchSize === undefined ? {} : { batchSize: wholeNumberIn('--batch-size', batchSize, 1, 100_000) }),
    ...(options.isSet('verify') ? { verify: true } : {}),
    ...(options.isSet('restart') ? { restart: true } : {}),
  }
}
