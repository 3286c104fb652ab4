import type { Position } from '@skein/engine'

/** The events that a caller asks for. */
export interface LogSelection {
  readonly after: Position | undefined
  readonly types: readonly string[] | undefined
}

/** The selection as options of the event store. */
export const readOptionsOf = ({ after, types }: LogSelection) => ({
  ...(after === undefined ? {} : { after }),
  ...(types === undefined ? {} : { types }),
})
