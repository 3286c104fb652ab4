import type { Domain } from '@skein/kernel'
import { divergedOf } from '../checkpoints/checkpoints.js'
import { processesOf } from '../checkpoints/process-checkpoint.js'
import { type Quarantined, quarantineOf } from '../checkpoints/quarantine.js'
import type { Position, Storage } from '../ports/index.js'
import { checkDomainAndStorage } from '../primitives/option-types.js'
import { backlogOf } from './backlog.js'

/** How far the processes of a domain are; they have one checkpoint. */
export interface ProcessStatus {
  /** `diverged`: they have handled another log than this one (see `StorageFault`); `absent`: they never ran. */
  readonly state: 'live' | 'diverged' | 'absent'
  readonly checkpoint?: Position
  /** Events still to be handled, if the store knows. */
  readonly lag?: number
  /** When the first of these events was recorded (ISO 8601), where the store cannot count them. */
  readonly lagSince?: string
  /** Streams to whose events they do not react now. */
  readonly quarantine: readonly Quarantined[]
}

/** The state of the processes, which `restartProcesses` mends where it is `diverged`. */
export const processStatus = async (
  domain: Pick<Domain, 'aggregates' | 'projections' | 'views' | 'processes'>,
  { events, readModels, ...storage }: Storage,
): Promise<ProcessStatus> => {
  checkDomainAndStorage('processStatus', domain, { events, readModels, ...storage })
  const generation = await processesOf(readModels)
  const quarantine = generation === undefined ? [] : await quarantineOf(readModels, generation.id)
  const checkpoint = generation?.checkpoint === undefined ? {} : { checkpoint: generation.checkpoint }
  if (generation !== undefined && (await divergedOf(events, [generation])).length > 0)
    return { state: 'diverged', ...checkpoint, quarantine }
  const { events: lag, since } = await backlogOf(events, generation?.checkpoint)
  return {
    state: generation === undefined ? 'absent' : 'live',
    ...checkpoint,
    ...(lag === undefined ? {} : { lag }),
    ...(since === undefined ? {} : { lagSince: since }),
    quarantine,
  }
}
