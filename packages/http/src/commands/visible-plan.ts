import type { Plan } from '@skein/engine'
import { decryptFor } from '../access/personal-data.js'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'

/** Streams whose divisions are looked up at the same time. */
const concurrency = 50

/**
 * What a change of the past does, without what it does to streams outside the divisions of the principal.
 *
 * @param changed the stream of the change itself, which may not exist yet
 */
export const visiblePlan = async (
  { streams, contradictions, affected }: Plan,
  changed: string,
  principal: Principal,
  { runtime, divisions }: Pick<Service, 'runtime' | 'divisions'>,
): Promise<unknown> => {
  const named = new Set([...streams, ...contradictions].map(({ stream }) => stream).concat(affected))
  const visible = new Set([changed])
  const others = [...named].filter((stream) => stream !== changed)
  for (let start = 0; start < others.length; start += concurrency)
    await Promise.all(
      others.slice(start, start + concurrency).map(async (stream) => {
        if (await divisions.isWithin(principal, { with: stream })) visible.add(stream)
      }),
    )
  const shown: unknown[] = []
  for (const planned of streams)
    if (visible.has(planned.stream))
      shown.push(await decryptFor(principal, planned, runtime, { stream: planned.stream }))
  return {
    streams: shown,
    contradictions: contradictions.filter(({ stream }) => visible.has(stream)),
    affected: affected.filter((stream) => visible.has(stream)),
  }
}
