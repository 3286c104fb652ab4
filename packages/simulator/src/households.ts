// Poor households: income year by year, and the way out of poverty.
import { addDays, type Day, yearOf } from '@skein/kernel'
import type { BaseSite } from './place.js'
import type { Schedule } from './schedule.js'

export interface PoorHousehold {
  readonly householdId: string
  readonly village: string
  people: number
  /** What the story knows of it. */
  isPoor: boolean
  mentoredSince?: Day | undefined
  incomeFen: number
}

const causes = ['illness', 'lack-of-skills', 'lack-of-capital', 'lack-of-labour', 'schooling'] as const

/** Registers them today, with last year's income still to come. */
export const registerHouseholds = (schedule: Schedule, site: BaseSite, count: number): PoorHousehold[] => {
  const { chance, say, today: on } = schedule
  return Array.from({ length: count }, (_, n) => {
    const household: PoorHousehold = {
      householdId: `${site.baseId}-household-${n + 1}`,
      village: chance.pick(site.villages),
      people: chance.int(1, 6),
      isPoor: true,
      incomeFen: chance.int(1800, 3000) * 100,
    }
    say({
      type: 'RegisterHousehold',
      data: {
        householdId: household.householdId,
        baseId: site.baseId,
        divisionCode: household.village,
        people: household.people,
        category: chance.pick(['general', 'general', 'general', 'minimumLivingPoor', 'destituteSupport']),
        mainCause: chance.pick(causes),
        personal: { head: `模拟户主${n + 1}` },
        on,
      },
    })
    return household
  })
}

/**
 * Every January the past year's income is entered; those clearly above the line are made public and leave poverty in March.
 * @param lineFen the poverty line that the story steers by, in fen
 */
export const followIncomes = (
  schedule: Schedule,
  households: readonly PoorHousehold[],
  until: Day,
  lineFen: number,
): void => {
  for (let year = yearOf(schedule.today); year < yearOf(until); year += 1) {
    schedule.at(`${year + 1}-01-10`, () => {
      for (const household of households) {
        if (schedule.chance.happens(0.03)) reviseMembers(schedule, household)
        enterIncome(schedule, household, year)
      }
    })
    schedule.at(`${year + 1}-03-20`, () => {
      for (const household of households) leavePoverty(schedule, household, year, lineFen)
    })
    schedule.at(`${year + 1}-11-15`, () => {
      for (const household of households) fallBack(schedule, household)
    })
  }
}

const reviseMembers = ({ say, today: on }: Schedule, household: PoorHousehold): void => {
  household.people += 1
  say({
    type: 'ReviseMembers',
    data: { householdId: household.householdId, people: household.people, reason: 'birth', on },
  })
}

const enterIncome = ({ chance, say, today }: Schedule, household: PoorHousehold, year: number): void => {
  const growth = household.mentoredSince === undefined ? chance.int(100, 115) : chance.int(125, 170)
  household.incomeFen = Math.floor((household.incomeFen * growth) / 100)
  say({
    type: 'RecordIncome',
    data: { householdId: household.householdId, year, perCapitaFen: household.incomeFen, on: today },
  })
}

const leavePoverty = (
  { chance, say, today }: Schedule,
  household: PoorHousehold,
  incomeYear: number,
  lineFen: number,
): void => {
  if (!household.isPoor || household.incomeFen < lineFen * 1.1 || chance.happens(0.1)) return
  household.isPoor = false
  say(
    {
      type: 'ConfirmExit',
      data: {
        householdId: household.householdId,
        incomeYear,
        twoAssurancesThreeGuarantees: { food: true, clothing: true, education: true, medical: true, housing: true },
        publicisedFrom: addDays(today, -12),
        publicisedUntil: addDays(today, -2),
        on: today,
      },
    },
    { settle: true, actor: 'township-office' },
  )
}

const fallBack = ({ chance, say, today }: Schedule, household: PoorHousehold): void => {
  if (household.isPoor || !chance.happens(0.02)) return
  household.isPoor = true
  household.incomeFen = Math.floor(household.incomeFen / 2)
  say(
    {
      type: 'RecordRelapse',
      data: { householdId: household.householdId, cause: chance.pick(['illness', 'harvest-lost']), on: today },
    },
    { settle: true, actor: 'township-office' },
  )
}
