/** One side of a bench: does its work once and returns a figure, such as operations a second. */
export type Side = () => number | Promise<number>

export interface Measured {
  /** Ours divided by theirs; the median of all rounds. */
  readonly ratio: number
  /** The lowest and the highest ratio of a round. */
  readonly spread: readonly [lowest: number, highest: number]
  /** The median figure of each side. */
  readonly median: { readonly ours: number; readonly theirs: number }
  readonly rounds: number
}

interface Round {
  readonly ours: number
  readonly theirs: number
}

export const medianOf = (figures: readonly number[]): number => percentileOf(figures, 0.5)

export const percentileOf = (figures: readonly number[], share: number): number => {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/**
 * Runs both sides in turn, so that other load on the machine affects both, and compares them round by round.
 * The first round warms up and is not counted; the sides take turns in going first.
 */
export const compare = async (rounds: number, ours: Side, theirs: Side): Promise<Measured> => {
  const measured: Round[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const isOursFirst = round % 2 === 1
    const first = await (isOursFirst ? ours() : theirs())
    const second = await (isOursFirst ? theirs() : ours())
    if (round > 0) measured.push(isOursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first })
  }
  return summed(measured)
}

export const summed = (rounds: readonly Round[]): Measured => {
  const ratios = rounds.map(({ ours, theirs }) => ours / theirs)
  return {
    ratio: medianOf(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    median: { ours: medianOf(rounds.map(({ ours }) => ours)), theirs: medianOf(rounds.map(({ theirs }) => theirs)) },
    rounds: rounds.length,
  }
}

/** Operations a second; `work` returns how many it did. */
export const perSecond = async (work: () => number | Promise<number>): Promise<number> => {
  const startedAt = performance.now()
  const done = await work()
  return (done * 1000) / (performance.now() - startedAt)
}

type Call = (index: number) => unknown

/** Like `compare`, for short calls: the sides take turns after every call. The figures are calls a second. */
export const compareCalls = async (rounds: number, calls: number, ours: Call, theirs: Call): Promise<Measured> => {
  const measured: Round[] = []
  let index = 0
  for (let round = 0; round <= rounds; round += 1) {
    const spent = { ours: 0, theirs: 0 }
    for (let call = 0; call < calls; call += 1, index += 1) {
      const startedAt = performance.now()
      await theirs(index)
      const betweenAt = performance.now()
      await ours(index)
      spent.theirs += betweenAt - startedAt
      spent.ours += performance.now() - betweenAt
    }
    if (round > 0) measured.push({ ours: (calls * 1000) / spent.ours, theirs: (calls * 1000) / spent.theirs })
  }
  return summed(measured)
}
