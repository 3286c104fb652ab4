import { type AnyEvent, type Day, latest } from '@skein/kernel'

/** Folds an event and remembers the latest day that anything is dated: what has ended must not have ended before it. */
export const lastDayKept =
  <Event extends AnyEvent, State extends { readonly lastOn?: Day }>(evolve: (state: State, event: Event) => State) =>
  (state: State, event: Event): State => {
    const lastOn = latest(event.data.on, state.lastOn)
    const after = evolve(state, event)
    return after.lastOn === lastOn ? after : { ...after, lastOn }
  }
