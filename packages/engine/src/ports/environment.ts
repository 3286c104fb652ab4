/**
 * Time and chance, as the engine takes them. By default those of the machine (`machineEnvironment`). A simulation passes
 * its own, so that a run can be repeated exactly.
 */
export interface Environment {
  /** The wall clock, which may be wrong, or set at any time. */
  date(): Date
  /** Milliseconds by a clock that nobody sets, to measure durations. */
  now(): number
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Resolves after other work of the process had its turn. */
  nextTurn(): Promise<void>
  /** A number from 0 up to 1, which spreads retries. */
  random(): number
  /** Bytes for keys and ids: nobody may be able to predict them, except in a simulation. */
  randomBytes(size: number): Uint8Array
}
