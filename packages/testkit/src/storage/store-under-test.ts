import type { Storage } from '@skein/engine'

/**
 * What a store cannot do by its nature:
 * - `survivesRestart`: its content dies with the process;
 * - `severalProcesses`: only one handle of it can be open;
 * - `startsEmpty`: `open` gives a log that others write to as well; the suite then looks only at what comes after its start.
 */
export type StoreLimit = 'survivesRestart' | 'severalProcesses' | 'startsEmpty'

/** A store that can be broken and repaired. */
export interface BreakableStore {
  readonly storage: Storage
  /** From now on appends fail. */
  breakIt(): Promise<void>
  /** From now on they succeed again. */
  mend(): Promise<void>
}

/** One failure of the store or of the connection to it. */
export interface Fault {
  readonly name: string
  /** What an append may report during the fault: `unknown` if its events may have been written. */
  readonly written: 'no' | 'unknown'
  open(): Promise<BreakableStore>
}

/** The store that the suite tests. */
export interface StoreUnderTest {
  /** The name of the suite. */
  readonly name: string
  /** Opens a fresh, empty store. The suite closes it. */
  open(): Promise<Storage>
  /** Opens another handle of the same store, as another process would, while the first may still be open. */
  reopen?(storage: Storage): Promise<Storage>
  readonly faults?: readonly Fault[]
  readonly cannot?: readonly StoreLimit[]
  /** Runs of each property; default 20. */
  readonly runs?: number
}
