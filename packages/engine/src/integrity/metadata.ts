// Permanent: docs/stored-format.md describes the stored metadata, with test vectors.
import { isPlainText, type Metadata, type Place, type RecordedEvent } from '@skein/kernel'
import type { StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { compactId, idFromCompact } from '../primitives/ids.js'
import { canonical } from './canonical.js'
import { instantFrom, microsecondsOf } from './instants.js'

type WithMetadata = Pick<StoredEvent, 'metadata'>

type OptionalField =
  | 'policyVersion'
  | 'causationId'
  | 'traceparent'
  | 'entry'
  | 'place'
  | 'replaces'
  | 'causedBy'
  | 'late'

/** Metadata to store; absent fields may be `undefined`. */
export type RecordedMetadata = Omit<Metadata, OptionalField> & {
  readonly [Field in OptionalField]?: Metadata[Field] | undefined
}

/**
 * The metadata of an event as it is stored: an RFC 8785 JSON array in which each field has its place. Absent fields are
 * `null`, and are left out at the end.
 */
export const encodeMetadata = (metadata: RecordedMetadata): string => {
  const { recordedAt, policyVersion, commandId, commandHash, actor, observedRevisions } = metadata
  const { correlationId, causationId, traceparent, entry, place, replaces, causedBy, late } = metadata
  const optional = [
    correlationId === commandId ? undefined : compactId(correlationId),
    causationId && compactId(causationId),
    traceparent,
    // the first entry of an append needs no number
    entry || undefined,
    place && encodePlace(place, correlationId),
    replaces && compactId(replaces),
    causedBy,
    // the last one, so that it is found without parsing the rest
    late || undefined,
  ]
  while (optional.length > 0 && optional.at(-1) === undefined) optional.pop()
  const fields = [
    microsecondsOf(recordedAt),
    policyVersion,
    compactId(commandId),
    commandHash,
    actor,
    observedRevisions,
    ...optional,
  ]
  return canonical(fields.map((field) => field ?? null))
}

/** The id of the command that a place is made of is that of the larger operation, with few exceptions. */
const encodePlace = ({ at, id, entry, depth }: Place, correlationId: string) => [
  microsecondsOf(at),
  id === correlationId ? null : compactId(id),
  entry,
  depth,
]

/** The metadata of a stored event. Throws `StorageError` with fault `corrupt` unless it is as `encodeMetadata` writes it. */
export const metadataOf = (event: WithMetadata): Metadata => {
  const metadata = parsed(event.metadata)
  if (metadata === undefined || encodeMetadata(metadata) !== event.metadata) throw corruptMetadata(event)
  return metadata
}

/** The revisions of other streams that the decision saw, without checking the rest; none where they are damaged. */
export const observedRevisionsOf = ({ metadata }: WithMetadata): Metadata['observedRevisions'] => {
  const revisions = arrayOf(metadata)?.[5]
  return isRevisions(revisions) ? revisions : {}
}

const corruptMetadata = (event: WithMetadata & Partial<StoredEvent>): StorageError =>
  new StorageError('corrupt', {
    en: `The metadata of ${locationOf(event)} is damaged: it is not as Skein stores it. Restore a backup.`,
    zh: `${locationOf(event)} 的元数据已损坏:与 Skein 的存储格式不符。请恢复备份。`,
  })

const locationOf = ({ stream, revision }: Partial<StoredEvent>): string =>
  stream === undefined ? 'an event' : `${stream}@${revision}`

const parsed = (text: string): Metadata | undefined => {
  const fields = arrayOf(text)
  if (fields === undefined || fields.length < 6 || fields.length > 14) return undefined
  const [at, policyVersion, command, commandHash, actor, observedRevisions] = fields
  const recordedAt = instantFrom(at)
  const commandId = idOf(command)
  if (recordedAt === undefined || commandId === undefined) return undefined
  if (!isText(commandHash) || !isText(actor) || !isRevisions(observedRevisions)) return undefined
  const [correlation, causation, traceparent, entry, place, replaces, causedBy, late] = fields.slice(6)
  const correlationId = isAbsent(correlation) ? commandId : idOf(correlation)
  if (correlationId === undefined) return undefined
  const optional = {
    policyVersion: isAbsent(policyVersion) ? undefined : integerOf(policyVersion),
    causationId: isAbsent(causation) ? undefined : idOf(causation),
    traceparent: isText(traceparent) ? traceparent : undefined,
    entry: isAbsent(entry) ? undefined : integerOf(entry),
    place: placeFrom(place, correlationId),
    replaces: isAbsent(replaces) ? undefined : idOf(replaces),
    causedBy: isText(causedBy) ? causedBy : undefined,
    late: late === true ? late : undefined,
  }
  // what is left out here because it is none of these values is missed when the metadata are encoded again
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
  return { recordedAt, actor, commandId, commandHash, correlationId, observedRevisions, ...present }
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
const isText = (value: unknown): value is string => typeof value === 'string' && isPlainText(value)
const idOf = (value: unknown): string | undefined => (isText(value) ? idFromCompact(value) : undefined)
const integerOf = (value: unknown): number | undefined => (Number.isSafeInteger(value) ? Number(value) : undefined)

const isRevisions = (value: unknown): value is Metadata['observedRevisions'] =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((revision) => Number.isSafeInteger(revision))

const placeFrom = (value: unknown, correlationId: string): Place | undefined => {
  if (!Array.isArray(value) || value.length !== 4) return undefined
  const at = instantFrom(value[0])
  const id = isAbsent(value[1]) ? correlationId : idOf(value[1])
  const [entry, depth] = [integerOf(value[2]), integerOf(value[3])]
  if (at === undefined || id === undefined || entry === undefined || depth === undefined) return undefined
  return { at, id, entry, depth }
}

// Fields at the beginning are read without parsing the rest, as folds read them of every event.
const firstFields = /^\[(-?\d+),(null|-?\d+),("(?:[^"\\]|\\.)*"),/

const fieldsAtStart = (event: WithMetadata): readonly [string, string, string] => {
  const [, at, policyVersion, commandId] = firstFields.exec(event.metadata) ?? []
  if (at === undefined || policyVersion === undefined || commandId === undefined) throw corruptMetadata(event)
  return [at, policyVersion, commandId]
}

/** The id of the command that recorded an event. */
export const commandIdOf = (event: WithMetadata): string => {
  const commandId = idOf(JSON.parse(fieldsAtStart(event)[2]))
  if (commandId === undefined) throw corruptMetadata(event)
  return commandId
}

/** The instant at which an event was recorded. */
export const recordedAtOf = (event: WithMetadata): string => {
  const instant = instantFrom(Number(fieldsAtStart(event)[0]))
  if (instant === undefined) throw corruptMetadata(event)
  return instant
}

export const policyVersionOf = (event: WithMetadata): number | undefined => {
  const version = fieldsAtStart(event)[1]
  return version === 'null' ? undefined : Number(version)
}

/** Whether an event has a place of its own; a place is the only list within the list of metadata. */
export const hasPlace = (event: WithMetadata): boolean =>
  event.metadata.includes('[', 1) && historyMetadataOf(event).place !== undefined

/** How many fields metadata have without the number of the entry and what follows it. */
const plainLength = 9

/**
 * What the place of an event in a history depends on. The other fields are not checked, as this is read of every event of
 * a history that is not in order.
 */
export const historyMetadataOf = (event: WithMetadata): RecordedEvent['metadata'] => {
  const fields = arrayOf(event.metadata)
  const [recordedAt, commandId, actor] = [instantFrom(fields?.[0]), idOf(fields?.[2]), fields?.[4]]
  if (fields === undefined || recordedAt === undefined || commandId === undefined || !isText(actor))
    throw corruptMetadata(event)
  const plain = { actor, commandId, recordedAt }
  if (fields.length <= plainLength) return plain
  const placed = placedFields(fields, commandId)
  if (placed === undefined) throw corruptMetadata(event)
  return { ...plain, ...placed }
}

type Placed = Pick<RecordedEvent['metadata'], 'entry' | 'place' | 'replaces' | 'causedBy'>

/** `undefined` if one of them is damaged. */
const placedFields = (fields: readonly unknown[], commandId: string): Placed | undefined => {
  const correlationId = isAbsent(fields[6]) ? commandId : idOf(fields[6])
  const [entry, place, replaces, causedBy] = fields.slice(plainLength)
  const placed: { -readonly [Field in keyof Placed]?: Placed[Field] | undefined } = {}
  if (!isAbsent(entry)) placed.entry = integerOf(entry)
  if (!isAbsent(place)) placed.place = correlationId === undefined ? undefined : placeFrom(place, correlationId)
  if (!isAbsent(replaces)) placed.replaces = idOf(replaces)
  if (!isAbsent(causedBy)) placed.causedBy = isText(causedBy) ? causedBy : undefined
  return isWhole(placed) ? placed : undefined
}

const isWhole = <Fields extends object>(
  fields: Fields,
): fields is { [Field in keyof Fields]: Exclude<Fields[Field], undefined> } =>
  Object.values(fields).every((value) => value !== undefined)
