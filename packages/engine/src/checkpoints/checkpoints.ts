import type { Text } from '@skein/kernel'
import type { EventStore, Generation, Position } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'

type Checkpointed = Pick<Generation, 'checkpoint' | 'checkpointHash'>
type Hashes = Pick<EventStore, 'hashesAt'>

/** The hashes of the events at the checkpoints of some generations. */
export const hashesAtCheckpoints = (
  events: Hashes,
  generations: readonly Checkpointed[],
): Promise<ReadonlyMap<Position, string>> =>
  events.hashesAt([...new Set(generations.flatMap(({ checkpoint }) => checkpoint ?? []))])

/** Whether the log has the event up to which a generation has read it. */
export const isOfLog = (
  { checkpoint, checkpointHash }: Checkpointed,
  hashes: ReadonlyMap<Position, string>,
): boolean => {
  if (checkpoint === undefined) return true
  const hash = hashes.get(checkpoint)
  return hash !== undefined && (checkpointHash === undefined || hash === checkpointHash)
}

/** The generations whose checkpoints are not of this log: it has lost events since they were written, or is another one. */
export const divergedOf = async <G extends Checkpointed>(
  events: Hashes,
  generations: readonly G[],
): Promise<readonly G[]> => {
  const hashes = await hashesAtCheckpoints(events, generations)
  return generations.filter((generation) => !isOfLog(generation, hashes))
}

const diverged = ({ en, zh }: Text, { checkpoint }: Checkpointed, mend: Text): StorageError =>
  new StorageError('diverged', {
    en: `${en} the log up to position ${checkpoint}, where this log has no event, or another one: it lost events in a failover, was restored from an older backup, or is another log. ${mend.en}`,
    zh: `${zh}日志位置 ${checkpoint},而此日志在该处没有事件或为另一事件:日志在故障切换中丢失了事件、由较旧的备份恢复,或为另一日志。${mend.zh}`,
  })

/** A read model that has read another log than this one. */
export const divergedReadModel = (name: string, generation: Checkpointed): StorageError =>
  diverged({ en: `The read model ${name} has read`, zh: `读模型 ${name} 已读到` }, generation, {
    en: 'Rebuild it.',
    zh: '请重建该读模型。',
  })

/** Processes that have handled another log than this one. */
export const divergedProcesses = (generation: Checkpointed): StorageError =>
  diverged({ en: 'The processes have handled', zh: '流程已处理到' }, generation, {
    en: 'Let them handle the log from its beginning (`restartProcesses`): commands that they sent before are recognised by their ids.',
    zh: '请让流程从头处理日志(`restartProcesses`):此前已发出的命令可由其编号识别,不会重复登记。',
  })

/**
 * The hashes of the events up to which some generations have read the log. Throws `StorageError` with fault `diverged` if
 * the log has no longer what was read.
 */
export const hashesToCommit = async (
  events: Hashes,
  builders: readonly {
    readonly projection: { readonly name: string }
    readonly generation: Checkpointed
    readonly position: Position | undefined
  }[],
): Promise<ReadonlyMap<Position, string>> => {
  const hashes = await hashesAtCheckpoints(events, [
    ...builders.map(({ generation }) => generation),
    ...builders.map(({ position }) => (position === undefined ? {} : { checkpoint: position })),
  ])
  for (const { projection, generation, position } of builders) {
    const isLost = position !== undefined && !hashes.has(position)
    if (isLost || !isOfLog(generation, hashes))
      throw divergedReadModel(projection.name, isLost ? { checkpoint: position } : generation)
  }
  return hashes
}
