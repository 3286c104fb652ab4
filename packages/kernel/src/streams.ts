/** The name of the stream of an aggregate's id. */
export const streamOf = (aggregate: string, id: string): string => `${aggregate}-${id}`

/** The aggregate's name and the id of a stream; ids may contain dashes, names of aggregates do not. */
export const partsOf = (stream: string): { readonly aggregate: string; readonly id: string } => {
  const dash = stream.indexOf('-')
  return dash < 0 ? { aggregate: stream, id: '' } : { aggregate: stream.slice(0, dash), id: stream.slice(dash + 1) }
}
