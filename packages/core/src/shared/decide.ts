import { type AnyEvent, judge, type Rejection, type Rule } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { isRedundant, type LastEventBySlot, type Slots } from './idempotency.js'

interface Parts<Command, Event extends AnyEvent, State, Facts> {
  /** What the command would make happen if no rule objected; it guards nothing. */
  propose(command: Command, state: State, facts: Facts): readonly Event[]
  readonly rules: readonly Rule<Event, State, Facts>[]
  evolve(state: State, event: Event): State
  readonly slots: Slots<Event, State>
}

/** Propose, drop what only says again what still holds, then judge. */
export const decideWith = <Command, Event extends AnyEvent, State extends { readonly heard: LastEventBySlot }, Facts>({
  propose,
  rules,
  evolve,
  slots,
}: Parts<Command, Event, State, Facts>) => {
  const judged = judge(rules, evolve)
  return (command: Command, state: State, facts: Facts): E.Either<Rejection, readonly Event[]> => {
    const proposed = propose(command, state, facts)
    return isRedundant(proposed, state, slots) ? E.right([]) : judged(proposed, state, facts)
  }
}
