import type { Certainty } from '../../shared/value-objects.js'

/** The certainty of a sum: `about` if one part is, otherwise `atLeast` if one part is. */
export const certaintyOf = (parts: readonly Certainty[]): Certainty => {
  if (parts.includes('about')) return 'about'
  return parts.includes('atLeast') ? 'atLeast' : 'exact'
}
