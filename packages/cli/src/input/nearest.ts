/** The name that somebody most probably meant; `undefined` where none is near. */
export const nearest = (typed: string, names: readonly string[]): string | undefined => {
  const scored = names.map((name) => ({ name, edits: editsBetween(typed.toLowerCase(), name.toLowerCase()) }))
  const [best] = scored.sort((a, b) => a.edits - b.edits)
  return best !== undefined && best.edits <= Math.max(2, best.name.length / 3) ? best.name : undefined
}

/** Levenshtein's distance; long input is far from everything. */
const editsBetween = (one: string, other: string): number => {
  if (one.length > 100) return one.length
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1]
    for (const [column, otherLetter] of [...other].entries())
      next.push(
        Math.min(
          (row[column + 1] ?? 0) + 1,
          (next[column] ?? 0) + 1,
          (row[column] ?? 0) + (letter === otherLetter ? 0 : 1),
        ),
      )
    row = next
  }
  return row[other.length] ?? 0
}
