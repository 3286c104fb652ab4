import type { Expected } from '@skein/engine'
import { matchesStrongly, matchesWeakly, type TagList, tagsIn } from '../reading/etag.js'

/** No stream is at this revision. */
const noRevision = -1

/** The conditions on the target's revision: what `If-Match` and `If-None-Match` say. */
export interface RevisionConditions {
  readonly ifMatch: TagList | undefined
  readonly ifNoneMatch: TagList | undefined
}

/** Throws a `Problem` (400) for headers that are no lists of tags. */
export const revisionConditions = (
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
): RevisionConditions => ({
  ifMatch: ifMatch === undefined ? undefined : tagsIn('If-Match', ifMatch),
  ifNoneMatch: ifNoneMatch === undefined ? undefined : tagsIn('If-None-Match', ifNoneMatch),
})

/**
 * What the engine is to expect of the stream, `undefined` for nothing. Most callers name one revision, or none: then the
 * stream is not read. A condition that does not hold becomes an expectation that no stream meets, so that a repeated
 * command is still answered with its original result.
 *
 * @param readRevision reads the stream's revision
 */
export const expectedRevision = async (
  { ifMatch, ifNoneMatch }: RevisionConditions,
  readRevision: () => Promise<Expected>,
): Promise<Expected | undefined> => {
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined
  if (ifMatch === undefined && ifNoneMatch === '*') return 'none'
  if (ifNoneMatch === undefined && ifMatch !== undefined && ifMatch !== '*' && ifMatch.length === 1) {
    const [only] = ifMatch
    return only === undefined || only.isWeak ? noRevision : revisionOf(only.tag)
  }
  const current = await readRevision()
  return holds(ifMatch, ifNoneMatch, current) ? current : noRevision
}

const holds = (ifMatch: TagList | undefined, ifNoneMatch: TagList | undefined, current: Expected): boolean => {
  const exists = current !== 'none'
  const tag = `"${current}"`
  if (ifMatch !== undefined && !(exists && matchesStrongly(ifMatch, tag))) return false
  return ifNoneMatch === undefined || !(exists && matchesWeakly(ifNoneMatch, tag))
}

/** Tags of other resources are valid, and equal to no revision. */
const revisionOf = (tag: string): number => {
  const digits = /^"(0|[1-9]\d{0,14})"$/.exec(tag)?.[1]
  return digits === undefined ? noRevision : Number(digits)
}
