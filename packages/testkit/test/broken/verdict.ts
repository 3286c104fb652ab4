import { type StoreUnderTest, storageCases } from '../../src/storage.js'

/** Far longer than any case takes, for those that wait for what a broken store never does. */
const patience = 3_000

/** The cases that a store does not pass. They run side by side, each with a store of its own. */
export const failuresOf = async (offer: StoreUnderTest): Promise<readonly string[]> => {
  const verdicts = storageCases(offer).map(async ({ part, title, run }) =>
    (await passes(run)) ? [] : [`${part}: ${title}`],
  )
  return (await Promise.all(verdicts)).flat()
}

const passes = async (run: () => Promise<void>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patience, false)
  })
  try {
    return await Promise.race([run().then(() => true), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
