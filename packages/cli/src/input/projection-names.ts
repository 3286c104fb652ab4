import type { Domain } from '@skein/kernel'
import { usageError } from '../failures/failure.js'
import { inputMessages as messages } from '../messages/input.js'
import { nearest } from './nearest.js'

/** The read models that were named; `undefined` for all. */
export const projectionNames = (
  { projections, views }: Pick<Domain, 'projections' | 'views'>,
  typed: readonly string[],
  all: boolean,
): readonly string[] | undefined => {
  const known = projections.map(({ name }) => name)
  if (typed.length === 0 && !all) throw usageError('noProjections', messages.noProjections(known[0] ?? ''))
  if (typed.length > 0 && all) throw usageError('namesAndAll', messages.namesAndAll)
  for (const name of typed) {
    if (known.includes(name)) continue
    if (views.some((view) => view.name === name))
      throw usageError('unknownProjection', messages.composedView(name, known))
    throw usageError('unknownProjection', messages.unknownProjection(name, nearest(name, known), known))
  }
  return all ? undefined : typed
}
