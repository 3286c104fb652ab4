import { hasTag, isStorageError, type RebuildError, rebuild } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import type { Network } from './connection.js'
import { overridden } from './overridden.js'
import { type Machine, Program } from './program.js'
import type { Report } from './simulation-violation.js'

const hour = 3_600_000

/** The machines of a run with their programs, and what happens to them. */
export class Machines {
  readonly #machines: readonly Machine[]
  readonly #programs = new Map<string, Program>()
  readonly #network: Network
  readonly #domain: Domain<unknown>
  readonly #report: Report
  #started = 0

  constructor(machines: readonly Machine[], network: Network, domain: Domain<unknown>, report: Report) {
    this.#machines = machines
    this.#network = network
    this.#domain = domain
    this.#report = report
    for (const machine of machines) this.#start(machine)
  }

  /** A program that runs now, or the next one that does. */
  async anyProgram(): Promise<Program> {
    const { scheduler, chance } = this.#network
    for (;;) {
      const [first, ...others] = this.#programs.values()
      if (first !== undefined) return chance.pick(first, ...others)
      await scheduler.sleep(50, 'no program runs')
    }
  }

  /** Ends all programs. */
  end(): void {
    for (const program of this.#programs.values()) program.end()
  }

  /** Lets programs end, stand still, or rebuild read models, and sets clocks, until nothing goes wrong any more. */
  async disturb(): Promise<void> {
    const { scheduler, chance, faults } = this.#network
    while (Number.isFinite(faults.interval)) {
      await scheduler.sleep(chance.between(faults.interval / 4, faults.interval * 4), 'disturbance')
      if (faults.isOver) return
      const [first, ...others] = this.#machines
      if (first === undefined) return
      const machine = chance.pick(first, ...others)
      const kind = chance.pick('crash', 'crash', 'suspension', 'clock set', 'rebuild', 'rebuild')
      faults.count(kind)
      const program = this.#programs.get(machine.name)
      if (kind === 'clock set') machine.clock.offset = this.#clockOffset()
      else if (program === undefined) continue
      else if (kind === 'crash') this.#crash(machine, program)
      else if (kind === 'suspension') program.suspendedUntil = scheduler.now + chance.between(10, 40_000)
      else this.#rebuildSome(machine, program)
    }
  }

  #start(machine: Machine): void {
    this.#started += 1
    const program = new Program({ ...machine, name: `${machine.name}.${this.#started}` })
    this.#programs.set(machine.name, program)
    program.start()
  }

  /** Now, or when it has written something and does not know that yet. */
  #crash(machine: Machine, program: Program): void {
    if (this.#network.chance.isTrue(0.5)) this.#end(machine, program)
    else program.onWritten = () => this.#end(machine, program)
  }

  #end(machine: Machine, program: Program): void {
    const { scheduler, chance } = this.#network
    if (program.hasEnded) return
    scheduler.note(`${program.name} ends`)
    program.end()
    this.#programs.delete(machine.name)
    scheduler.after(chance.between(1, 10_000), `${machine.name} starts`, () => this.#start(machine))
  }

  #clockOffset(): number {
    const { chance } = this.#network
    return chance.pick(0, -1, 1) * chance.pick(1_000, hour, 24 * hour)
  }

  /**
   * Rebuilds all read models, or one; perhaps it stands still before a commit until its lock has expired, and goes on while
   * another program rebuilds the same.
   */
  #rebuildSome(machine: Machine, program: Program): void {
    const { scheduler, chance, faults } = this.#network
    const all = this.#domain.projections.map(({ name }) => name)
    const projections = chance.isTrue(0.5) ? all : all.slice(chance.below(all.length)).slice(0, 1)
    if (chance.isTrue(0.5)) {
      void this.#rebuild(program, projections, { ttl: chance.pick(50, 500, 30_000) })
      return
    }
    const standsStill = async () => {
      const other = chance.pick(machine, ...this.#machines)
      faults.count('suspension')
      await scheduler.sleep(chance.between(60, 1_000), `${program.name} stands still while it rebuilds`)
      const second = this.#programs.get(other.name)
      if (second === undefined || second === program) return
      faults.count('rebuild')
      void this.#rebuild(second, projections, { ttl: 30_000 })
      await scheduler.sleep(chance.between(1, 50) * faults.latency, `${program.name} rebuilds on`)
    }
    void this.#rebuild(program, projections, { ttl: 50, standsStill })
  }

  /** Rebuilds in small steps, so that the lock is renewed, lost and taken over. */
  async #rebuild(
    { name, environment, storage }: Program,
    projections: readonly string[],
    { ttl, standsStill }: { readonly ttl: number; readonly standsStill?: () => Promise<void> },
  ): Promise<void> {
    const { chance } = this.#network
    let commits = chance.below(2 * projections.length)
    const { readModels } = storage
    const commit: typeof readModels.commit = async (...given) => {
      commits -= 1
      if (commits === 0) await standsStill?.()
      return readModels.commit(...given)
    }
    const slowed = { ...storage, name: storage.name, readModels: overridden(readModels, { commit }) }
    try {
      await rebuild(this.#domain, slowed, {
        projections,
        batchSize: chance.pick(1, 10, 100),
        checkpointEvery: chance.pick(1, 5, 50),
        restart: chance.isTrue(0.3),
        holder: { name: `${name}-${chance.below(1e9)}`, ttl },
        environment,
      })
    } catch (error) {
      // another one rebuilds it, or took it over, or the store failed
      if (hasTag<RebuildError>(error, 'RebuildError') || isStorageError(error, 'unavailable')) return
      this.#report('failure', `a rebuild with ${name} threw: ${error}`)
    }
  }
}
