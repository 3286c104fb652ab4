import type { Outcome } from '@skein/engine'
import { decryptFor } from '../access/personal-data.js'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'
import { visibleEvidence } from './evidence.js'

/**
 * What a change of the past records in other streams too, as its caller may see it: whole where a stream lies within the
 * caller's divisions, all else counted.
 */
export const planBody = async (
  { streams, contradictions, affected }: NonNullable<Outcome['plan']>,
  principal: Principal,
  { runtime, divisions }: Pick<Service, 'runtime' | 'divisions'>,
): Promise<object> => {
  const visible = new Set<string>()
  for (const stream of new Set([...streams.map((one) => one.stream), ...affected]))
    if (await divisions.isWithin(principal, { with: stream })) visible.add(stream)
  const shown = streams.filter(({ stream }) => visible.has(stream))
  const hidden = streams.length - shown.length
  return {
    streams: await Promise.all(shown.map((one) => decryptFor(principal, one, runtime, { stream: one.stream }))),
    contradictions: await Promise.all(
      contradictions
        .filter(({ stream }) => visible.has(stream))
        .map(async (one) => ({ ...one, evidence: await visibleEvidence(one.evidence, {}, principal, divisions) })),
    ),
    affected: affected.filter((stream) => visible.has(stream)),
    ...(hidden === 0 ? {} : { otherDivisions: hidden }),
  }
}
