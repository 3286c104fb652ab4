// A read model: the certificates of each base, and what was paid for them.
import { countOf, type Journey, onRow, type Projection, recordUnder, rows, withBase } from '@skein/core'
import { z } from 'zod'
import type { Event as FundEvent } from './award-fund.js'
import type { CertificateAwarded } from './certificates.js'

/** Of a person, or of a fund. */
type Row = { baseId: string; counts: Record<string, number> }

const add = ({ counts }: Row, name: string, number: number): void => {
  counts[name] = (counts[name] ?? 0) + number
}

export const CertificateBoard = z.object({
  baseId: z.string(),
  /** Certificates by title. */
  certificates: z.record(z.string(), z.number()),
  /** Paid from the award fund, in fen. */
  paidFen: z.number(),
})
export type CertificateBoard = z.infer<typeof CertificateBoard>

export const certificateBoard: Projection<Row, never, CertificateBoard> = {
  name: 'certificateBoard',
  version: 1,
  division: withBase,
  ...rows<Row, Journey.Events.Event | CertificateAwarded | FundEvent>({
    CandidateNominated: (row, { baseId }) => ({ baseId, counts: row?.counts ?? {} }),
    CertificateAwarded: onRow((row, { title }) => add(row, `certificates/${title}`, 1)),
    FundOpened: (_row, { baseId }) => ({ baseId, counts: {} }),
    AwardPaid: onRow((row, { amountFen }) => add(row, 'paidFen', amountFen)),
  }),
  tallies: ({ baseId, counts }) => [[baseId, counts]],
  publish: ({ key, tally }) => ({
    baseId: key,
    certificates: recordUnder(tally, 'certificates/'),
    paidFen: countOf(tally, 'paidFen'),
  }),
  schema: CertificateBoard,
}
