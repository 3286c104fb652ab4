import type { RequestContext } from '../context.js'
import { Problem } from '../problems/problem.js'
import { isUnchanged, matchesStrongly, tagsIn } from './etag.js'

/**
 * Evaluates the conditions of a read on the tag of what it found. Throws a `Problem` (412) if `If-Match` does not hold;
 * returns whether the caller has the body already (304).
 */
export const evaluatePreconditions = (
  { req }: RequestContext,
  tag: string,
  { isStrong = true }: { readonly isStrong?: boolean } = {},
): 'unchanged' | 'wanted' => {
  const ifMatch = req.header('if-match')
  if (ifMatch !== undefined) {
    const tags = tagsIn('If-Match', ifMatch)
    if (tags !== '*' && !(isStrong && matchesStrongly(tags, tag))) throw new Problem('precondition-failed')
  }
  return isUnchanged(req.header('if-none-match'), tag) ? 'unchanged' : 'wanted'
}
