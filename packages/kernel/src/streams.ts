/**
 * The name of a stream.
 *
 * @example
 * streamOf('journey', 't1') // 'journey-t1'
 */
export const streamOf = (aggregate: string, id: string): string => `${aggregate}-${id}`

/**
 * The aggregate and the id of a stream. Ids may contain dashes, names of aggregates do not.
 *
 * @example
 * partsOf('journey-t-1') // { aggregate: 'journey', id: 't-1' }
 */
export const partsOf = (stream: string): { readonly aggregate: string; readonly id: string } => {
  const dash = stream.indexOf('-')
  return dash < 0 ? { aggregate: stream, id: '' } : { aggregate: stream.slice(0, dash), id: stream.slice(dash + 1) }
}
