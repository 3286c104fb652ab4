// A domain that has nothing of core's: savings of groups.
import {
  type Aggregate,
  type AnyProjection,
  type CommandOf,
  commandsTo,
  commandTypes,
  type DecisionContext,
  type Domain,
  event,
  eventTypes,
  evolveWith,
  Fen,
  idOf,
  ruleFor,
  withMirrors,
} from '@skein/kernel'
import { z } from 'zod'

const GroupId = idOf('GroupId', { aggregate: 'group' })
const SharePaid = event('SharePaid', { amountFen: Fen })
type Event = z.output<typeof SharePaid>
type State = { readonly savedFen: number }

const mirrors = [commandsTo({ groupId: GroupId }).mirror('PayShare', SharePaid)]
type Command = CommandOf<(typeof mirrors)[number]>

const group: Aggregate<Command, Event, State, DecisionContext> = {
  name: 'group',
  decider: {
    initialState: { savedFen: 0 },
    evolve: evolveWith<State, Event>({
      SharePaid: ({ savedFen }, { amountFen }) => ({ savedFen: savedFen + amountFen }),
    }),
    views: () => ({}),
    absentViews: {},
    propose: withMirrors(mirrors),
  },
  rules: [
    ruleFor<Event, State, DecisionContext>()({
      id: 'P1',
      title: { en: 'A share is positive.', zh: '份额须为正数。' },
      basis: 'own',
      on: ['SharePaid'],
      breach: ({ data: { amountFen } }) => (amountFen > 0 ? undefined : { amountFen }),
    }),
  ],
  commands: commandTypes(mirrors),
  events: eventTypes([SharePaid]),
}

const saved: AnyProjection = {
  name: 'saved',
  version: 1,
  reads: ['SharePaid'],
  row: (row) => Number(row ?? 0) + 1,
  documents: (row, id) => [[id, row]],
  publish: ({ own }) => ({ payments: own }),
  schema: z.object({ payments: z.number() }),
}

const domain: Domain = { name: 'savings', aggregates: [group], processes: [], projections: [saved], views: [] }
export default domain
export const access = { PayShare: ['village'] }
