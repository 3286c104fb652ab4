// A person of the toy domain: joins a club, makes remarks, takes tickets, leaves.
import {
  type Aggregate,
  Count,
  Day,
  type Decider,
  type DecisionContext,
  eventTypes,
  evolveWith,
  Id,
  personal,
  refersTo,
  ruleFor,
} from '@skein/kernel'
import { z } from 'zod'

const Personal = z.object({ name: z.string().min(1), idNumber: z.string().optional() })
const PersonId = refersTo(z.string().min(1), { aggregate: 'person' })
const on = Day

const PersonJoined = z.object({
  type: z.literal('PersonJoined'),
  data: z.object({ personId: PersonId, edition: Count, personal: personal(Personal, { person: 'personId' }), on }),
})
const RemarkMade = z.object({
  type: z.literal('RemarkMade'),
  data: z.object({ about: z.array(PersonId).optional(), note: personal(z.string(), { person: 'about' }), on }),
})
const TicketTaken = z.object({ type: z.literal('TicketTaken'), data: z.object({ showId: Id, on }) })
const PersonLeft = z.object({ type: z.literal('PersonLeft'), data: z.object({ on }) })
const PersonEvent = z.discriminatedUnion('type', [PersonJoined, RemarkMade, TicketTaken, PersonLeft])
export type PersonEvent = z.infer<typeof PersonEvent>

const JoinClub = z.object({
  type: z.literal('JoinClub'),
  data: z.object({ personId: PersonId, edition: Count, personal: personal(Personal, { person: 'personId' }), on }),
})
const MakeRemark = z.object({
  type: z.literal('MakeRemark'),
  data: z.object({
    personId: PersonId,
    about: z.array(PersonId).optional(),
    note: personal(z.string(), { person: 'about' }),
    on,
  }),
})
const TakeTicket = z.object({ type: z.literal('TakeTicket'), data: z.object({ personId: Id, showId: Id, on }) })
const LeaveClub = z.object({ type: z.literal('LeaveClub'), data: z.object({ personId: Id, on }) })
export type PersonCommand = z.infer<typeof JoinClub | typeof MakeRemark | typeof TakeTicket | typeof LeaveClub>

export type PersonState = {
  readonly joined: boolean
  readonly left: boolean
  readonly edition: number
  readonly remark: string
  readonly remarkOn?: Day
  readonly tickets: readonly string[]
}
type PersonViews = DecisionContext

/** The view of a person for other aggregates. */
export const membership = ({ joined, left, edition }: PersonState) => ({ isMember: joined && !left, edition })

const personRule = ruleFor<PersonEvent, PersonState, PersonViews>()
const maxTickets = 2

const personRules = [
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
      return [{ type: 'RemarkMade', data }]
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
  RemarkMade: (state, { note, on: day }) => ({ ...state, remark: JSON.stringify(note), remarkOn: day }),
  TicketTaken: (state, { showId }) => ({ ...state, tickets: [...state.tickets, showId] }),
  PersonLeft: (state) => ({ ...state, left: true }),
})

export const personDecider: Decider<PersonCommand, PersonEvent, PersonState, PersonViews> = {
  initialState: { joined: false, left: false, edition: 0, remark: '', tickets: [] },
  evolve: evolvePerson,
  views: () => ({}),
  absentViews: {},
  propose: proposedForPerson,
  alreadyRecordedFor: (event, { remark, remarkOn }) =>
    event.type === 'RemarkMade' && JSON.stringify(event.data.note) === remark ? remarkOn : undefined,
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
  claim: (command) =>
    command.type === 'JoinClub' && 'idNumber' in command.data.personal && command.data.personal.idNumber !== undefined
      ? { scope: 'club', value: command.data.personal.idNumber }
      : undefined,
}
