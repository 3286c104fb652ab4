import type { Environment, Storage, StoredEvent } from '@skein/engine'
import { type Day, day } from '@skein/kernel'
import fc from 'fast-check'
import { Chance } from './chance.js'
import { checkPrefixes, type ReadModelsUnderTest } from './check-read-models.js'
import { checkEndedRun, checkLog, leftToDo } from './check-run.js'
import { Client } from './client.js'
import type { Network } from './connection.js'
import { Machines } from './disturbances.js'
import { FaultPlan } from './fault-plan.js'
import { GrantedLocks, monitoredStore } from './monitored-store.js'
import { masterKey, startOf } from './prepared-store.js'
import type { Machine } from './program.js'
import { storedLog } from './recorded-log.js'
import { Scheduler } from './scheduler.js'
import type { SentCommand } from './sent-command.js'
import type { SimulationOptions } from './simulation-options.js'
import type { Report, SimulationViolation } from './simulation-violation.js'

/** How long everything may take to settle once all faults have ended, and how often that is looked at, in milliseconds. */
const settlesWithin = 600_000
const lookEvery = 1_000
/** Late writes, and programs that begin again, take up to ten seconds. */
const allFaultsEndWithin = 11_000

const defaultAmendment = { reason: 'typing error', by: { role: 'base', id: 'clerk' }, on: '2030-12-01' }

/** One run: clients at work while things go wrong, then calm, then the checks. */
export class Simulation {
  readonly scheduler: Scheduler
  readonly faults: FaultPlan
  readonly violations: SimulationViolation[] = []
  /** As it was before the last checks. */
  log: readonly StoredEvent[] = []
  readonly #seed: number
  readonly #options: SimulationOptions
  readonly #network: Network
  readonly #startsAt: number
  readonly #today: Day
  readonly #sent: SentCommand[] = []
  readonly #report: Report = (kind, text) => {
    this.violations.push({ kind, text: `at ${this.scheduler.now.toFixed(0)} ms: ${text}` })
  }

  constructor(seed: number, options: SimulationOptions) {
    const chance = new Chance(seed)
    this.#seed = seed
    this.#options = options
    this.scheduler = new Scheduler(options.onStep)
    this.faults = new FaultPlan(chance)
    this.#network = { scheduler: this.scheduler, faults: this.faults, chance }
    this.#startsAt = startOf(options.workload)
    this.#today = day(new Date(this.#startsAt).toISOString().slice(0, 10))
  }

  /** The time and chance of the store itself. */
  get storeEnvironment(): Environment {
    const { scheduler, chance } = this.#network
    return {
      date: () => new Date(this.#startsAt + scheduler.now),
      now: () => scheduler.now,
      sleep: (milliseconds) => scheduler.sleep(milliseconds, 'store'),
      nextTurn: async () => undefined,
      random: () => chance.next(),
      randomBytes: (size) => chance.bytes(size),
    }
  }

  async run(store: Storage): Promise<void> {
    const { domain } = this.#options
    const underTest = { domain, store, today: this.#today, report: this.#report }
    const machines = new Machines(this.#machines(store), this.#network, domain, this.#report)
    await this.#untilClientsAreDone(underTest, machines)
    this.faults.end()
    await this.#untilSettled(underTest)
    machines.end()
    this.log = await storedLog(store)
    if (this.violations.length === 0) await checkEndedRun({ ...underTest, sent: this.#sent })
  }

  #machines(store: Storage): readonly Machine[] {
    const { domain, defect, programs = 3 } = this.#options
    const { chance } = this.#network
    const locks = new GrantedLocks()
    return namesOf('p', programs).map((name) => ({
      name,
      clock: { offset: chance.pick(0, 0, chance.below(1_000), -chance.below(400_000)) },
      network: this.#network,
      domain: defect?.domain ?? domain,
      storeOf: (program) => monitoredStore(store, program.name, locks, this.#report),
      changed: defect?.storage ?? ((storage) => storage),
      startsAt: this.#startsAt,
      masterKey,
      onFailure: (program, error) =>
        this.#report('failure', `${program} ended: ${error instanceof Error ? error.stack : error}`),
    }))
  }

  /** Clients work and things go wrong; the log and the read models are checked from time to time. */
  async #untilClientsAreDone(underTest: ReadModelsUnderTest, machines: Machines): Promise<void> {
    const { scheduler, chance } = this.#network
    let isDone = false
    void this.#clients(underTest, machines)
      .catch(async (error: unknown) => {
        if (await checkLog(underTest)) this.#report('failure', `a client cannot read the log: ${error}`)
      })
      .finally(() => {
        isDone = true
      })
    void machines.disturb()
    let checkAt = chance.between(100, 5_000)
    while (!isDone && this.violations.length === 0) {
      const outcome = await scheduler.run(() => isDone || scheduler.now >= checkAt)
      if (!(await checkLog(underTest))) return
      if (outcome !== 'done') this.#report('stuck', `clients are not done, and the simulation is ${outcome}`)
      await checkPrefixes(underTest, () => chance.isTrue(0.3))
      checkAt = scheduler.now + chance.between(1_000, 20_000)
    }
  }

  async #clients({ domain, store }: ReadModelsUnderTest, machines: Machines): Promise<void> {
    const { workload, clients = 3 } = this.#options
    const context = {
      domain,
      network: this.#network,
      store,
      amendment: workload.amendment ?? defaultAmendment,
      anyProgram: () => machines.anyProgram(),
      onSent: (command: SentCommand) => void this.#sent.push(command),
      report: this.#report,
    }
    const [steps = []] = fc.sample(workload.steps, { seed: this.#seed, numRuns: 1 })
    const working = namesOf('c', clients).map((name, index) =>
      new Client(name, context).run(steps.filter((_, at) => at % clients === index)),
    )
    await Promise.all(working)
  }

  /** Nothing goes wrong any more: all that is left is done soon. */
  async #untilSettled({ domain, store }: ReadModelsUnderTest): Promise<void> {
    const { scheduler } = this
    const calmAt = scheduler.now
    let left: string | undefined = 'not looked at'
    while (left !== undefined && this.violations.length === 0) {
      const lookAt = scheduler.now + lookEvery
      void scheduler.sleep(lookEvery, 'look')
      const outcome = await scheduler.run(() => scheduler.now >= lookAt)
      left = scheduler.now - calmAt < allFaultsEndWithin ? 'not looked at' : await leftToDo(domain, store)
      if (outcome !== 'done' || scheduler.now - calmAt > settlesWithin)
        this.#report('stuck', `${left ?? ''}; the simulation is ${outcome}`)
    }
  }
}

const namesOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
