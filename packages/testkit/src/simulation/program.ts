import { createRuntime, type Environment, type Runtime, type Storage } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import type { Caller, Network } from './connection.js'
import { simulatedStorage } from './simulated-storage.js'

/** The wall clock of a machine, as it differs from the true time, in milliseconds. It survives its programs. */
export interface WallClock {
  offset: number
}

/** What programs are made of, and what they run on. */
export interface Machine {
  readonly name: string
  readonly clock: WallClock
  readonly network: Network
  readonly domain: Domain<unknown>
  /** The store, as this program reaches it. */
  storeOf(program: Caller): Storage
  /** The store as the engine gets it; a test plants a defect in it. */
  changed(storage: Storage): Storage
  /** The true time at the beginning. */
  readonly startsAt: number
  readonly masterKey: string
  /** Called with what may not fail, and did. */
  onFailure(program: string, error: unknown): void
}

/** A running program: a runtime with its follower and its reactor. It may end at any moment, with all that it remembers. */
export class Program implements Caller {
  readonly name: string
  readonly environment: Environment
  readonly storage: Storage
  readonly runtime: Runtime
  hasEnded = false
  suspendedUntil = 0
  onWritten = (): void => undefined
  /** Resolves when it ends. */
  readonly ended: Promise<'ended'>
  #resolveEnded: (ended: 'ended') => void = () => undefined
  readonly #machine: Machine

  constructor(machine: Machine) {
    this.#machine = machine
    this.name = machine.name
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve
    })
    this.environment = this.#environment()
    const pageSize = machine.network.chance.pick(1, 2, 5, 50)
    this.storage = machine.changed(simulatedStorage(machine.storeOf(this), this, pageSize, machine.network))
    const { domain, masterKey } = machine
    this.runtime = createRuntime(domain, this.storage, { environment: this.environment, masterKey })
  }

  /** Follows the log with its read models and its processes. */
  start(): void {
    const mustGoOn = (work: Promise<void>) => {
      work.catch((error: unknown) => this.#machine.onFailure(this.name, error))
    }
    mustGoOn(this.runtime.project())
    mustGoOn(this.runtime.react())
  }

  end(): void {
    this.hasEnded = true
    this.#resolveEnded('ended')
  }

  #environment(): Environment {
    const { network, clock, startsAt } = this.#machine
    const { scheduler, chance } = network
    const wait = (milliseconds: number, label: string, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        if (this.hasEnded) return
        signal?.addEventListener('abort', () => resolve(), { once: true })
        if (signal?.aborted) resolve()
        else scheduler.afterFor(this, milliseconds, `${this.name} ${label}`, resolve)
      })
    return {
      date: () => new Date(startsAt + scheduler.now + clock.offset),
      now: () => scheduler.now,
      sleep: (milliseconds, signal) => wait(milliseconds, 'wakes', signal),
      nextTurn: () => wait(chance.next(), 'goes on'),
      random: () => chance.next(),
      randomBytes: (size) => chance.bytes(size),
    }
  }
}
