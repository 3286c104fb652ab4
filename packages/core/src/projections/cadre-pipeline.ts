// Party members trained, reserve cadres named, village posts taken and kept.
import { addMonths, type Projection, type Tally } from '@skein/kernel'
import { z } from 'zod'
import { withBase } from '../divisions/refs.js'
import { countOf, countsUnder, Rate, rateOf, recordUnder } from './shared/numbers.js'
import { endPost, holdsPost, namePost, type Post, takePost } from './shared/posts.js'
import { onRow, rows } from './shared/rows.js'

type Row = {
  baseId: string
  partyMember: boolean
  active: boolean
  trained: boolean
  reserve: boolean
  /** Whether the person was ever named, and ever took a post while named. */
  named: boolean
  namedTookPost: boolean
  posts: Post[]
}

/** `stillInPost` is about the day so many months after a post was taken. */
const monthsInPost = 12

export const CadrePipeline = z.object({
  baseId: z.string(),
  /** People ever nominated. */
  people: z.number(),
  /** Party members who ever completed a training. */
  partyMembersTrained: z.number(),
  reserve: z.object({
    /** People ever named. */
    named: z.number(),
    /** People in the reserve now, in active status. */
    current: z.number(),
    /** People who took a post while in the reserve, of those ever named. */
    tookPost: Rate,
  }),
  posts: z.object({
    /** Posts taken, and the people who took them. A post held before a nomination does not count. */
    taken: z.number(),
    people: z.number(),
    byBody: z.record(z.string(), z.number()),
    byHow: z.record(z.string(), z.number()),
    /** Of those people, the ones who hold a village post now. */
    inPost: z.number(),
  }),
  /** Posts whose holder was in this or another village post 12 months later, of those taken at least 12 months ago. */
  stillInPost: Rate,
})
export type CadrePipeline = z.infer<typeof CadrePipeline>

const holdsOn = (posts: readonly Post[], day: string): boolean =>
  posts.some(({ from, until }) => from <= day && (until === null || until >= day))

const tally = (row: Row): Tally => {
  const counts: Record<string, number> = { people: 1 }
  if (row.partyMember && row.trained) counts.partyMembersTrained = 1
  if (row.named) counts.named = 1
  if (row.reserve && row.active) counts.reserve = 1
  if (row.namedTookPost) counts.namedTookPost = 1
  let taken = 0
  for (const { body, how, from } of row.posts) {
    if (how === undefined) continue
    taken += 1
    const due = addMonths(from, monthsInPost)
    for (const name of [`body/${body}`, `how/${how}`, `due/${holdsOn(row.posts, due) ? 'held' : 'left'}/${due}`])
      counts[name] = (counts[name] ?? 0) + 1
  }
  if (taken === 0) return counts
  return { ...counts, taken, takers: 1, ...(holdsPost(row.posts) && { inPost: 1 }) }
}

const dueBy = (counts: Tally, outcome: 'held' | 'left', today: string): number =>
  countsUnder(counts, `due/${outcome}/`).reduce((sum, [due, posts]) => (due <= today ? sum + posts : sum), 0)

const setActive = (active: boolean) =>
  onRow<Row, unknown>((row) => {
    row.active = active
  })

/** Key: the baseId of the last nomination. */
export const cadrePipeline: Projection<Row, never, CadrePipeline> = {
  name: 'cadrePipeline',
  version: 1,
  division: withBase,
  ...rows<Row>({
    CandidateNominated: (row, data) => {
      const { baseId, partyMember } = data
      const next = row ?? { ...newcomer, baseId, partyMember, posts: [] }
      Object.assign(next, { baseId, partyMember, active: true })
      namePost(next.posts, data)
      return next
    },
    ProfileRevised: onRow((row, { partyMember }) => {
      row.partyMember = partyMember ?? row.partyMember
    }),
    TrainingCompleted: onRow((row) => {
      row.trained = true
    }),
    ReserveCadreNamed: onRow((row) => {
      row.reserve = true
      row.named = true
    }),
    ReserveCadreRemoved: onRow((row) => {
      row.reserve = false
    }),
    VillagePostTaken: onRow((row, data) => {
      if (row.reserve) row.namedTookPost = true
      row.reserve = false
      takePost(row.posts, data)
    }),
    VillagePostEnded: onRow((row, data) => endPost(row.posts, data)),
    CandidateRejected: setActive(false),
    JourneyWithdrawn: setActive(false),
    TraineeDisqualified: setActive(false),
    JourneyReinstated: setActive(true),
  }),
  tallies: (row) => [[row.baseId, tally(row)]],
  publish: ({ key, tally: counts, today }) => {
    const named = countOf(counts, 'named')
    const held = dueBy(counts, 'held', today)
    return {
      baseId: key,
      people: countOf(counts, 'people'),
      partyMembersTrained: countOf(counts, 'partyMembersTrained'),
      reserve: {
        named,
        current: countOf(counts, 'reserve'),
        tookPost: rateOf(countOf(counts, 'namedTookPost'), named),
      },
      posts: {
        taken: countOf(counts, 'taken'),
        people: countOf(counts, 'takers'),
        byBody: recordUnder(counts, 'body/'),
        byHow: recordUnder(counts, 'how/'),
        inPost: countOf(counts, 'inPost'),
      },
      stillInPost: rateOf(held, held + dueBy(counts, 'left', today)),
    }
  },
  schema: CadrePipeline,
}

const newcomer = {
  active: true,
  trained: false,
  reserve: false,
  named: false,
  namedTookPost: false,
}
