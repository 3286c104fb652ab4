import type { Position as ServerPosition } from '@eventstore/db-client'
import type { Position } from '@skein/engine'
import { foreignPosition } from '@skein/engine/storage'

/** A position is the text `commit/prepare` of the two numbers of the server. */
export const positionText = ({ commit, prepare }: ServerPosition): Position => `${commit}/${prepare}`

export const parsePosition = (position: Position): ServerPosition => {
  const parsed = positionFrom(position)
  if (parsed === undefined) throw foreignPosition(position, 'EventStoreDB')
  return parsed
}

/** `undefined` for a position that no server gives. */
export const positionFrom = (position: Position): ServerPosition | undefined => {
  const [, commit, prepare] = /^(0|[1-9]\d{0,19})\/(0|[1-9]\d{0,19})$/.exec(position) ?? []
  if (commit === undefined || prepare === undefined) return undefined
  return { commit: BigInt(commit), prepare: BigInt(prepare) }
}

export const compareServerPositions = (a: ServerPosition, b: ServerPosition): number =>
  compare(a.commit, b.commit) || compare(a.prepare, b.prepare)

export const comparePositions = (a: Position, b: Position): number =>
  compareServerPositions(parsePosition(a), parsePosition(b))

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b))
