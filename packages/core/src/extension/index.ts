// What extensions of the domain are made of; see docs/extending.md.
export {
  type Aggregate,
  alreadyRecordedBy,
  Code,
  type CommandInputOf,
  type CommandOf,
  type CompositeView,
  Count,
  commandsTo,
  commandTypes,
  composeDomain,
  Day,
  type DecisionContext,
  day,
  defineAggregate,
  event,
  eventTypes,
  evolveWith,
  extendAggregate,
  Fen,
  type Invariant,
  idOf,
  type Process,
  type Projection,
  type Rule,
  readView,
  ruleFor,
  streamOf,
  typesOf,
  withMirrors,
} from '@skein/kernel'
export { inDivision, withBase, withStream, withTrainee } from '../divisions/refs.js'
export { defineProcess, onEvent, type ReactionViews, streamId, withView } from '../processes/define-process.js'
export { docKey, partsOfKey } from '../projections/shared/keys.js'
export { countOf, countsUnder, recordUnder } from '../projections/shared/numbers.js'
export { onRow, removeWhen, rows } from '../projections/shared/rows.js'
export * as GeneralRules from '../rules/shared/general.js'
export { extendPolicy, type PolicyExtension } from './extend-policy.js'
