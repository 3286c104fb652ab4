import type { Position as ServerPosition } from '@eventstore/db-client'
import { type Position, StorageError } from '@skein/engine'

/** A place in the server's log, as the text `commit/prepare` of two decimal numbers. */
export const positionText = ({ commit, prepare }: ServerPosition): Position => `${commit}/${prepare}`

export const serverPosition = (position: Position): ServerPosition => {
  const [commit, prepare] = partsOf(position)
  return { commit: BigInt(commit), prepare: BigInt(prepare) }
}

export const compareServerPositions = (a: ServerPosition, b: ServerPosition): number =>
  compare(a.commit, b.commit) || compare(a.prepare, b.prepare)

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b))

export const comparePositions = (a: Position, b: Position): number =>
  compareServerPositions(serverPosition(a), serverPosition(b))

const partsOf = (position: Position): readonly [commit: string, prepare: string] => {
  const [, commit, prepare] = /^(0|[1-9]\d{0,19})\/(0|[1-9]\d{0,19})$/.exec(position) ?? []
  if (commit === undefined || prepare === undefined)
    throw new StorageError(
      'missing',
      `${JSON.stringify(position.slice(0, 50))} is not a position of an EventStoreDB log.`,
    )
  return [commit, prepare]
}
