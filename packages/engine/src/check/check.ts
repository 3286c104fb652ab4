import { checkOptions, type Domain, type OptionTypes, option } from '@skein/kernel'
import { cutStreams } from '../integrity/cut-streams.js'
import { commandIdOf, metadataOf } from '../integrity/metadata.js'
import type { EventStore, Position, StoredEvent } from '../ports/index.js'
import { todayOptions } from '../primitives/option-types.js'
import { type Append, CheckPass, type JudgeOptions } from './check-pass.js'
import type { Violation } from './violation.js'

export interface CheckOptions extends JudgeOptions {
  /** Check the log up to this position; default the head at the moment of the call. */
  readonly until?: Position
  /**
   * Judge the histories of all streams as they are known by now, instead of each entry as it was known when it was
   * recorded: which decisions would be others today?
   */
  readonly asCorrected?: boolean
  readonly signal?: AbortSignal
  /** Called after every batch with the number of events checked; `total` where the store can count. */
  readonly onProgress?: (progress: { readonly events: number; readonly total: number | undefined }) => void
}

const subjectTypes: OptionTypes = {
  domain: option.required(option.objectWith({ en: 'a domain', zh: '领域' }, 'aggregates')),
  events: option.required(
    option.objectWith({ en: 'the `events` of an open store', zh: '已打开的存储的 `events`' }, 'readAll', 'readStream'),
  ),
}

const types: OptionTypes = {
  until: option.text({ en: 'the position of an event', zh: '事件的位置' }),
  timeZone: todayOptions.timeZone,
  asCorrected: option.flag,
  views: option.function,
  signal: option.signal,
  onProgress: option.function,
}

/**
 * Checks a recorded log against the rules of its domain, in one pass. Each entry is judged as it was known when it was
 * recorded: on the history before it, with the views that its decision observed. It is also decided again: what it
 * computed must be the same (`computedFields` of the domain's built-in rules), and an entry about an earlier day must
 * have changed what lies after it as it should. At the end of the log the invariants are checked; until the processes
 * have settled, a log may violate them.
 *
 * Not checked: claims, since only the engine knows them, and what personal values say.
 * It keeps about 40 bytes for each stream, the views that invariants need of a stream (`undefined` takes nothing), and a
 * bounded number of states. Events that the domain does not know cannot be judged: at the end, each type of them is a
 * violation of `unknown-event`. Throws `StorageError` and `CheckError`.
 *
 * @example
 * for await (const { stream, revision, rule, evidence } of check(domain, storage.events)) report(stream, revision, rule)
 */
export async function* check(
  domain: Domain,
  events: EventStore,
  options: CheckOptions = {},
): AsyncGenerator<Violation> {
  checkOptions('check', { domain, events }, subjectTypes)
  checkOptions('check', options, types)
  const { asCorrected, signal, onProgress, until } = options
  // what was decided cannot be judged without the events that it was decided on
  for (const error of (await cutStreams(domain, events)).values()) throw error
  const pass = new CheckPass(domain, events, options)
  const read = () => events.readAll(until === undefined ? {} : { until })
  const total = onProgress && (await events.count())
  let checked = 0
  for await (const append of appendsOf(read())) {
    if (signal?.aborted) return
    const violations = await pass.check(append)
    if (asCorrected !== true) yield* violations
    checked += append.length
    if (Math.floor(checked / progressEvery) > Math.floor((checked - append.length) / progressEvery))
      onProgress?.({ events: checked, total })
  }
  onProgress?.({ events: checked, total })
  if (asCorrected)
    for await (const batch of read())
      for (const event of batch) {
        if (signal?.aborted) return
        if (pass.isLast(event)) yield* await pass.checkNow(event.stream)
      }
  yield* pass.end()
}

const progressEvery = 5000

/** The events of each append: those of one command, or of one bundle, that follow each other in one stream. */
async function* appendsOf(batches: AsyncIterable<readonly StoredEvent[]>): AsyncGenerator<Append> {
  let append: [StoredEvent, ...StoredEvent[]] | undefined
  for await (const batch of batches)
    for (const stored of batch) {
      if (append !== undefined && isContinuedBy(append, stored)) append.push(stored)
      else {
        if (append !== undefined) yield append
        append = [stored]
      }
    }
  if (append !== undefined) yield append
}

/** The first entry of an append is 0; those that follow it may be of other commands of a bundle. */
const isContinuedBy = ([first]: Append, stored: StoredEvent): boolean =>
  first.stream === stored.stream && (commandIdOf(first) === commandIdOf(stored) || (metadataOf(stored).entry ?? 0) > 0)
