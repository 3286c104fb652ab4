// What storage adapters have in common: for the adapters of this repository and for those that others write.
export { checkOptions, type OptionType, type OptionTypes, option, type Text } from '@skein/kernel'
export { isRecordedLate } from '../ports/late-events.js'
export { AppendNotifier, type AppendWatcher } from './append-notifier.js'
export {
  appendErrorOf,
  firstRevisionAfter,
  repeatedAppend,
  unavailable,
  WriteError,
} from './append-outcome.js'
export { checkedEvents } from './checked-events.js'
export { checkedKeys } from './checked-keys.js'
export { checkedReadModels } from './checked-read-models.js'
export { CloseGuard, closedText } from './close-guard.js'
export { pageOf, pageSizeOf } from './entry-pages.js'
export { type GenerationRow, generationOf, missingGeneration, promotionOf } from './generations.js'
export { checkNodeVersion } from './node-version.js'
export { nextPageLimit, pageSize } from './page-limit.js'
export { type EventsSide, type KeysSide, pairIdOf } from './pairing.js'
export { decimalPositions, foreignPosition, positionPattern } from './positions.js'
export { type BackoffOptions, backoffMs, type RetryOptions, retryUntil } from './retry.js'
export { followLog, interruptible, type LogEnd, type NumberedLog } from './subscription.js'
