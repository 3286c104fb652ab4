import type { Position, Storage } from '@skein/engine'
import type { AnyProjection } from '@skein/kernel'
import type { Service } from '../context.js'
import { pause } from '../operation/deadline.js'
import { malformed, Problem } from '../problems/problem.js'

/** Waits until a read model has folded in all that it reads up to a position; throws a `Problem` where that takes too long. */
export const waitUntilProjected = async (
  { runtime: { domain, storage }, limits }: Service,
  name: string,
  position: Position,
  signal: AbortSignal,
): Promise<void> => {
  await assertPosition(storage, position)
  const own = domain.projections.filter((projection) => projection.name === name)
  // a view is made of others, and may ask any
  const projections = own.length > 0 ? own : domain.projections
  const end = performance.now() + limits.waitMilliseconds
  for (const projection of projections)
    for (let wait = 5; !(await hasFolded(storage, projection, position)); wait = Math.min(wait * 2, 100)) {
      if (performance.now() >= end || signal.aborted) throw new Problem('not-caught-up', {}, { 'Retry-After': '1' })
      await pause(wait, signal)
    }
}

/** Positions are text that only the store understands: one that it does not is the caller's fault. */
export const assertPosition = async ({ events }: Storage, position: Position): Promise<void> => {
  const head = await events.head()
  if (head !== undefined && isUpTo(events.comparePositions, position, head)) return
  throw malformed('There is no such position: use one as this API gave it.', '没有这样的位置:请使用本接口给出的位置。')
}

const isUpTo = (compare: (a: Position, b: Position) => number, position: Position, head: Position): boolean => {
  try {
    return compare(position, head) <= 0
  } catch {
    return false
  }
}

/** A checkpoint moves on with what concerns it, so what lies between must hold nothing that does. */
const hasFolded = async (
  { events, readModels }: Storage,
  { name, version, reads }: AnyProjection,
  until: Position,
): Promise<boolean> => {
  const live = (await readModels.generations(name)).find((one) => one.version === version && one.state === 'live')
  if (live === undefined) return false
  const { checkpoint } = live
  if (checkpoint !== undefined && events.comparePositions(checkpoint, until) >= 0) return true
  const between = { until, types: reads, batchSize: 1, ...(checkpoint === undefined ? {} : { after: checkpoint }) }
  for await (const page of events.readAll(between)) if (page.length > 0) return false
  return true
}
