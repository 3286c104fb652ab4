import type { Day, Domain } from '@skein/kernel'
import type { Codec } from '../integrity/codec.js'
import type { Environment, Storage } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import type { Vault } from '../privacy/vault.js'
import type { Decision, DecisionMaker } from './decision.js'
import type { DecisionsAgain } from './decisions-again.js'
import type { ExecuteOptions } from './outcome.js'
import type { AddressedCommand } from './parse.js'
import type { StreamCache } from './stream-cache.js'
import type { ViewLoader } from './view-loader.js'

/** What the execution of every command needs. */
export interface AttemptContext {
  readonly domain: Domain
  readonly storage: Storage
  readonly codec: Codec
  readonly streams: StreamCache
  readonly views: ViewLoader
  readonly decisions: DecisionMaker
  readonly decisionsAgain: DecisionsAgain
  readonly vault: () => Vault | Promise<Vault>
  readonly clock: () => Date
  readonly environment: Environment
  readonly dayOf: (instant: Date) => Day
  readonly observe: Observe | undefined
  /** Whether a decision reaches what others have recorded for later days, so that all of that is decided first. */
  readonly mustPlan?: (decision: Decision, target: AddressedCommand, today: Day) => boolean | Promise<boolean>
}

/** Options that only the engine sets. */
export type AttemptOptions = Omit<ExecuteOptions, 'commandId'> & {
  /** Contradict what becomes impossible, instead of refusing. */
  readonly force?: boolean
}

/** A command of a caller, with its id. */
export interface SentCommand {
  readonly addressed: AddressedCommand
  readonly commandId: string
}
