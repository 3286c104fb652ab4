import type { Position, Storage } from '@skein/engine'
import type { AnyProjection } from '@skein/kernel'
import type { Service } from '../context.js'
import { pause } from '../primitives/pause.js'
import { malformed, Problem } from '../problems/problem.js'

const firstPauseMs = 5
const longestPauseMs = 100

/**
 * Waits until a read model has applied every event that it reads, up to a position. Throws a `Problem` if that takes
 * longer than the limit.
 */
export const waitUntilProjected = async (
  { runtime: { domain, storage }, limits }: Service,
  name: string,
  position: Position,
  signal: AbortSignal,
): Promise<void> => {
  await assertPosition(storage, position)
  const named = domain.projections.filter((projection) => projection.name === name)
  // a view is computed from projections, possibly from all of them
  const projections = named.length > 0 ? named : domain.projections
  const deadline = performance.now() + limits.projectionTimeoutMs
  for (const projection of projections)
    for (let wait = firstPauseMs; !(await hasApplied(storage, projection, position)); wait *= 2) {
      if (performance.now() >= deadline || signal.aborted)
        throw new Problem('not-caught-up', {}, { 'Retry-After': '1' })
      await pause(Math.min(wait, longestPauseMs), signal)
    }
}

/** Throws a `Problem` unless the store knows the position: its text comes from the caller. */
export const assertPosition = async ({ events }: Storage, position: Position): Promise<void> => {
  const head = await events.head()
  if (head !== undefined && isUpTo(events.comparePositions, position, head)) return
  throw malformed(
    'The log has no such position: use one that this API gave.',
    '没有这样的位置:请使用本接口给出的位置。',
  )
}

const isUpTo = (compare: (a: Position, b: Position) => number, position: Position, head: Position): boolean => {
  try {
    return compare(position, head) <= 0
  } catch {
    return false
  }
}

/**
 * A checkpoint moves only with events that the projection reads. A checkpoint behind the position is enough if no such
 * event lies between the two.
 */
const hasApplied = async (
  { events, readModels }: Storage,
  { name, version, reads }: AnyProjection,
  until: Position,
): Promise<boolean> => {
  const generations = await readModels.generations(name)
  const live = generations.find((one) => one.version === version && one.state === 'live')
  if (live === undefined) return false
  const { checkpoint } = live
  if (checkpoint !== undefined && events.comparePositions(checkpoint, until) >= 0) return true
  const between = { until, types: reads, batchSize: 1, ...(checkpoint === undefined ? {} : { after: checkpoint }) }
  for await (const batch of events.readAll(between)) if (batch.length > 0) return false
  return true
}
