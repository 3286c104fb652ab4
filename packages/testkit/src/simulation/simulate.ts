import { createHash } from 'node:crypto'
import type { StoredEvent } from '@skein/engine'
import type { FaultKind } from './fault-plan.js'
import { preparedStore } from './prepared-store.js'
import { Simulation } from './simulation.js'
import type { SimulationOptions } from './simulation-options.js'
import type { SimulationViolation } from './simulation-violation.js'

/** What a simulation came to. */
export interface SimulationRun {
  readonly seed: number
  /** None in a correct system. */
  readonly violations: readonly SimulationViolation[]
  readonly steps: number
  /** Virtual time, in milliseconds. */
  readonly milliseconds: number
  readonly log: readonly StoredEvent[]
  /** How often each fault occurred. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>
  /** Identifies the run: its steps in their order, and its log. The same seed has the same digest. */
  readonly digest: string
}

/**
 * Runs a domain in a simulation: several programs, each with a runtime, a follower and a reactor, on one store in memory.
 * The seed decides everything: what clients send and when, how long each call of the store takes and which fail, which
 * programs end or stand still, how clocks are wrong. The same seed is the same run, step by step.
 *
 * It is in the way of FoundationDB and TigerBeetle. Checked are: what was acknowledged is in the log, once; revisions, hash
 * chains and rules; processes have nothing left to do and nothing to take back; checkpoints, locks; read models are what
 * the log says, also in between.
 *
 * @example
 * const { violations } = await simulate(42, { domain, workload })
 */
export const simulate = async <Input>(seed: number, given: SimulationOptions<Input>): Promise<SimulationRun> => {
  // sound: commands are only passed on; each is parsed
  const options = given as unknown as SimulationOptions
  const simulation = new Simulation(seed, options)
  await simulation.run(await preparedStore(options.domain, options.workload, simulation.storeEnvironment))
  const { scheduler, faults, violations, log } = simulation
  const digest = createHash('sha256').update(scheduler.digest())
  for (const { hash } of log) digest.update(hash)
  return {
    seed,
    violations,
    steps: scheduler.steps,
    milliseconds: scheduler.now,
    log,
    faults: Object.fromEntries(faults.counts),
    digest: digest.digest('hex'),
  }
}
