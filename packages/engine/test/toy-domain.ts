// A small domain for the tests: persons hold tickets, shows have seats, and a process keeps tickets and seats consistent.
import {
  type Aggregate,
  Count,
  Day,
  type Decider,
  type DecisionContext,
  type Domain,
  Envelope,
  eventTypes,
  evolveWith,
  Id,
  latest,
  type Process,
  type Projection,
  personalField,
  readView,
  ruleFor,
} from '@skein/kernel'
import { z } from 'zod'

const Personal = z.object({ name: z.string().min(1), idNumber: z.string().optional() })
const on = Day

// person

export const PersonJoined = z.object({
  type: z.literal('PersonJoined'),
  data: z.object({ personId: Id, edition: Count, personal: personalField(Personal), on }),
})
export const RemarkMade = z.object({
  type: z.literal('RemarkMade'),
  data: z.object({ about: z.array(Id).optional(), note: personalField(z.string()), on }),
})
export const TicketTaken = z.object({ type: z.literal('TicketTaken'), data: z.object({ showId: Id, on }) })
export const PersonLeft = z.object({ type: z.literal('PersonLeft'), data: z.object({ on }) })
export const PersonEvent = z.discriminatedUnion('type', [PersonJoined, RemarkMade, TicketTaken, PersonLeft])
export type PersonEvent = z.infer<typeof PersonEvent>

const JoinClub = z.object({
  type: z.literal('JoinClub'),
  data: z.object({ personId: Id, edition: Count, personal: z.union([Envelope, Personal]), on }),
})
const MakeRemark = z.object({
  type: z.literal('MakeRemark'),
  data: z.object({ personId: Id, about: z.array(Id).optional(), note: personalField(z.string()), on }),
})
const TakeTicket = z.object({ type: z.literal('TakeTicket'), data: z.object({ personId: Id, showId: Id, on }) })
const LeaveClub = z.object({ type: z.literal('LeaveClub'), data: z.object({ personId: Id, on }) })
export type PersonCommand = z.infer<typeof JoinClub | typeof MakeRemark | typeof TakeTicket | typeof LeaveClub>

export type PersonState = {
  readonly joined: boolean
  readonly left: boolean
  readonly edition: number
  readonly remark: string
  readonly tickets: readonly string[]
}
export type PersonViews = DecisionContext

/** The view of a person for other aggregates. */
export const membership = ({ joined, left, edition }: PersonState) => ({ isMember: joined && !left, edition })

const personRule = ruleFor<PersonEvent, PersonState, PersonViews>()
const maxTickets = 2

export const personRules = [
  personRule({
    id: 'J1',
    title: { en: 'A person joins once.', zh: '每人只加入一次。' },
    basis: 'toy',
    on: ['PersonJoined'],
    breach: (_event, { joined }) => (joined ? { joined } : undefined),
  }),
  personRule({
    id: 'J2',
    title: { en: 'One ID number, one person.', zh: '一个证件号只对应一人。' },
    basis: 'toy',
    on: ['PersonJoined'],
    breach: (_event, _before, { claimedBy }) => (claimedBy === undefined ? undefined : { claimedBy }),
  }),
  personRule({
    id: 'J3',
    title: { en: 'Only a member makes remarks, takes tickets or leaves.', zh: '仅会员可操作。' },
    basis: 'toy',
    on: ['RemarkMade', 'TicketTaken', 'PersonLeft'],
    breach: (_event, { joined, left }) => (joined && !left ? undefined : { joined, left }),
  }),
  personRule({
    id: 'J4',
    title: { en: 'At most two tickets a person.', zh: '每人最多两张票。' },
    basis: 'toy',
    on: ['TicketTaken'],
    breach: (_event, { tickets }) => (tickets.length >= maxTickets ? { held: tickets.length, maxTickets } : undefined),
  }),
  personRule({
    id: 'G3',
    title: { en: 'Nothing is dated after today.', zh: '日期不得晚于登记日期。' },
    basis: 'toy',
    on: ['PersonJoined', 'RemarkMade', 'TicketTaken', 'PersonLeft'],
    breach: ({ data }, _before, { recordedOn }) => (data.on > recordedOn ? { on: data.on, recordedOn } : undefined),
  }),
]

const proposedForPerson = (command: PersonCommand, state: PersonState): readonly PersonEvent[] => {
  switch (command.type) {
    case 'JoinClub':
      return [{ type: 'PersonJoined', data: command.data }]
    case 'MakeRemark': {
      const { personId: _, ...data } = command.data
      return JSON.stringify(data.note) === state.remark ? [] : [{ type: 'RemarkMade', data }]
    }
    case 'TakeTicket': {
      const { showId, on } = command.data
      return state.tickets.includes(showId) ? [] : [{ type: 'TicketTaken', data: { showId, on } }]
    }
    case 'LeaveClub':
      return [{ type: 'PersonLeft', data: { on: command.data.on } }]
  }
}

