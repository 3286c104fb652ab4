// Contributions to a base, support for lead households, and the number of people lifted out of poverty.
import type { Projection, Tally } from '@skein/kernel'
import { z } from 'zod'
import { withBase } from '../divisions/refs.js'
import { Certainty } from '../shared/value-objects.js'
import { certaintyOf } from './shared/certainty.js'
import { countOf, countsUnder, Rate, rateOf } from './shared/numbers.js'
import { onKind, rows } from './shared/rows.js'

const levels = ['province', 'prefecture', 'county', 'unspecified'] as const
const kinds = ['funding', 'policy'] as const
type Kind = (typeof kinds)[number]

/** `exited`: the people of an exited household, as counted at the exit; 0 if it has not exited. */
type Row =
  | { kind: 'base'; baseId: string; counts: Record<string, number> }
  | { kind: 'journey'; baseId: string; grants: { baseId: string; kind: Kind; purpose: string; fen: number }[] }
  | { kind: 'household'; baseId: string; exited: number }

const Money = z.object({
  /** In fen. */
  fen: z.number(),
  certainty: Certainty,
})

export const SupportLedger = z.object({
  baseId: z.string(),
  contributions: z.object({
    total: Money,
    /** Only levels with contributions, from the province down. */
    levels: z.array(z.object({ level: z.enum(levels), ...Money.shape, contributions: z.number() })),
  }),
  support: z.object({
    /** Funding granted, in fen; support by policy is not counted. */
    fundingFen: z.number(),
    fundingGrants: z.number(),
    policyGrants: z.number(),
    /** The number of people with any support. */
    people: z.number(),
    /** Funding first, then policy; each in the order of purposes. */
    purposes: z.array(
      z.object({ kind: z.enum(kinds), purpose: z.string(), grants: z.number(), fundingFen: z.number() }),
    ),
  }),
  /** Registered poor households that have exited poverty and not relapsed, and their people as counted at the exit. */
  lifted: z.object({ people: z.number(), households: z.number() }),
  /** People lifted ÷ money in units of 10 000 yuan. If the money is `atLeast`, the rate is an upper bound. */
  liftedPerTenThousandYuan: z.object({
    ofFunding: Rate,
    ofContributions: z.object({ ...Rate.shape, moneyCertainty: Certainty }),
  }),
})
export type SupportLedger = z.infer<typeof SupportLedger>

const tenThousandYuan = (fen: number): number => fen / 1_000_000

const add = (counts: Record<string, number>, name: string, by: number): void => {
  counts[name] = (counts[name] ?? 0) + by
}

/** A grant counts for the base that granted it, even if the person is nominated for another base later. */
const grantsAt = (grants: Extract<Row, { kind: 'journey' }>['grants']): [string, Tally][] => {
  const bases = new Map<string, Record<string, number>>()
  for (const { baseId, kind, purpose, fen } of grants) {
    const counts = bases.get(baseId) ?? { supported: 1 }
    bases.set(baseId, counts)
    add(counts, `grants/${kind}/${purpose}`, 1)
    add(counts, `fen/${kind}/${purpose}`, fen)
  }
  return [...bases]
}

const contributionsOf = (tally: Tally): SupportLedger['contributions'] => {
  const byLevel = levels.flatMap((level) => {
    const amounts = countsUnder(tally, `contributed/${level}/`)
    const contributions = countsUnder(tally, `contributions/${level}/`)
    return contributions.length === 0
      ? []
      : [
          {
            level,
            fen: sumOf(amounts),
            certainty: certaintyOfNames(contributions),
            contributions: sumOf(contributions),
          },
        ]
  })
  const fen = byLevel.reduce((sum, { fen }) => sum + fen, 0)
  return { total: { fen, certainty: certaintyOf(byLevel.map(({ certainty }) => certainty)) }, levels: byLevel }
}

const sumOf = (counts: readonly (readonly [string, number])[]): number =>
  counts.reduce((sum, [, count]) => sum + count, 0)

const certaintyOfNames = (counts: readonly (readonly [string, number])[]): Certainty =>
  certaintyOf(counts.map(([name]) => Certainty.parse(name)))

const supportOf = (tally: Tally): SupportLedger['support'] => {
  const purposes = kinds.flatMap((kind) =>
    countsUnder(tally, `grants/${kind}/`).map(([purpose, grants]) => ({
      kind,
      purpose,
      grants,
      fundingFen: countOf(tally, `fen/${kind}/${purpose}`),
    })),
  )
  const ofKind = (kind: Kind) => purposes.filter((purpose) => purpose.kind === kind)
  return {
    fundingFen: ofKind('funding').reduce((sum, { fundingFen }) => sum + fundingFen, 0),
    fundingGrants: ofKind('funding').reduce((sum, { grants }) => sum + grants, 0),
    policyGrants: ofKind('policy').reduce((sum, { grants }) => sum + grants, 0),
    people: countOf(tally, 'supported'),
    purposes,
  }
}

const onBase = onKind<Row, 'base'>('base')
const onJourney = onKind<Row, 'journey'>('journey')
const onHousehold = onKind<Row, 'household'>('household')

/** Key: the baseId. */
export const supportLedger: Projection<Row, never, SupportLedger> = {
  name: 'supportLedger',
  version: 1,
  division: withBase,
  ...rows<Row>({
    BaseFounded: (_row, { baseId }) => ({ kind: 'base', baseId, counts: { founded: 1 } }),
    ContributionRecorded: onBase(({ counts }, { level, certainty, amountFen }) => {
      add(counts, `contributed/${level}/${certainty}`, amountFen)
      add(counts, `contributions/${level}/${certainty}`, 1)
    }),
    CandidateNominated: (row, { baseId }) => ({
      kind: 'journey',
      baseId,
      grants: row?.kind === 'journey' ? row.grants : [],
    }),
    SupportGranted: onJourney(({ baseId, grants }, { kind, purpose, amountFen }) => {
      grants.push({ baseId, kind, purpose, fen: kind === 'funding' ? (amountFen ?? 0) : 0 })
    }),
    HouseholdRegistered: (_row, { baseId }) => ({ kind: 'household', baseId, exited: 0 }),
    PovertyExited: onHousehold((household, { people }) => {
      household.exited = people
    }),
    PovertyRelapsed: onHousehold((household) => {
      household.exited = 0
    }),
  }),
  tallies: (row) => {
    if (row.kind === 'base') return [[row.baseId, row.counts]]
    if (row.kind === 'journey') return grantsAt(row.grants)
    return row.exited > 0 ? [[row.baseId, { liftedPeople: row.exited, liftedHouseholds: 1 }]] : []
  },
  publish: ({ key, tally }) => {
    const contributions = contributionsOf(tally)
    const support = supportOf(tally)
    const people = countOf(tally, 'liftedPeople')
    return {
      baseId: key,
      contributions,
      support,
      lifted: { people, households: countOf(tally, 'liftedHouseholds') },
      liftedPerTenThousandYuan: {
        ofFunding: rateOf(people, tenThousandYuan(support.fundingFen)),
        ofContributions: {
          ...rateOf(people, tenThousandYuan(contributions.total.fen)),
          moneyCertainty: contributions.total.certainty,
        },
      },
    }
  },
  schema: SupportLedger,
}
