import type { Text } from '@skein/kernel'

/** What the engine reports to an observer: durations in milliseconds and counts, never a value from a command or an event. */
export type EngineObservation =
  | {
      readonly kind: 'executed'
      /** The command's type; absent where the domain has no such command. */
      readonly type?: string
      readonly outcome: 'written' | 'nothing' | 'duplicate' | 'Rejected' | 'Invalid' | 'Conflict' | 'Unavailable'
      readonly rule?: string
      readonly events: number
      readonly attempts: number
      readonly milliseconds: number
    }
  | { readonly kind: 'appended'; readonly events: number; readonly milliseconds: number }
  | {
      readonly kind: 'reacted'
      readonly causes: number
      readonly commands: number
      readonly refused: number
      readonly milliseconds: number
    }
  | {
      /** New events were folded into the live read models. */
      readonly kind: 'projected'
      /** The number of events that at least one of them reads. */
      readonly events: number
      /** Since the first of them was read. */
      readonly milliseconds: number
    }
  | {
      /**
       * The clock of this process is more than five minutes behind what a command follows from: its stream, what its
       * decision read, or its cause. It was recorded after these all the same.
       */
      readonly kind: 'clockBehind'
      readonly milliseconds: number
    }
  | {
      /** A read model, one stream of it, or the processes cannot go on; everything else does. Once for each reason. */
      readonly kind: 'paused'
      /** The read model; absent for the processes. */
      readonly readModel?: string
      /** The event that cannot be handled, where there is one. */
      readonly stream?: string
      readonly revision?: number
      readonly reason: Text
    }

export type Observe = (observation: EngineObservation) => void
