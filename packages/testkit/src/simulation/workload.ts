import type { AnyCommand } from '@skein/kernel'
import type fc from 'fast-check'

/** What a client does. */
export type SimulationStep<Input = unknown> =
  | { readonly do: 'enter'; readonly command: Input }
  /** Several commands at once: those of one stream are recorded together, or none of them. */
  | { readonly do: 'enterAll'; readonly commands: readonly Input[] }
  /** Annuls an entry of a person that stands: the n-th, counted from the newest. */
  | { readonly do: 'annul'; readonly entry: number }
  /** Corrects one; `change` gives the fields that change, or nothing where there is nothing to correct. */
  | { readonly do: 'correct'; readonly entry: number; readonly change: (command: AnyCommand) => object | undefined }

/** What is entered in a simulation. */
export interface Workload<Input = unknown> {
  /** What is there before anything goes wrong: each command must be accepted. */
  readonly start?: readonly Input[]
  /** What clients do, some at the same time; rules may reject it. */
  readonly steps: fc.Arbitrary<readonly SimulationStep<Input>[]>
  /** The reason and the person of annulments and corrections, and their day. */
  readonly amendment?: { readonly reason: string; readonly by: { role: string; id: string }; readonly on: string }
  /** The time at which the simulation begins, by right clocks (ISO 8601); default the end of 2030. */
  readonly startsAt?: string
}
