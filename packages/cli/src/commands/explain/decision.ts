import type { Issue } from '@skein/engine'
import type { AnyEvent, Rejection } from '@skein/kernel'
import type { ShownPlan } from '../../amendments/plan.js'

/** What would become of a command. */
export type Decision =
  | {
      readonly outcome: 'accepted'
      readonly stream: string
      readonly events: readonly AnyEvent[]
      /** What it changes of the past, in all streams, the events themselves included; absent where it changes nothing else. */
      readonly plan?: ShownPlan
    }
  | { readonly outcome: 'refused'; readonly rejection: Rejection }
  | { readonly outcome: 'invalid'; readonly issues: readonly Issue[] }

/** A command of the file, and its decision. */
export interface DecidedCommand {
  /** As it was typed; `-` for standard input. */
  readonly file: string
  /** In the file: `commands[2]`, or '' where the file is one command. */
  readonly place: string
  readonly command: unknown
  readonly decision: Decision
}

export const typeOf = (command: unknown): string | undefined =>
  typeof command === 'object' && command !== null && 'type' in command && typeof command.type === 'string'
    ? command.type
    : undefined
