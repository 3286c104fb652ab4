import type { StoredEvent } from '../ports/index.js'

/** The limits of one append, far below those of any store. */
const maxEvents = 500
const maxCharacters = 250_000

/** Consecutive events of one stream, at least one: appended together they keep their order in the stream and in the log. */
export type Run = readonly [StoredEvent, ...StoredEvent[]]

export const runsOf = (events: readonly StoredEvent[]): readonly Run[] => {
  const runs: [StoredEvent, ...StoredEvent[]][] = []
  let size = 0
  for (const event of events) {
    const run = runs.at(-1)
    size += event.data.length + event.metadata.length
    if (run !== undefined && run[0].stream === event.stream && run.length < maxEvents && size <= maxCharacters)
      run.push(event)
    else {
      runs.push([event])
      size = event.data.length + event.metadata.length
    }
  }
  return runs
}
