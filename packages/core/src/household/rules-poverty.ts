// X1 to X3: exit from poverty, and relapse.
import { daysBetween, type Evidence, ruleFor, yearOf } from '@skein/kernel'
import { type Policy, povertyLine } from '../policy/policy.js'
import type { DataOf, Event } from './events.js'
import type { Views } from './reads.js'
import type { State } from './state.js'

const rule = ruleFor<Event, State, Views>()
type Exit = DataOf<'PovertyExited'>

/** The income is missing, of the wrong year, or not above the line. A year without a line uses an earlier one. */
const incomeTooLow = ({ incomeYear, on }: Exit, { incomes }: State, policy: Policy): Evidence | undefined => {
  const exitYear = yearOf(on)
  if (incomeYear !== exitYear && incomeYear !== exitYear - 1) return { incomeYear, exitYear }
  const income = incomes.get(incomeYear)
  if (income === undefined) return { incomeYear, perCapitaFen: null }
  const { perCapitaFen } = income
  const line = povertyLine(policy, incomeYear)
  if (line === undefined) return { incomeYear, perCapitaFen, lineFen: null }
  if (perCapitaFen > line.fen) return undefined
  return { incomeYear, perCapitaFen, lineFen: line.fen, lineYear: line.year }
}

/** One of the two assurances and three guarantees is missing. */
const assuranceMissing = ({ twoAssurancesThreeGuarantees: assured }: Exit): Evidence | undefined => {
  const lacking = (['food', 'clothing', 'education', 'medical', 'housing'] as const).filter((name) => !assured[name])
  return lacking.length === 0 ? undefined : { lacking: lacking.join(', ') }
}

/** The publicity is too short (its first and last day both count), or is not over. */
const publicityTooShort = (exit: Exit, { exitPublicityDays }: Policy): Evidence | undefined => {
  const { publicisedFrom, publicisedUntil, on } = exit
  const publicisedDays = daysBetween(publicisedFrom, publicisedUntil) + 1
  if (publicisedDays < exitPublicityDays) return { publicisedFrom, publicisedUntil, publicisedDays, exitPublicityDays }
  return publicisedUntil < on ? undefined : { publicisedUntil, on }
}

export const povertyRules = [
  rule({
    id: 'X3',
    title: {
      en: 'Only a poor household exits poverty, only an exited one relapses.',
      zh: '只有贫困户可脱贫,只有已脱贫户可返贫。',
    },
    basis: 'own: a household is either poor or exited',
    on: ['PovertyExited', 'PovertyRelapsed'],
    breach: ({ type }, { poverty }) => {
      const expected = type === 'PovertyExited' ? 'poor' : 'exited'
      return poverty?.status === expected
        ? undefined
        : { poverty: poverty?.status ?? null, since: poverty?.on ?? null, expected }
    },
  }),
  rule({
    id: 'X1',
    title: {
      en: 'Exit requires income above the line, the two assurances and three guarantees, and a completed publicity period.',
      zh: '脱贫须人均纯收入超过当年标准、“两不愁三保障”全部实现,且公示期满。',
    },
    basis:
      'law: State Council exit rules of 2016: income stably above the line, no want of food and clothing, three guarantees, publicity',
    permission: true,
    on: ['PovertyExited'],
    breach: ({ data }, before, { policy: { policy } }) =>
      incomeTooLow(data, before, policy) ?? assuranceMissing(data) ?? publicityTooShort(data, policy),
  }),
  rule({
    id: 'X2',
    title: {
      en: 'If the policy says so, a household does not exit in the year of its registration.',
      zh: '方案规定时,建档立卡当年不得脱贫。',
    },
    basis: 'own: some provinces forbid it; the policy decides',
    permission: true,
    on: ['PovertyExited'],
    breach: ({ data: { on } }, { registered }, { policy: { policy } }) =>
      !policy.exitInRegistrationYear && registered !== undefined && yearOf(registered.on) === yearOf(on)
        ? { on, registeredOn: registered.on, exitInRegistrationYear: false }
        : undefined,
  }),
]
