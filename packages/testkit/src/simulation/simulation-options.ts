import type { Storage } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import type { Workload } from './workload.js'

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
