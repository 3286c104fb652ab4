import { createHash } from 'node:crypto'
import type { Environment, Storage, StoredEvent } from '@skein/engine'
import { type Domain, day } from '@skein/kernel'
import fc from 'fast-check'
import { Chance } from './chance.js'
import { checkPrefixes } from './check-read-models.js'
import { checkEndedRun, checkLog, leftToDo } from './check-run.js'
import { Client } from './client.js'
import type { Network } from './connection.js'
import { Machines } from './disturbances.js'
import { type FaultKind, FaultPlan } from './fault-plan.js'
import { GrantedLocks, monitoredStore } from './monitored-store.js'
import { masterKey, preparedStore, startOf } from './prepared-store.js'
import type { Machine } from './program.js'
import { storedLog } from './recorded-log.js'
import { Scheduler } from './scheduler.js'
import type { SentCommand } from './sent-command.js'
import type { Report, SimulationViolation } from './simulation-violation.js'
import type { SimulationStep, Workload } from './workload.js'

export interface SimulationOptions<Input = unknown> {
  readonly domain: Domain<Input>
  readonly workload: Workload<Input>
  /** How many programs run on the store; default 3. */
  readonly programs?: number
  /** How many clients send commands at the same time; default 3. */
  readonly clients?: number
  /** For tests of the simulation itself: what is wrong with the programs. */
  readonly defect?: {
    readonly domain?: Domain<Input>
    /** Called for each program, with the store as it sees it. */
    readonly storage?: (storage: Storage) => Storage
  }
  /** Called with each step, for people to read. */
  readonly onStep?: (line: string) => void
}

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

/** How long everything may take to settle once all faults have ended, and how often that is looked at, in milliseconds. */
const settlesWithin = 600_000
const lookEvery = 1_000

const defaultAmendment = { reason: 'typing error', by: { role: 'base', id: 'clerk' }, on: '2030-12-01' }

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
  const { domain, workload, defect, programs = 3, clients = 3, onStep } = options
  const chance = new Chance(seed)
  const faults = new FaultPlan(chance)
  const network: Network = { scheduler: new Scheduler(onStep), faults, chance }
  const { scheduler } = network
  const startsAt = startOf(workload)
  const environment = storeEnvironment(network, startsAt)
  const store = await preparedStore(domain, workload, environment)
  const violations: SimulationViolation[] = []
  const report: Report = (kind, text) => {
    violations.push({ kind, text: `at ${scheduler.now.toFixed(0)} ms: ${text}` })
  }
  const locks = new GrantedLocks()
  const machineOf = (name: string): Machine => ({
    name,
    clock: { offset: chance.pick(0, 0, chance.below(1_000), -chance.below(400_000)) },
    network,
    domain: defect?.domain ?? domain,
    storeOf: (program) => monitoredStore(store, program.name, locks, report),
    changed: defect?.storage ?? ((storage) => storage),
    startsAt,
    masterKey,
    onFailure: (program, error) =>
      report('failure', `${program} ended: ${error instanceof Error ? error.stack : error}`),
  })
  const machines = new Machines(namesOf('p', programs).map(machineOf), network, domain, report)
  const sent: SentCommand[] = []
  const context = {
    domain,
    network,
    store,
    amendment: workload.amendment ?? defaultAmendment,
    anyProgram: () => machines.anyProgram(),
    onSent: (command: SentCommand) => void sent.push(command),
    report,
  }
  const steps = stepsOf(seed, workload)
  const today = day(new Date(startsAt).toISOString().slice(0, 10))
  const underTest = { domain, store, today, report }
  let isDone = false
  void Promise.all(
    namesOf('c', clients).map((name, index) =>
      new Client(name, context).run(steps.filter((_, at) => at % clients === index)),
    ),
  )
    .catch(async (error: unknown) => {
      if (await checkLog(underTest)) report('failure', `a client cannot read the log: ${error}`)
    })
    .finally(() => {
      isDone = true
    })
  void machines.disturb()

  let checkAt = chance.between(100, 5_000)
  while (!isDone && violations.length === 0) {
    const outcome = await scheduler.run(() => isDone || scheduler.now >= checkAt)
    if (!(await checkLog(underTest))) break
    if (outcome !== 'done') report('stuck', `clients are not done, and the simulation is ${outcome}`)
    await checkPrefixes(underTest, () => chance.isTrue(0.3))
    checkAt = scheduler.now + chance.between(1_000, 20_000)
  }
  faults.end()
  const calmAt = scheduler.now
  let left: string | undefined = 'not looked at'
  while (left !== undefined && violations.length === 0) {
    const lookAt = scheduler.now + lookEvery
    void scheduler.sleep(lookEvery, 'look')
    const outcome = await scheduler.run(() => scheduler.now >= lookAt)
    // late writes and programs that begin again take up to ten seconds
    left = scheduler.now - calmAt < 11_000 ? 'not looked at' : await leftToDo(domain, store)
    if (outcome !== 'done' || scheduler.now - calmAt > settlesWithin)
      report('stuck', `${left ?? ''}; the simulation is ${outcome}`)
  }
  machines.end()
  const log = await storedLog(store)
  if (violations.length === 0) await checkEndedRun({ ...underTest, sent })
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

const namesOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)

const stepsOf = (seed: number, { steps }: Workload): readonly SimulationStep[] =>
  fc.sample(steps, { seed, numRuns: 1 })[0] ?? []

/** The time and chance of the store itself. */
const storeEnvironment = ({ scheduler, chance }: Network, startsAt: number): Environment => ({
  date: () => new Date(startsAt + scheduler.now),
  now: () => scheduler.now,
  sleep: (milliseconds) => scheduler.sleep(milliseconds, 'store'),
  nextTurn: async () => undefined,
  random: () => chance.next(),
  randomBytes: (size) => chance.bytes(size),
})
