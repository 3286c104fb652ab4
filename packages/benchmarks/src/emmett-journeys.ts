// The peer: the same decider in Emmett's CommandHandler. It is spared the facts, which it is given ready-made.
import { CommandHandler, type Event, type EventStore } from '@event-driven-io/emmett'
import { domain, Journey } from '@skein/core'
import { codecOf, type EventStore as OurEventStore } from '@skein/engine'
import { day, decide } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { journeyId, recordScale } from './journeys.ts'

const { decider } = Journey
type State = typeof decider.initialState
type JourneyEvent = Journey.Events.Event

// sound: both libraries say `{ type, data }`
const toEmmett = (event: { readonly type: string; readonly data: unknown }): Event => event as Event
// sound: `toEmmett` made it
const fromEmmett = (event: Event): JourneyEvent => event as unknown as JourneyEvent

const handle = CommandHandler<State, Event>({
  initialState: () => decider.initialState,
  evolve: (state, event) => decider.evolve(state, fromEmmett(event)),
})

type Views = Parameters<typeof decider.propose>[2]

/** What our engine folded of the base for the same command. */
export const factsFor = (id: string): Views => ({
  ...decider.absentViews,
  policy: {
    ...decider.absentViews.policy,
    policy: { ...decider.absentViews.policy.policy, scaleThresholds: thresholds },
  },
  id,
  recordedOn: day('2018-06-01'),
})
const thresholds = { morels: { unit: 'mu', quantity: 1_000_000 } }

/** Records a scale in the journey; parses the command as our engine does. */
export const recordScaleIn = async (store: EventStore, index: number, quantity: number): Promise<void> => {
  const id = journeyId(index)
  // sound: the schema of this command gives one of the aggregate's commands
  const command = Journey.Commands.types.RecordScale?.schema.parse(
    recordScale(id, quantity),
  ) as Journey.Commands.Command
  await handle(store, `journey-${id}`, (state) => {
    const decided = decide(Journey.aggregate, command, state, factsFor(id))
    if (E.isLeft(decided)) throw new Error(decided.left.message.en)
    return decided.right.map(toEmmett)
  })
}

const { decode } = codecOf(domain)

/** Copies journeys of ours to an Emmett store. */
export const copyJourneys = async (from: OurEventStore, to: EventStore, count: number): Promise<void> => {
  let next = 0
  const copy = async () => {
    while (next < count) {
      const stream = `journey-${journeyId(next)}`
      next += 1
      for await (const page of from.readStream(stream))
        await to.appendToStream(
          stream,
          page.map((event) => toEmmett(decode(event))),
        )
    }
  }
  await Promise.all(Array.from({ length: 8 }, copy))
}
