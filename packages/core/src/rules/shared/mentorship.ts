import type { Evidence, RuleMetadata } from '@skein/kernel'
import { type Policy, thresholdOf } from '../../policy/policy.js'

/** Judged when an agreement is signed, and again when the person starts to mentor. */
export const M1: RuleMetadata = {
  id: 'M1',
  title: {
    en: 'Only a recognised lead household in active status, whose industry has reached the scale threshold, signs an agreement.',
    zh: '签订传帮带协议的须是状态正常、已认定的大户,且其产业在签约之日前已达到规模标准。',
  },
  basis: 'article: lead households whose industry has reached a certain scale sign with the base',
  permission: true,
}

/** What M1 compares: the person, in an industry, on the day of the agreement. */
export type Mentorship = {
  readonly person: {
    readonly status: string
    readonly recognisedOn?: string
    readonly thresholdOn?: string
    readonly scale?: { readonly quantity: number; readonly unit: string }
  }
  readonly industry: string
  readonly on: string
  readonly policy: Policy
}

/** M1: the person was not active, recognised and at scale on the day of the agreement. */
export const mentorUnfit = ({ person, industry, on, policy }: Mentorship): Evidence | undefined => {
  const { status, recognisedOn, thresholdOn, scale } = person
  if (status === 'active' && recognisedOn !== undefined && thresholdOn !== undefined) return undefined
  const threshold = thresholdOf(policy, industry)
  return {
    industry,
    on,
    status,
    recognisedOn: recognisedOn ?? null,
    thresholdReachedOn: thresholdOn ?? null,
    quantity: scale?.quantity ?? null,
    threshold: threshold?.quantity ?? null,
    unit: threshold?.unit ?? scale?.unit ?? null,
  }
}
