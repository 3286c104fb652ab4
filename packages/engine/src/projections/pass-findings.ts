import type { AnyProjection } from '@skein/kernel'
import { type Finding, locationOf } from '../integrity/finding.js'
import type { StoredEvent } from '../ports/index.js'
import type { StorageError } from '../ports/storage-error.js'

/** An event that cannot be decoded. */
export const unreadableEvent = (stored: StoredEvent, cause: unknown): Finding => {
  const { stream, revision, type, schemaVersion } = stored
  const text = {
    en: `revision ${revision} of ${stream} (${type}) cannot be read as version ${schemaVersion} of its type`,
    zh: `${stream} 序号 ${revision}(${type})无法按其类型的版本 ${schemaVersion} 读取`,
  }
  return { kind: 'unreadable', ...locationOf(stored), text, cause }
}

/** Why a row cannot be folded. */
export type RowFailed =
  | { readonly kind: 'projection'; readonly at: StoredEvent; readonly cause: unknown }
  | { readonly kind: 'unreadable'; readonly at: StoredEvent }
  | { readonly kind: 'damaged'; readonly error: StorageError }

/** Events of a stream are missing, or changed. */
const damagedStream = (stream: string, { text }: StorageError): Finding => ({ kind: 'corrupt', stream, text })

/**
 * A projection whose code threw.
 *
 * @param at the event that was applied; absent if it failed while publishing rows
 */
export const failedProjection = ({ name }: AnyProjection, cause: unknown, at?: StoredEvent): Finding => {
  const where =
    at === undefined
      ? { en: 'publishing a row', zh: '发布一行' }
      : {
          en: `applying ${at.type}, revision ${at.revision} of ${at.stream}`,
          zh: `处理 ${at.stream} 序号 ${at.revision}(${at.type})`,
        }
  const text = {
    en: `the projection ${name} failed while ${where.en}; this is a bug in its code`,
    zh: `读模型 ${name} 在${where.zh}时出错;这是其代码的缺陷`,
  }
  return { kind: 'projection', projection: name, ...(at && locationOf(at)), text, cause }
}

/** A row that could not be folded. */
export const findingOf = (projection: AnyProjection, stream: string, failed: RowFailed): Finding => {
  switch (failed.kind) {
    case 'projection':
      return failedProjection(projection, failed.cause, failed.at)
    case 'unreadable':
      return { ...unreadableEvent(failed.at, undefined), projection: projection.name }
    case 'damaged':
      return { ...damagedStream(stream, failed.error), projection: projection.name }
  }
}
