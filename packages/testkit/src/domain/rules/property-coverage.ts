/** How many situations a property tried, and how many of them its rule forbids. */
export interface PropertyCoverage {
  readonly runs: number
  readonly forbidden: number
}

/** A property that met its rule too seldom is run again, up to this number of rounds in all. */
const maxRounds = 5

/**
 * Runs a property until the rule forbids at least a tenth of the situations that it tried; throws if it stays below.
 * A few runs may miss that by chance, so the property is repeated first.
 */
export const runUntilCovered = async <Options extends { readonly seed?: number }>(
  id: string,
  run: (options: Options) => PropertyCoverage | Promise<PropertyCoverage>,
  options: Options,
): Promise<PropertyCoverage> => {
  let runs = 0
  let forbidden = 0
  for (let round = 0; round < maxRounds; round++) {
    const coverage = await run(options.seed === undefined ? options : { ...options, seed: options.seed + round })
    runs += coverage.runs
    forbidden += coverage.forbidden
    if (forbidden >= runs / 10) return { runs, forbidden }
  }
  throw new Error(
    `${id} forbids only ${forbidden} of ${runs} situations; at least a tenth is expected, or the property proves little`,
  )
}
