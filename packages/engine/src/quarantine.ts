import type { Domain } from '@skein/kernel'
import { processesOf } from './checkpoints/process-checkpoint.js'
import { type Quarantined, quarantineOf } from './checkpoints/quarantine.js'
import { addSkipped, type SkippedEvent, skippedList } from './checkpoints/skipped-events.js'
import { quarantinedReadModels, retryReadModels } from './following/retry-read-models.js'
import type { Storage } from './ports/index.js'
import { checkDomainAndStorage } from './primitives/option-types.js'
import type { Reactor } from './processes/reactor.js'
import { retryReactions } from './processes/retry-reactions.js'

/** Something in quarantine. */
export interface QuarantineEntry extends Quarantined {
  /** The read model that passes over the stream, or that is paused; absent for the processes. */
  readonly readModel?: string
}

/** What is in quarantine, and what operators chose to skip. */
export interface Quarantine {
  readonly entries: readonly QuarantineEntry[]
  readonly skipped: readonly SkippedEvent[]
}

/** What to try again; everything without a choice. */
export interface RetryChoice {
  /** `processes` for the processes. */
  readonly readModel?: string
  readonly stream?: string
}

/**
 * What read models and processes pass over, since an event cannot be read or handled, and what operators chose to skip.
 *
 * @example
 * const { entries } = await quarantine(domain, storage)
 */
export const quarantine = async (
  domain: Pick<Domain, 'aggregates' | 'projections' | 'views'>,
  storage: Storage,
): Promise<Quarantine> => {
  checkDomainAndStorage('quarantine', domain, storage)
  const { readModels } = storage
  const ofReadModels = await quarantinedReadModels(domain, storage)
  const processes = await processesOf(readModels)
  return {
    entries: [
      ...ofReadModels.map(({ readModel, quarantined }) => ({ readModel, ...quarantined })),
      ...(processes === undefined ? [] : await quarantineOf(readModels, processes.id)),
    ],
    skipped: await skippedList(readModels),
  }
}

/** What a runtime does about it. */
export const quarantineOperations = (domain: Domain, storage: Storage, reactor: Reactor) => {
  const retry = async ({ readModel, stream }: RetryChoice = {}): Promise<Quarantine> => {
    const isStream = (name: string | undefined) => stream === undefined || stream === name
    if (readModel !== 'processes')
      await retryReadModels(
        domain,
        storage,
        (name, quarantined) => (readModel === undefined || readModel === name) && isStream(quarantined.stream),
      )
    if (readModel === undefined || readModel === 'processes') await retryReactions(reactor, storage, isStream)
    return quarantine(domain, storage)
  }
  return {
    retryQuarantined: retry,
    async skipEvent(event: Omit<SkippedEvent, 'since'>): Promise<Quarantine> {
      await addSkipped(storage.readModels, { ...event, since: new Date().toISOString() })
      return retry({ stream: event.stream })
    },
  }
}
