// The peer: the same decider in Emmett's CommandHandler. It does not load views of other streams; they are given to it.
import { CommandHandler, type Event, type EventStore } from '@event-driven-io/emmett'
import { domain, Journey } from '@skein/core'
import { codecOf, type EventStore as OurEventStore } from '@skein/engine'
import { day, decide } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { journeyId, recordScale } from './journeys.ts'

const { decider } = Journey
type State = typeof decider.initialState
type JourneyEvent = Journey.Events.Event

// sound: an event is `{ type, data }` in both libraries
const toEmmett = (event: { readonly type: string; readonly data: unknown }): Event => event as Event
// sound: `toEmmett` made it
const fromEmmett = (event: Event): JourneyEvent => event as unknown as JourneyEvent

const handle = CommandHandler<State, Event>({
  initialState: () => decider.initialState,
  evolve: (state, event) => decider.evolve(state, fromEmmett(event)),
})

type Views = Parameters<typeof decider.propose>[2]

/** The views that our engine computes for the same command. */
const viewsFor = (id: string): Views => ({
  ...decider.absentViews,
  policy: {
    ...decider.absentViews.policy,
    policy: { ...decider.absentViews.policy.policy, scaleThresholds: thresholds },
  },
  id,
  recordedOn: day('2018-06-01'),
  revision: 0,
  byProcess: false,
})
const thresholds = { morels: { unit: 'mu', quantity: 1_000_000 } }

/** Handles RecordScale for a journey, and parses the command as our engine does. */
export const recordScaleIn = async (store: EventStore, index: number, quantity: number): Promise<void> => {
  const id = journeyId(index)
  // sound: the schema of this command gives one of the aggregate's commands
  const command = Journey.Commands.types.RecordScale?.schema.parse(
    recordScale(id, quantity),
  ) as Journey.Commands.Command
  await handle(store, `journey-${id}`, (state) => {
    const decided = decide(Journey.aggregate, command, state, viewsFor(id))
    if (E.isLeft(decided)) throw new Error(decided.left.message.en)
    return decided.right.map(toEmmett)
  })
}

const { decode } = codecOf(domain)

/** Copies our journeys to an Emmett store. */
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
