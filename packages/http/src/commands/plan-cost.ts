import type { BundleError, Outcome } from '@skein/engine'
import { builtInRules } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { Service } from '../context.js'

/** Streams reached by a change of the past which count for one more request of the caller's rate: each is decided again. */
const streamsPerRequest = 10

/**
 * What planning the changes of the past counts for, in requests; commands of one stream in a bundle share a plan. Also of
 * one that was refused because it reached too much.
 */
export const planCost = (
  results: readonly E.Either<BundleError, Outcome>[],
  { runtime: { domain } }: Pick<Service, 'runtime'>,
): number => {
  const { id } = domain.builtInRules?.planLimit ?? builtInRules.planLimit
  const plans = new Set<object>()
  let streams = 0
  for (const result of results) {
    const plan = E.isRight(result) ? result.right.plan : rejectionBy(id, result.left)
    if (plan === undefined || plans.has(plan)) continue
    plans.add(plan)
    streams += 'affected' in plan ? plan.streams.length : Number(plan.evidence.streams)
  }
  return streams / streamsPerRequest
}

const rejectionBy = (rule: string, error: BundleError) =>
  error._tag === 'Rejected' && error.rejection.rule === rule ? error.rejection : undefined
