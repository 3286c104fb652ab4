import { type AnyEvent, type Day, latest } from '@skein/kernel'

/** An `evolve` function that also keeps the latest day of all events: a stream does not end before it. */
export const trackLastDay =
  <Event extends AnyEvent, State extends { readonly lastOn?: Day }>(evolve: (state: State, event: Event) => State) =>
  (state: State, event: Event): State => {
    const lastOn = latest(event.data.on, state.lastOn)
    const after = evolve(state, event)
    return after.lastOn === lastOn ? after : { ...after, lastOn }
  }
