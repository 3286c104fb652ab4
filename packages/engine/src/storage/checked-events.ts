import { checkOptions, type OptionTypes, option } from '@skein/kernel'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type {
  AppendError,
  EventStore,
  Expected,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  SubscribeOptions,
} from '../ports/index.js'
import { optionalPartsOf } from '../ports/shared-log.js'
import { isStorableText } from '../primitives/storable-text.js'
import { assertAppendable } from './append-outcome.js'
import { readAllNamingDamage, readStreamNamingDamage } from './damaged-place.js'

/** The last revision that every store can express. */
const lastRevision = 2 ** 31 - 2
/** An expected revision that no stream has. */
const noRevision = -1

/**
 * Lets a store mean the same as every other by what not every store can express: an append with a name that is no text
 * key throws, as that is a bug of the caller; a stream of such a name has no events; and no stream has a revision such as
 * 1.5, so to expect it is a conflict. What cannot be read since files are damaged is named.
 */
export const checkedEvents = (events: EventStore): EventStore => {
  const ofTypes = <Options extends LogOptions>(options: Options): Options => {
    assertBatchSize(options.batchSize)
    return options.types === undefined ? options : { ...options, types: options.types.filter(isStorableText) }
  }
  return {
    ...optionalPartsOf(events),
    append(stream: string, added: readonly NewEvent[], expected: Expected, previous?: string) {
      assertAppendable(stream, added)
      if (isExpressible(expected)) return events.append(stream, added, expected, previous)
      return TE.mapLeft((error: AppendError) => (error._tag === 'Conflict' ? { ...error, expected } : error))(
        events.append(stream, added, noRevision, previous),
      )
    },
    readStream: (stream: string, options: ReadStreamOptions = {}) =>
      isStorableText(stream)
        ? readStreamNamingDamage(events.readStream(stream, expressibleRange(options)), stream)
        : nothingOf(events),
    readAll: (options: ReadAllOptions = {}) => readAllNamingDamage((of) => events.readAll(of), ofTypes(options)),
    subscribe: (options: SubscribeOptions) => events.subscribe(ofTypes(options)),
    head: () => events.head(),
    hashesAt: (positions: readonly Position[]) => events.hashesAt(positions.filter(isStorableText)),
    count: (options: Parameters<EventStore['count']>[0] = {}) => events.count(ofTypes(options)),
    comparePositions: (a: Position, b: Position) => events.comparePositions(a, b),
  }
}

type LogOptions = Pick<ReadAllOptions, 'types' | 'batchSize'>

const batchOptions: OptionTypes = { batchSize: option.wholeNumber(1) }

/** Batches without events would never come to an end. */
const assertBatchSize = (batchSize: number | undefined): void => {
  if (batchSize !== undefined) checkOptions('reading events', { batchSize }, batchOptions)
}

const isExpressible = (expected: Expected): boolean =>
  expected === 'none' || (Number.isInteger(expected) && expected <= lastRevision)

/** The same range in integers that every store can express. */
const expressibleRange = ({ from, to, ...options }: ReadStreamOptions): ReadStreamOptions => {
  assertBatchSize(options.batchSize)
  const [up, down] = options.direction === 'backwards' ? [Math.floor, Math.ceil] : [Math.ceil, Math.floor]
  return {
    ...options,
    ...(from === undefined ? {} : { from: Math.min(up(from), lastRevision + 1) }),
    ...(to === undefined ? {} : { to: Math.min(down(to), lastRevision + 1) }),
  }
}

// biome-ignore lint/correctness/useYield: there is nothing to yield
async function* nothingOf(events: EventStore): AsyncGenerator<never, void, undefined> {
  // a closed store says so
  await events.hashesAt([])
}
