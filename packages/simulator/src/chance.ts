import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Seeded chance: the same seed gives the same story. */
export interface Chance {
  /** A whole number, both ends included. */
  int(from: number, to: number): number
  /** True in that share of the cases. */
  happens(share: number): boolean
  /** One of them; throws on an empty list. */
  pick<T>(of: readonly T[]): T
  /** That many of them (or all), in a new order. */
  some<T>(of: readonly T[], count: number): T[]
}

export const chanceOf = (seed: number): Chance => {
  const generator = xoroshiro128plus(seed)
  const int = (from: number, to: number) => uniformInt(generator, from, to)
  const pick = <T>(of: readonly T[]): T => {
    const picked = of[int(0, of.length - 1)]
    if (picked === undefined) throw new Error('nothing to pick from')
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
