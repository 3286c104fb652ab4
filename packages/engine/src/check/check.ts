import { checkOptions, type Domain, type OptionTypes, option } from '@skein/kernel'
import type { EventStore, Position } from '../ports/index.js'
import { todayOptions } from '../primitives/option-types.js'
import { CheckPass, type JudgeOptions } from './check-pass.js'
import type { Violation } from './violation.js'

export interface CheckOptions extends JudgeOptions {
  /** Check the log up to this position; default the head at the moment of the call. */
  readonly until?: Position
  readonly signal?: AbortSignal
  /** Called after every batch with the number of events checked; `total` where the store can count. */
  readonly onProgress?: (progress: { readonly events: number; readonly total: number | undefined }) => void
}

const types: OptionTypes = {
  until: option.text({ en: 'the position of an event', zh: '事件的位置' }),
  timeZone: todayOptions.timeZone,
  views: option.function,
  signal: option.signal,
  onProgress: option.function,
}

/**
 * Checks a recorded log against the rules of its domain, in one pass: each rule on an event's type judges the event on
 * the state before it, with the views at the revisions that the event's metadata records. At the end of the log the
 * invariants are checked; until the processes have settled, a log may violate them.
 *
 * Not checked: claims, since only the engine knows them, and what personal values say.
 * Memory is bounded by the number of streams: a few values are kept for each. Events that the domain does not know cannot
 * be judged: at the end, each type of them is a violation of `unknown-event`. Throws `StorageError` and `CheckError`.
 *
 * @example
 * for await (const { stream, revision, rule, evidence } of check(domain, storage.events)) report(stream, revision, rule)
 */
export async function* check(
  domain: Domain,
  events: EventStore,
  options: CheckOptions = {},
): AsyncGenerator<Violation> {
  checkOptions('check', options, types)
  const { signal, onProgress, until } = options
  const pass = new CheckPass(domain, events, options)
  const total = onProgress && (await events.count())
  let checked = 0
  for await (const batch of events.readAll(until === undefined ? {} : { until })) {
    for (const stored of batch) {
      if (signal?.aborted) return
      yield* await pass.check(stored)
    }
    checked += batch.length
    onProgress?.({ events: checked, total })
  }
  yield* pass.end()
}
