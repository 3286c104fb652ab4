import { type CommandInput, domain as coreDomain, type Policy, policySchemaOf } from '@skein/core'
import type { Domain } from '@skein/kernel'

/** A policy as it is adopted, also with the fields of `extendPolicy`: fields that are left out get their defaults. */
export type PolicyInput<Input = CommandInput> = Input extends {
  readonly type: 'AdoptPolicy'
  readonly data: { readonly policy: infer Policy }
}
  ? Policy
  : never

/** The policy, completed by what every programme needs: an industry with a threshold, and a poverty line. */
export const completePolicy = (policy: unknown, domain: Pick<Domain, 'aggregates'> = coreDomain): Policy => {
  const schema = policySchemaOf(domain)
  const parsed = schema.parse(policy)
  const { scaleThresholds, povertyLineFen } = parsed
  return schema.parse({
    ...parsed,
    scaleThresholds:
      Object.keys(scaleThresholds).length > 0 ? scaleThresholds : { morels: { quantity: 10, unit: 'mu' } },
    povertyLineFen: Object.keys(povertyLineFen).length > 0 ? povertyLineFen : { 2018: 350_000 },
  })
}

/** Figures that the sample commands derive from a policy. */
export const figuresOf = (policy: Policy) => {
  const [industry = 'morels', threshold = { quantity: 10, unit: 'mu' }] =
    Object.entries(policy.scaleThresholds)[0] ?? []
  const [lineYear = '2018', povertyLine = 350_000] =
    Object.entries(policy.povertyLineFen).findLast(([year]) => Number(year) <= 2018) ??
    Object.entries(policy.povertyLineFen)[0] ??
    []
  const incomeYear = Math.max(2018, Number(lineYear))
  return {
    industry,
    threshold,
    povertyLine,
    incomeYear,
    exitOn: `${incomeYear + 1}-03-20`,
    /** Hours of party spirit in a batch that has two other sessions of four hours each. */
    partySpiritHours: Math.ceil((8 * policy.minPartySpiritShare) / (1.0001 - policy.minPartySpiritShare)) + 1,
    seats: Math.min(policy.batchSeats, 3),
    quotaPeople: Math.max(policy.minQuotaPeople, Math.min(policy.maxQuotaPeople ?? 8, 8)),
  }
}

export type Figures = ReturnType<typeof figuresOf>
