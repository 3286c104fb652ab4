// A show of the toy domain: opens, and has seats that members reserve.
import {
  type Aggregate,
  Count,
  Day,
  type Decider,
  type DecisionContext,
  eventTypes,
  evolveWith,
  Id,
  readView,
  ruleFor,
} from '@skein/kernel'
import { z } from 'zod'
import { membership, personDecider } from './toy-person.js'

const on = Day

const ShowOpened = z.object({ type: z.literal('ShowOpened'), data: z.object({ showId: Id, seats: Count, on }) })
const SeatReserved = z.object({ type: z.literal('SeatReserved'), data: z.object({ personId: Id, on }) })
const SeatFreed = z.object({ type: z.literal('SeatFreed'), data: z.object({ personId: Id, on }) })
const ShowEvent = z.discriminatedUnion('type', [ShowOpened, SeatReserved, SeatFreed])
export type ShowEvent = z.infer<typeof ShowEvent>

const OpenShow = z.object({ type: z.literal('OpenShow'), data: ShowOpened.shape.data })
const ReserveSeat = z.object({ type: z.literal('ReserveSeat'), data: z.object({ showId: Id, personId: Id, on }) })
const FreeSeat = z.object({ type: z.literal('FreeSeat'), data: z.object({ showId: Id, personId: Id, on }) })
export type ShowCommand = z.infer<typeof OpenShow | typeof ReserveSeat | typeof FreeSeat>

export type ShowState = {
  readonly opened: boolean
  readonly seats: number
  readonly taken: readonly string[]
  readonly takenOn?: Readonly<Record<string, Day>>
}
type ShowViews = DecisionContext & { readonly person: ReturnType<typeof membership> }

const showRule = ruleFor<ShowEvent, ShowState, ShowViews>()

const showRules = [
  showRule({
    id: 'H1',
    title: { en: 'A show opens once.', zh: '演出只开放一次。' },
    basis: 'toy',
    on: ['ShowOpened'],
    breach: (_event, { opened }) => (opened ? { opened } : undefined),
  }),
  showRule({
    id: 'H2',
    title: { en: 'Only members reserve.', zh: '仅会员可订座。' },
    basis: 'toy',
    on: ['SeatReserved'],
    breach: (_event, _before, { person }) => (person.isMember ? undefined : { isMember: false }),
  }),
  showRule({
    id: 'H3',
    title: { en: 'No more seats taken than there are.', zh: '订座数不得超过座位数。' },
    basis: 'toy',
    on: ['SeatReserved'],
    breach: (_event, { seats, taken }) => (taken.length >= seats ? { taken: taken.length, seats } : undefined),
  }),
]

const proposedForShow = (command: ShowCommand, { taken }: ShowState): readonly ShowEvent[] => {
  switch (command.type) {
    case 'OpenShow':
      return [{ type: 'ShowOpened', data: command.data }]
    case 'ReserveSeat': {
      const { personId, on } = command.data
      return [{ type: 'SeatReserved', data: { personId, on } }]
    }
    case 'FreeSeat': {
      const { personId, on } = command.data
      return taken.includes(personId) ? [{ type: 'SeatFreed', data: { personId, on } }] : []
    }
  }
}

const evolveShow = evolveWith<ShowState, ShowEvent>({
  ShowOpened: (state, { seats }) => ({ ...state, opened: true, seats }),
  SeatReserved: (state, { personId, on: day }) => ({
    ...state,
    taken: [...state.taken, personId],
    takenOn: { ...state.takenOn, [personId]: day },
  }),
  SeatFreed: (state, { personId }) => ({ ...state, taken: state.taken.filter((id) => id !== personId) }),
})

const showDecider: Decider<ShowCommand, ShowEvent, ShowState, ShowViews> = {
  initialState: { opened: false, seats: 0, taken: [] },
  evolve: evolveShow,
  views: (command) =>
    command.type === 'ReserveSeat' ? { person: readView(`person-${command.data.personId}`, membership) } : {},
  absentViews: { person: membership(personDecider.initialState) },
  propose: proposedForShow,
  alreadyRecordedFor: ({ type, data }, { taken, takenOn }) =>
    type === 'SeatReserved' && taken.includes(data.personId) ? takenOn?.[data.personId] : undefined,
}

export const show: Aggregate<ShowCommand, ShowEvent, ShowState, ShowViews> = {
  name: 'show',
  decider: showDecider,
  rules: showRules,
  commands: {
    OpenShow: { schema: OpenShow, target: 'showId', records: ['ShowOpened'], byProcess: false },
    ReserveSeat: { schema: ReserveSeat, target: 'showId', records: ['SeatReserved'], byProcess: false },
    FreeSeat: { schema: FreeSeat, target: 'showId', records: ['SeatFreed'], byProcess: false },
  },
  // version 1 of ShowOpened counted `places`
  events: eventTypes([ShowOpened, SeatReserved, SeatFreed], {
    upcasts: {
      ShowOpened: [
        (data) => {
          const { places, ...rest } = z.looseObject({ places: z.number() }).parse(data)
          return { ...rest, seats: places }
        },
      ],
    },
  }),
}
