import { type AnyEvent, checkOptions, type Domain, isEnvelope, type OptionTypes, option } from '@skein/kernel'
import type { EventStore, KeyStore, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { HashChains } from './chain.js'
import { type Codec, codecOf } from './codec.js'
import { cutStreams } from './cut-streams.js'
import { type EncryptedCount, PersonCounter } from './encrypted-count.js'
import { checkEnvelope } from './envelope-check.js'
import { assertPlaced } from './event-place.js'
import { type Finding, locationOf } from './finding.js'
import { type Begun, LostStreams, unreadableStreams } from './lost-streams.js'
import type { PersonalFields } from './personal-fields.js'
import { LogDigest, type Seal } from './seal.js'

export interface VerifyReport {
  readonly events: number
  readonly streams: number
  readonly findingCount: number
  /** The first thousand. */
  readonly findings: readonly Finding[]
  /** The seal of the log as it was read. */
  readonly seal: Seal
  /** With `keys`: the persons with encrypted values. */
  readonly encrypted?: EncryptedCount
}

export interface VerifyOptions {
  /** An earlier seal of this log. */
  readonly against?: Seal
  /** The store of the log: every stream of the log is also read from its beginning. */
  readonly events?: Pick<EventStore, 'readStream' | 'suspectStreams'>
  /** The keys of the store: persons with encrypted values, and those without a key, are counted. */
  readonly keys?: Pick<KeyStore, 'find'>
  /** Called with every finding, as it is found. */
  readonly onFinding?: (finding: Finding) => void
}

const maxFindings = 1000

const subjectTypes: OptionTypes = {
  domain: option.required(option.objectWith({ en: 'a domain', zh: '领域' }, 'aggregates')),
  log: option.required({
    expected: { en: 'a log, such as storage.events.readAll()', zh: '日志,如 storage.events.readAll()' },
    fits: (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
  }),
}

const types: OptionTypes = {
  against: option.objectWith({ en: 'a seal { events, digest }', zh: '封印 { events, digest }' }, 'events', 'digest'),
  events: option.objectWith({ en: 'storage.events', zh: 'storage.events' }, 'readStream'),
  keys: option.objectWith({ en: 'storage.keys', zh: 'storage.keys' }, 'find'),
  onFinding: option.function,
}

/**
 * Verifies a whole log, from its first event on, in one pass: streams have no gaps, no byte of an event was changed
 * since it was recorded, ids and versions agree, every event fits its schema, and what decisions saw is there. It keeps
 * about 80 bytes for each stream, with `keys` 40 for each person, and no events.
 *
 * @example
 * const { events } = storage
 * const { findings } = await verifyLog(domain, events.readAll(), { events })
 */
export const verifyLog = async (
  domain: Pick<Domain, 'aggregates'>,
  log: AsyncIterable<readonly StoredEvent[]>,
  options: VerifyOptions = {},
): Promise<VerifyReport> => {
  checkOptions('verifyLog', { domain, log }, subjectTypes)
  checkOptions('verifyLog', options, types)
  const { against, events: store, keys, onFinding } = options
  const chains = new HashChains()
  const lost = new LostStreams(chains)
  const persons = keys && new PersonCounter(keys)
  const schemaFindings = schemaVerifier(codecOf(domain))
  const digest = new LogDigest()
  const findings: Finding[] = []
  let findingCount = 0
  const report = (finding: Finding) => {
    findingCount += 1
    if (findings.length < maxFindings) findings.push(finding)
    onFinding?.(finding)
  }
  const compareWithSeal = () => {
    if (against?.events !== digest.events || digest.seal().digest === against.digest) return
    report({
      kind: 'seal',
      text: {
        en: `the first ${digest.events} events are not the ones that were sealed`,
        zh: `前 ${digest.events} 个事件与加封时的不同`,
      },
    })
  }
  compareWithSeal()
  for await (const batch of log) {
    const begun: Begun[] = []
    for (const event of batch) {
      const streams = chains.size
      for (const finding of [...chains.check(event), ...schemaFindings(event)]) report(finding)
      if (chains.size > streams) begun.push({ stream: event.stream, first: event.revision })
      lost.add(event)
      persons?.add(event.data)
      digest.add(event)
      compareWithSeal()
    }
    if (store !== undefined) for await (const finding of unreadableStreams(begun, store)) report(finding)
    await persons?.lookUp()
  }
  for (const finding of lost.missing()) report(finding)
  if (store !== undefined)
    // those of which the log has nothing any more
    for (const [stream, { text }] of await cutStreams(domain, store))
      if (chains.lastRevision(stream) === undefined) report({ kind: 'revision', stream, text })
  const seal = digest.seal()
  const { events } = seal
  if (against !== undefined && against.events > events)
    report({
      kind: 'seal',
      text: {
        en: `${against.events} events were sealed; the log has ${events}`,
        zh: `加封时有 ${against.events} 个事件,现有 ${events} 个`,
      },
    })
  const encrypted = persons?.count
  return { events, streams: chains.size, findingCount, findings, seal, ...(encrypted && { encrypted }) }
}

/** Checks whether an event can be read, and fits the newest version of its schema. */
export const schemaVerifier =
  (codec: Codec) =>
  (event: StoredEvent): readonly Finding[] => {
    const { type } = event
    const location = locationOf(event)
    const eventType = codec.typeOf(type)
    if (eventType === undefined)
      return [
        {
          kind: 'schema',
          ...location,
          text: { en: `${type} is not an event type of this domain`, zh: `${type} 不是本领域的事件类型` },
        },
      ]
    let decoded: AnyEvent
    try {
      decoded = codec.decode(event)
    } catch (cause) {
      return [
        { kind: 'unreadable', ...location, text: { en: `${type} cannot be read`, zh: `${type} 无法读取` }, cause },
      ]
    }
    const corrupt = envelopeFindings(event, decoded.data, codec.personalFields)
    const parsed = eventType.schema.safeParse(decoded)
    if (parsed.success) return corrupt
    // paths and codes only: zod's messages may quote the value
    const issues = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ')
    return [
      ...corrupt,
      {
        kind: 'schema',
        ...location,
        text: { en: `${type} does not fit its schema at ${issues}`, zh: `${type} 不符合其格式,位置:${issues}` },
      },
    ]
  }

/** Encrypted values that were changed, as far as it can be seen without a key, or moved. */
const envelopeFindings = (event: StoredEvent, data: AnyEvent['data'], fields: PersonalFields): readonly Finding[] => {
  const values: readonly unknown[] = Object.values(data)
  const envelopes = values.filter(isEnvelope)
  if (envelopes.length === 0) return []
  try {
    for (const envelope of envelopes) checkEnvelope(envelope)
    assertPlaced({ stream: event.stream, type: event.type, data: { ...data } }, fields)
    return []
  } catch (error) {
    if (!isStorageError(error)) throw error
    return [{ kind: 'corrupt', ...locationOf(event), text: error.text }]
  }
}
