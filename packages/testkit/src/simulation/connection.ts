import { StorageError } from '@skein/engine'
import type { Chance } from './chance.js'
import type { CallKind, FaultPlan } from './fault-plan.js'
import type { Scheduler, Suspendable } from './scheduler.js'

/** A program that calls a store over a connection on which every call takes time and may fail. */
export interface Caller extends Suspendable {
  readonly name: string
  /** Called when the store has done one of its writes, before it knows. */
  readonly onWritten: () => void
}

/** What all connections share. */
export interface Network {
  readonly scheduler: Scheduler
  readonly faults: FaultPlan
  readonly chance: Chance
}

const text = {
  en: 'The connection to the simulated store broke; try again.',
  zh: '与模拟存储的连接中断;请重试。',
}

/** The failure of a call. */
export class Broken extends StorageError {
  /** Whether the store may have done it all the same. */
  readonly written: 'no' | 'unknown'

  constructor(written: 'no' | 'unknown') {
    super('unavailable', text)
    this.written = written
  }
}

/** The connection of one program to the store: each call is done some time after it was made, and answered later. */
export class Connection {
  readonly #caller: Caller
  readonly #network: Network

  constructor(caller: Caller, network: Network) {
    this.#caller = caller
    this.#network = network
  }

  /** Does a call at the store, and answers it. An ended program gets no answer, and what it has just called for may be lost. */
  call<Result>(label: string, kind: CallKind, perform: () => Promise<Result>): Promise<Result> {
    const { scheduler, faults, chance } = this.#network
    const caller = this.#caller
    return new Promise((resolve, reject) => {
      if (caller.hasEnded) return
      const name = `${caller.name} ${label}`
      const fault = faults.ofCall(kind)
      const answer = (how: string, give: () => void) =>
        scheduler.afterFor(caller, faults.delay(), `${name}: ${how}`, give)
      const fail = (written: 'no' | 'unknown') => answer(fault ?? '', () => reject(new Broken(written)))
      scheduler.after(faults.delay(), name, () => {
        if (caller.hasEnded && chance.isTrue(0.5)) return
        if (fault === 'unavailable') return fail('no')
        if (fault === 'request lost') return fail('unknown')
        if (fault === 'late write') {
          const later = chance.between(1, 3_000)
          scheduler.after(later, `${name}: written late`, () => void perform().catch(() => undefined))
          return fail('unknown')
        }
        perform().then(
          (result) => {
            if (kind !== 'read') caller.onWritten()
            if (fault === 'answer lost') fail('unknown')
            else answer('done', () => resolve(result))
          },
          (error: unknown) => answer('failed', () => reject(error)),
        )
      })
    })
  }

  /** Calls back when the connection of a subscription breaks, if it does. */
  onCut(cut: (error: StorageError) => void): void {
    const { scheduler, faults } = this.#network
    const after = faults.cutAfter()
    if (after === undefined) return
    scheduler.afterFor(this.#caller, after, `${this.#caller.name} subscribe: cut`, () => {
      faults.count('cut')
      cut(new Broken('no'))
    })
  }
}
