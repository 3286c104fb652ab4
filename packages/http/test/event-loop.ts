/** Counts the turns of the event loop, in which other work of the process runs, until `stop`. */
export const countTurns = (): { readonly turn: () => number; stop(): number } => {
  let turns = 0
  let next = setImmediate(function count() {
    turns += 1
    next = setImmediate(count)
  })
  return {
    turn: () => turns,
    stop: () => {
      clearImmediate(next)
      return turns
    },
  }
}