const evolvePerson = evolveWith<PersonState, PersonEvent>({
  PersonJoined: (state, { edition }) => ({ ...state, joined: true, edition }),
  RemarkMade: (state, { note }) => ({ ...state, remark: JSON.stringify(note) }),
  TicketTaken: (state, { showId }) => ({ ...state, tickets: [...state.tickets, showId] }),
  PersonLeft: (state) => ({ ...state, left: true }),
})

export const personDecider: Decider<PersonCommand, PersonEvent, PersonState, PersonViews> = {
  initialState: { joined: false, left: false, edition: 0, remark: '', tickets: [] },
  evolve: evolvePerson,
  views: () => ({}),
  absentViews: {},
  propose: proposedForPerson,
}

export const person: Aggregate<PersonCommand, PersonEvent, PersonState, PersonViews> = {
  name: 'person',
  decider: personDecider,
  rules: personRules,
  commands: {
    JoinClub: { schema: JoinClub, target: 'personId', records: ['PersonJoined'], byProcess: false },
    MakeRemark: { schema: MakeRemark, target: 'personId', records: ['RemarkMade'], byProcess: false },
    TakeTicket: { schema: TakeTicket, target: 'personId', records: ['TicketTaken'], byProcess: true },
    LeaveClub: { schema: LeaveClub, target: 'personId', records: ['PersonLeft'], byProcess: false },
  },
  events: eventTypes([PersonJoined, RemarkMade, TicketTaken, PersonLeft]),
  persons: (command) =>
    command.type === 'MakeRemark' && command.data.about !== undefined
      ? command.data.about.map((id) => `person-${id}`)
      : [`person-${command.data.personId}`],
  claim: (command) =>
    command.type === 'JoinClub' && 'idNumber' in command.data.personal && command.data.personal.idNumber !== undefined
      ? { scope: 'club', value: command.data.personal.idNumber }
      : undefined,
}

// show

export const ShowOpened = z.object({ type: z.literal('ShowOpened'), data: z.object({ showId: Id, seats: Count, on }) })
export const SeatReserved = z.object({ type: z.literal('SeatReserved'), data: z.object({ personId: Id, on }) })
export const SeatFreed = z.object({ type: z.literal('SeatFreed'), data: z.object({ personId: Id, on }) })
export const ShowEvent = z.discriminatedUnion('type', [ShowOpened, SeatReserved, SeatFreed])
export type ShowEvent = z.infer<typeof ShowEvent>

const OpenShow = z.object({ type: z.literal('OpenShow'), data: ShowOpened.shape.data })
const ReserveSeat = z.object({ type: z.literal('ReserveSeat'), data: z.object({ showId: Id, personId: Id, on }) })
const FreeSeat = z.object({ type: z.literal('FreeSeat'), data: z.object({ showId: Id, personId: Id, on }) })
export type ShowCommand = z.infer<typeof OpenShow | typeof ReserveSeat | typeof FreeSeat>

export type ShowState = { readonly opened: boolean; readonly seats: number; readonly taken: readonly string[] }
export type ShowViews = DecisionContext & { readonly person: ReturnType<typeof membership> }

const showRule = ruleFor<ShowEvent, ShowState, ShowViews>()

export const showRules = [
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
      return taken.includes(personId) ? [] : [{ type: 'SeatReserved', data: { personId, on } }]
    }
    case 'FreeSeat': {
      const { personId, on } = command.data
      return taken.includes(personId) ? [{ type: 'SeatFreed', data: { personId, on } }] : []
    }
  }
}

const evolveShow = evolveWith<ShowState, ShowEvent>({
  ShowOpened: (state, { seats }) => ({ ...state, opened: true, seats }),
  SeatReserved: (state, { personId }) => ({ ...state, taken: [...state.taken, personId] }),
  SeatFreed: (state, { personId }) => ({ ...state, taken: state.taken.filter((id) => id !== personId) }),
})

export const showDecider: Decider<ShowCommand, ShowEvent, ShowState, ShowViews> = {
  initialState: { opened: false, seats: 0, taken: [] },
  evolve: evolveShow,
  views: (command) =>
    command.type === 'ReserveSeat' ? { person: readView(`person-${command.data.personId}`, membership) } : {},
  absentViews: { person: membership(personDecider.initialState) },
  propose: proposedForShow,
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
    ShowOpened: [
      (data) => {
        const { places, ...rest } = z.looseObject({ places: z.number() }).parse(data)
        return { ...rest, seats: places }
      },
    ],
  }),
}

// processes

