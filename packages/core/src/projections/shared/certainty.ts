import type { Certainty } from '../../shared/value-objects.js'

/** How sure a sum is of figures this sure: one that is only about right makes the sum so, one that is a bound a bound. */
export const certaintyOf = (parts: readonly Certainty[]): Certainty => {
  if (parts.includes('about')) return 'about'
  return parts.includes('atLeast') ? 'atLeast' : 'exact'
}
