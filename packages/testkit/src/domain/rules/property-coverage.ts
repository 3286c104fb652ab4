/** How often a property met a situation that its rule forbids. */
export interface Shown {
  readonly runs: number
  readonly forbidden: number
}

/** How many times as long as asked a property goes on that has not met its rule often enough yet. */
const patience = 5

/**
 * Runs a property, of which a tenth of the runs at least is to meet what its rule forbids. Chance may be unkind to few
 * runs, so a property that falls short goes on before it is said that its situations are not near the rule.
 */
export const runUntilCovered = async <Options extends { readonly seed?: number }>(
  id: string,
  show: (options: Options) => Shown | Promise<Shown>,
  options: Options,
): Promise<Shown> => {
  let runs = 0
  let forbidden = 0
  for (let round = 0; round < patience; round++) {
    const shown = await show(options.seed === undefined ? options : { ...options, seed: options.seed + round })
    runs += shown.runs
    forbidden += shown.forbidden
    if (forbidden >= runs / 10) return { runs, forbidden }
  }
  throw new Error(`${id} was met in ${forbidden} of ${runs} runs: expected a tenth at least`)
}
