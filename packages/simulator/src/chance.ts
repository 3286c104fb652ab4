import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Pseudo-random choices; the same seed gives the same choices. */
export interface Chance {
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number
  /** True with this probability, from 0 to 1. */
  happens(share: number): boolean
  /** One element; throws if there is none. */
  pick<T>(of: readonly T[]): T
  /** So many elements, or all if there are fewer, in random order. */
  some<T>(of: readonly T[], count: number): T[]
}

export const chanceOf = (seed: number): Chance => {
  const generator = xoroshiro128plus(seed)
  const int = (from: number, to: number) => uniformInt(generator, from, to)
  const pick = <T>(of: readonly T[]): T => {
    const picked = of[int(0, of.length - 1)]
    if (picked === undefined) throw new Error('cannot pick from an empty list')
    return picked
  }
  return {
    int,
    pick,
    happens: (share) => int(0, 999_999) < share * 1_000_000,
    some: (of, count) => {
      const rest = [...of]
      const picked = []
      while (picked.length < count && rest.length > 0) picked.push(...rest.splice(int(0, rest.length - 1), 1))
      return picked
    },
  }
}
