import type { Storage } from '@skein/engine'

/**
 * What a store cannot do by its nature:
 * - `survivesRestart`: what it holds dies with the process;
 * - `severalProcesses`: it is open once only;
 * - `startsEmpty`: `open` gives a log that others write, too; the suite then looks only at what comes after its start.
 */
export type Unable = 'survivesRestart' | 'severalProcesses' | 'startsEmpty'

/** A store that can be broken and mended. */
export interface Broken {
  readonly storage: Storage
  /** From now on appends fail. */
  breakIt(): Promise<void>
  /** From now on they succeed again. */
  mend(): Promise<void>
}

/** One way in which the store, or what lies between, fails. */
export interface Fault {
  readonly name: string
  /** What an append that meets it may say of itself: `unknown` where it may have been written. */
  readonly written: 'no' | 'unknown'
  open(): Promise<Broken>
}

/** A store that asks to be examined. */
export interface StoreUnderTest {
  /** What the suite is called. */
  readonly name: string
  /** A fresh, empty store. The suite closes it. */
  open(): Promise<Storage>
  /** The same store once more, as another process would open it, while the first may still be open. */
  reopen?(storage: Storage): Promise<Storage>
  readonly faults?: readonly Fault[]
  readonly cannot?: readonly Unable[]
  /** Runs of each property; default 20. */
  readonly runs?: number
}
