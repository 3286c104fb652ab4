import type { Generation, Position } from '../ports/index.js'
import { StorageError } from '../ports/index.js'

/** A generation as tables hold it. */
export interface GenerationRow extends Omit<Generation, 'into' | 'checkpoint' | 'checkpointHash'> {
  readonly into: string | null
  readonly checkpoint: string | null
  readonly checkpointHash: string | null
}

export const generationOf = ({ into, checkpoint, checkpointHash, ...row }: GenerationRow): Generation => ({
  ...row,
  ...(into === null ? {} : { into }),
  ...(checkpoint === null ? {} : { checkpoint }),
  ...(checkpointHash === null ? {} : { checkpointHash }),
})

/**
 * What promoting a generation has to do: `promote` makes it live and retires the live one; `done`: it is live already;
 * `behind`: the live one has read further. Throws where the generation cannot become live.
 * @param live the live generation of the same projection and version
 */
export const promotionOf = (
  generation: Generation,
  live: Generation | undefined,
  comparePositions: (a: Position, b: Position) => number,
): 'promote' | 'done' | 'behind' => {
  const { id, state, checkpoint } = generation
  if (state === 'live') return 'done'
  if (state !== 'building')
    throw new StorageError('failed', {
      en: `Only a building generation can be promoted; generation ${id} is ${state}.`,
      zh: `只有正在建立(building)的读模型代可以启用;${id} 的状态为 ${state}。`,
    })
  const liveCheckpoint = live?.checkpoint
  if (liveCheckpoint === undefined) return 'promote'
  return checkpoint === undefined || comparePositions(checkpoint, liveCheckpoint) < 0 ? 'behind' : 'promote'
}

export const missingGeneration = (id: string): StorageError => {
  const shown = id.slice(0, 40)
  return new StorageError('missing', {
    en: `There is no generation ${shown}; it may have been dropped. List the generations that exist.`,
    zh: `没有读模型代 ${shown},可能已被删除;请查看现有各代。`,
  })
}
