/** Runs of each property: SKEIN_RUNS, or 200. */
export const runs = Number(process.env.SKEIN_RUNS ?? 200)
