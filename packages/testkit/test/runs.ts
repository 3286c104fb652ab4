/** Runs of every property: 200, or as many as SKEIN_RUNS says. */
export const runs = Number(process.env.SKEIN_RUNS ?? 200)