export const ticketing: Process<ShowEvent, PersonCommand | ShowCommand, Record<never, never>> = {
  name: 'ticketing',
  on: ['SeatReserved'],
  react: ({ event, id }) =>
    event.type === 'SeatReserved'
      ? [{ type: 'TakeTicket', data: { personId: event.data.personId, showId: id, on: event.data.on } }]
      : [],
  refused: (_command, _rejection, { event, id }) =>
    event.type === 'SeatReserved'
      ? [{ type: 'FreeSeat', data: { showId: id, personId: event.data.personId, on: event.data.on } }]
      : [],
}

// projections

type SeatingRow = { seats: number; taken: string[]; last: Day }
const SeatingDoc = z.object({ seats: Count, taken: Count, shows: Count.optional() })
type SeatingOwn = { readonly seats: number; readonly taken: number; readonly last: Day }

/** Seats of each show, and of all shows under the key `all`. */
export const seating: Projection<SeatingRow, SeatingOwn, z.infer<typeof SeatingDoc>> = {
  name: 'seating',
  version: 1,
  reads: ['ShowOpened', 'SeatReserved', 'SeatFreed'],
  row(row, stored) {
    // sound: `reads` names only the events of a show
    const event = stored as ShowEvent
    const next = row ?? { seats: 0, taken: [], last: event.data.on }
    next.last = latest(next.last, event.data.on)
    if (event.type === 'ShowOpened') next.seats = event.data.seats
    if (event.type === 'SeatReserved') next.taken.push(event.data.personId)
    if (event.type === 'SeatFreed') next.taken = next.taken.filter((id) => id !== event.data.personId)
    return next
  },
  documents: ({ seats, taken, last }, id) => [[`show:${id}`, { seats, taken: taken.length, last }]],
  tallies: ({ seats, taken }) => [['all', { shows: 1, seats, taken: taken.length }]],
  publish: ({ key, own, tally }) =>
    key === 'all'
      ? { seats: tally.seats ?? 0, taken: tally.taken ?? 0, shows: tally.shows ?? 0 }
      : own && { seats: own.seats, taken: own.taken },
  schema: SeatingDoc,
}

const MembersDoc = z.object({
  edition: Count.optional(),
  tickets: Count,
  personal: z.unknown().optional(),
  members: Count.optional(),
  ofAll: Count.optional(),
})
type MembersRow = { edition: number; left: boolean; tickets: number; personal: unknown }

/** Each person by id (with the encrypted personal data), and counts by edition. */
export const members: Projection<MembersRow, MembersRow, z.infer<typeof MembersDoc>> = {
  name: 'members',
  version: 1,
  reads: ['PersonJoined', 'TicketTaken', 'PersonLeft'],
  row(row, stored) {
    // sound: `reads` names only the events of a person
    const event = stored as PersonEvent
    if (event.type === 'PersonJoined')
      return { edition: event.data.edition, left: false, tickets: 0, personal: event.data.personal }
    if (row === undefined) return undefined
    if (event.type === 'TicketTaken') row.tickets += 1
    if (event.type === 'PersonLeft') row.left = true
    return row
  },
  documents: (row, id) => (row.left ? [] : [[id, row]]),
  tallies: ({ left, tickets, edition }) =>
    left
      ? []
      : [
          [`edition:${edition}`, { members: 1, tickets }],
          ['edition:all', { members: 1, tickets }],
        ],
  joins: (key) => (key.startsWith('edition:') ? ['edition:all'] : []),
  publish: ({ key, own, tally, joined }) =>
    key.startsWith('edition:')
      ? {
          members: tally.members ?? 0,
          tickets: tally.tickets ?? 0,
          ofAll: joined.get('edition:all')?.tally.members ?? 0,
        }
      : own && { edition: own.edition, tickets: own.tickets, personal: own.personal },
  schema: MembersDoc,
}

export type ToyCommand = PersonCommand | ShowCommand

const PersonView = z.looseObject({ person: z.object({ edition: z.number() }) })

export const toyDomain: Domain<ToyCommand> = {
  name: 'theatre',
  timeZone: 'Asia/Shanghai',
  aggregates: [person, show],
  processes: [ticketing],
  projections: [seating, members],
  views: [
    {
      name: 'fullShows',
      version: 1,
      schema: z.object({ full: z.array(z.string()) }),
      async *keys() {
        yield 'all'
      },
      async compose(_key, reading) {
        const full: string[] = []
        for await (const { key, doc } of reading.list('seating', 'show:')) {
          const { seats, taken } = seating.schema.parse(doc)
          if (taken >= seats) full.push(key)
        }
        return { full }
      },
    },
  ],
  policyVersion: (views) => {
    const parsed = PersonView.safeParse(views)
    return parsed.success ? parsed.data.person.edition : undefined
  },
}
