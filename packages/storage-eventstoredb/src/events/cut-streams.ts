// Streams of which the server no longer returns everything: their metadata hide events, or they were deleted.
import {
  type AllStreamRecordedEvent,
  BACKWARDS,
  END,
  type ResolvedEvent,
  type Position as ServerPosition,
  StreamNotFoundError,
} from '@eventstore/db-client'
import { StorageError } from '@skein/engine'
import type { Text } from '@skein/engine/storage'
import type { Purpose } from '../connection/answer-texts.js'
import type { NodeClient } from '../connection/connection.js'
import { readWithRetry } from '../connection/read-with-retry.js'
import type { RetryDeadline } from '../connection/retry-deadline.js'
import type { Server } from '../connection/server.js'
import { ServerCall } from '../connection/server-call.js'
import { readLogPage } from './log-page.js'
import { fromServerName, isSystemName, toServerName } from './server-names.js'

/** What a stream of metadata is called. */
const metadataStream = (stream: string): string => `$$${toServerName(stream)}`

/** What its metadata hide of a stream: `$tb: 5`, or that it was deleted. `undefined`: nothing. */
export const readCut = async (server: Server, stream: string): Promise<Text | undefined> => {
  const name = metadataStream(stream)
  const open = ({ client }: NodeClient) => {
    const options = { fromRevision: END, direction: BACKWARDS, maxCount: 1, requiresLeader: server.requiresLeader }
    // sound: the declarations of the client distinguish the constants by their literal types
    const reading = client.readStream(name, options as Parameters<typeof client.readStream>[1])
    return new ServerCall<ResolvedEvent>(reading, () => reading.cancel())
  }
  const { closing } = server.closeGuard
  async function* last(
    call: ServerCall<ResolvedEvent>,
    deadline: RetryDeadline,
  ): AsyncGenerator<unknown, void, undefined> {
    for (;;) {
      const event = call.take()?.event
      if (event !== undefined) return yield event.data
      try {
        if ((await call.wait(closing, deadline.attemptMs)) !== 'arrived') return
      } catch (error) {
        if (error instanceof StreamNotFoundError) return
        throw error
      }
    }
  }
  const purpose: Purpose = { stream: name, action: 'read' }
  for await (const metadata of readWithRetry(server, closing, { purpose, open, read: last })) return cutBy(metadata)
  server.closeGuard.assertOpen()
  return undefined
}

/** Since 2^63 - 1 is more than a number holds, the metadata of a deleted stream are recognised by being this large. */
const isDeletion = ($tb: unknown): boolean => typeof $tb === 'number' && $tb > Number.MAX_SAFE_INTEGER

const cutBy = (metadata: unknown): Text | undefined => {
  const fields = typeof metadata === 'object' && metadata !== null ? Object.entries(metadata) : []
  const cuts = fields.filter(([key]) => key === '$tb' || key === '$maxCount' || key === '$maxAge')
  if (cuts.length === 0) return undefined
  if (cuts.some(([, value]) => isDeletion(value))) return { en: 'it was deleted', zh: '该流已被删除' }
  const list = cuts.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(', ')
  return { en: `its metadata hide them (${list})`, zh: `其元数据将它们隐藏(${list})` }
}

/** @param first the first revision that is left; `undefined` if none is */
export const cutStream = (stream: string, first: number | undefined, cut: Text | undefined): StorageError => {
  const reason = cut ?? { en: 'its metadata hid them', zh: '其元数据曾将它们隐藏' }
  const left =
    first === undefined
      ? { en: 'no event of it can be read', zh: '其事件均无法读取' }
      : { en: `its first event is now ${stream}@${first}`, zh: `其首个事件现为 ${stream}@${first}` }
  return new StorageError('corrupt', {
    en: `${stream} has lost events on the server: ${left.en}, as ${reason.en}. Nothing can be decided without them: remove what hides them before the next scavenge, or restore a backup of the server.`,
    zh: `${stream} 在服务器上缺失事件:${left.zh},因为${reason.zh}。缺少这些事件便无法作出决定:请在下次清理(scavenge)之前移除相应设置,或恢复服务器的备份。`,
  })
}

const pageSize = 1_000
/** The records of what hides and deletes events. A scavenge keeps the last one of each stream. */
const cuttingTypes = '^\\$(metadata|streamDeleted)$'

/** The streams that have or had such metadata, or were deleted; also those of other programs. Each is named once. */
export async function* suspectStreams(server: Server): AsyncGenerator<string, void, undefined> {
  const named = new Set<string>()
  for (let from: ServerPosition | 'start' = 'start'; ; ) {
    const page: readonly AllStreamRecordedEvent[] = await readLogPage(server, {
      from,
      isBackwards: false,
      size: pageSize,
      types: cuttingTypes,
    })
    for (const { streamId, type } of page) {
      const stream = type === '$metadata' ? streamId.replace(/^\$\$/, '') : streamId
      if (isSystemName(stream) || named.has(stream)) continue
      named.add(stream)
      yield fromServerName(stream)
    }
    const last = page.at(-1)
    // the next page begins with the last record of this one
    if (last === undefined || page.length < pageSize) return
    from = last.position
  }
}
