// Permanent: docs/stored-format.md describes the stored metadata, with test vectors.
import { isPlainText, type Metadata } from '@skein/kernel'
import type { StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { compactId, idFromCompact } from '../primitives/ids.js'
import { canonical } from './canonical.js'

/** What is stored with an event besides its columns. */
export type RecordedMetadata = Omit<Metadata, 'hash'>

/**
 * The metadata of an event as it is stored: an RFC 8785 JSON array in which each field has its place. Absent fields are
 * `null`, and are left out at the end.
 */
export const encodeMetadata = (metadata: RecordedMetadata): string => {
  const { recordedAt, policyVersion, commandId, commandHash, actor, observedRevisions } = metadata
  const { correlationId, causationId, traceparent, root, replaces, reason } = metadata
  const optional = [
    correlationId === commandId ? undefined : compactId(correlationId),
    causationId && compactId(causationId),
    traceparent,
    root && [Date.parse(root.recordedAt), compactId(root.eventId), root.depth],
    replaces && compactId(replaces),
    reason,
  ]
  while (optional.length > 0 && optional.at(-1) === undefined) optional.pop()
  const fields = [
    Date.parse(recordedAt),
    policyVersion,
    compactId(commandId),
    commandHash,
    actor,
    observedRevisions,
    ...optional,
  ]
  return canonical(fields.map((field) => field ?? null))
}

/** The metadata of a stored event. Throws `StorageError` with fault `corrupt` unless it is as `encodeMetadata` writes it. */
export const metadataOf = (event: Pick<StoredEvent, 'metadata' | 'hash'>): Metadata => {
  const metadata = parsed(event.metadata)
  if (metadata === undefined || encodeMetadata(metadata) !== event.metadata) throw corruptMetadata(event)
  return { ...metadata, hash: event.hash }
}

const corruptMetadata = (event: Pick<StoredEvent, 'metadata'> & Partial<StoredEvent>): StorageError =>
  new StorageError('corrupt', {
    en: `The metadata of ${locationOf(event)} is damaged: it is not as Skein stores it. Restore a backup.`,
    zh: `${locationOf(event)} 的元数据已损坏:与 Skein 的存储格式不符。请恢复备份。`,
  })

const locationOf = ({ stream, revision }: Partial<StoredEvent>): string =>
  stream === undefined ? '?' : `${stream} revision ${revision}`

const parsed = (text: string): RecordedMetadata | undefined => {
  const fields = arrayOf(text)
  if (fields === undefined || fields.length < 6 || fields.length > 12) return undefined
  const [at, policyVersion, command, commandHash, actor, observedRevisions] = fields
  const [correlation, causation, traceparent, origin, replaced, reason] = fields.slice(6)
  const [recordedAt, commandId] = [instantOf(at), idOf(command)]
  if (recordedAt === undefined || commandId === undefined) return undefined
  if (!isText(commandHash) || !isText(actor) || !isRevisions(observedRevisions)) return undefined
  if (!isAbsent(policyVersion) && !Number.isSafeInteger(policyVersion)) return undefined
  const [correlationId, causationId, replaces] = [correlation, causation, replaced].map(idOf)
  const root = rootOf(origin)
  const isDamaged =
    isDefinedBadly(correlation, correlationId) ||
    isDefinedBadly(causation, causationId) ||
    isDefinedBadly(replaced, replaces) ||
    isDefinedBadly(origin, root) ||
    !(isAbsent(traceparent) || isText(traceparent)) ||
    !(isAbsent(reason) || reason === 'recomputed')
  if (isDamaged) return undefined
  return {
    recordedAt,
    actor,
    commandId,
    commandHash,
    correlationId: correlationId ?? commandId,
    observedRevisions,
    ...(causationId === undefined ? {} : { causationId }),
    // sound: an integer, as checked above
    ...(isAbsent(policyVersion) ? {} : { policyVersion: policyVersion as number }),
    ...(isText(traceparent) ? { traceparent } : {}),
    ...(root === undefined ? {} : { root }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(reason === 'recomputed' ? { reason } : {}),
  }
}

const arrayOf = (text: string): readonly unknown[] | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined
const isDefinedBadly = (stored: unknown, value: unknown): boolean => !isAbsent(stored) && value === undefined
const isText = (value: unknown): value is string => typeof value === 'string' && isPlainText(value)
const idOf = (value: unknown): string | undefined => (isText(value) ? idFromCompact(value) : undefined)

/** The largest instant that a `Date` can hold is less than 2^53. */
const instantOf = (value: unknown): string | undefined =>
  Number.isSafeInteger(value) && Math.abs(Number(value)) <= 8.64e15 ? new Date(Number(value)).toISOString() : undefined

const isRevisions = (value: unknown): value is Metadata['observedRevisions'] =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((revision) => Number.isSafeInteger(revision))

const rootOf = (value: unknown): Metadata['root'] | undefined => {
  if (!Array.isArray(value) || value.length !== 3) return undefined
  const [recordedAt, eventId, depth] = [instantOf(value[0]), idOf(value[1]), Number(value[2])]
  if (recordedAt === undefined || eventId === undefined || !Number.isSafeInteger(value[2])) return undefined
  return { recordedAt, eventId, depth }
}

// Fields at the beginning are read without parsing the rest, for folds read them from every event.
const firstFields = /^\[(-?\d+),(null|-?\d+),("(?:[^"\\]|\\.)*"),/

const fieldsAtStart = (event: Pick<StoredEvent, 'metadata'>): readonly [string, string, string] => {
  const [, at, policyVersion, commandId] = firstFields.exec(event.metadata) ?? []
  if (at === undefined || policyVersion === undefined || commandId === undefined) throw corruptMetadata(event)
  return [at, policyVersion, commandId]
}

/** The id of the command that recorded an event. */
export const commandIdOf = (event: Pick<StoredEvent, 'metadata'>): string => {
  const id: unknown = JSON.parse(fieldsAtStart(event)[2])
  const commandId = idFromCompact(String(id))
  if (commandId === undefined) throw corruptMetadata(event)
  return commandId
}

/** The instant at which an event was recorded, in milliseconds since 1970. */
export const recordedAtOf = (event: Pick<StoredEvent, 'metadata'>): number => Number(fieldsAtStart(event)[0])

export const policyVersionOf = (event: Pick<StoredEvent, 'metadata'>): number | undefined => {
  const version = fieldsAtStart(event)[1]
  return version === 'null' ? undefined : Number(version)
}
