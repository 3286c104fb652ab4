// The money: what the base was built with, what lead households were given, and how many people left poverty.

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

/** `exited`: people of the household as counted at the exit that stands, 0 while none does. */
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
    /** Levels that gave, from the province down. */
    levels: z.array(z.object({ level: z.enum(levels), ...Money.shape, contributions: z.number() })),
  }),
  support: z.object({
    /** Money granted, in fen; the worth of a policy is not money. */
    fundingFen: z.number(),
    fundingGrants: z.number(),
    policyGrants: z.number(),
    /** People who were granted anything. */
    people: z.number(),
    /** Funding before policy, then by purpose. */
    purposes: z.array(
      z.object({ kind: z.enum(kinds), purpose: z.string(), grants: z.number(), fundingFen: z.number() }),
    ),
  }),
  /** Registered poor households that stand exited, and their people as counted at the exit; a relapse takes them back. */
  lifted: z.object({ people: z.number(), households: z.number() }),
  /** People lifted ÷ money in units of 10 000 yuan; the certainty is the money's, so that of a bound the rate is at most. */
  liftedPerTenThousandYuan: z.object({
    ofFunding: Rate,
    ofContributions: z.object({ ...Rate.shape, moneyCertainty: Certainty }),
  }),
})
export type SupportLedger = z.infer<typeof SupportLedger>

const tenThousandYuan = (fen: number): number => fen / 1_000_000

const plus = (counts: Record<string, number>, name: string, by: number): void => {
  counts[name] = (counts[name] ?? 0) + by
}

/** What a person was granted stays with the base that granted it, wherever they are nominated next. */
const grantsAt = (grants: Extract<Row, { kind: 'journey' }>['grants']): [string, Tally][] => {
  const bases = new Map<string, Record<string, number>>()
  for (const { baseId, kind, purpose, fen } of grants) {
    const counts = bases.get(baseId) ?? { supported: 1 }
    bases.set(baseId, counts)
    plus(counts, `grants/${kind}/${purpose}`, 1)
    plus(counts, `fen/${kind}/${purpose}`, fen)
  }
  return [...bases]
}

const contributionsOf = (tally: Tally): SupportLedger['contributions'] => {
  const given = levels.flatMap((level) => {
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
  const fen = given.reduce((sum, { fen }) => sum + fen, 0)
  return { total: { fen, certainty: certaintyOf(given.map(({ certainty }) => certainty)) }, levels: given }
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
  const of = (kind: Kind) => purposes.filter((purpose) => purpose.kind === kind)
  return {
    fundingFen: of('funding').reduce((sum, { fundingFen }) => sum + fundingFen, 0),
    fundingGrants: of('funding').reduce((sum, { grants }) => sum + grants, 0),
    policyGrants: of('policy').reduce((sum, { grants }) => sum + grants, 0),
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
      plus(counts, `contributed/${level}/${certainty}`, amountFen)
      plus(counts, `contributions/${level}/${certainty}`, 1)
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
