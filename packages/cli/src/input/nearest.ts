import { distance } from 'fastest-levenshtein'

/** The known name that is most similar to what was typed; `undefined` where none is similar. */
export const nearest = (typed: string, names: readonly string[]): string | undefined => {
  const scored = names.map((name) => ({ name, edits: distance(typed.toLowerCase(), name.toLowerCase()) }))
  const [best] = scored.sort((a, b) => a.edits - b.edits)
  return best !== undefined && best.edits <= Math.max(2, best.name.length / 3) ? best.name : undefined
}
