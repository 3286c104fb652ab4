// Poor households: their income year by year, exits from poverty and relapses.
import { addDays, type Day, yearOf } from '@skein/kernel'
import type { Schedule } from './schedule.js'
import type { BaseSite } from './site.js'

export interface PoorHousehold {
  readonly householdId: string
  readonly village: string
  people: number
  /** Kept by the simulation, as is what follows; no command reads it. */
  isPoor: boolean
  mentoredSince?: Day | undefined
  incomeFen: number
}

const causes = ['illness', 'lack-of-skills', 'lack-of-capital', 'lack-of-labour', 'schooling'] as const

/** Registers households today; their income is recorded in January. */
export const registerHouseholds = (schedule: Schedule, site: BaseSite, count: number): PoorHousehold[] => {
  const { chance, send, today: on } = schedule
  return Array.from({ length: count }, (_, n) => {
    const household: PoorHousehold = {
      householdId: `${site.baseId}-household-${n + 1}`,
      village: chance.pick(site.villages),
      people: chance.int(1, 6),
      isPoor: true,
      incomeFen: chance.int(1800, 3000) * 100,
    }
    send({
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
 * Records the income of the past year every January; in March, households clearly above the poverty line leave poverty.
 * @param lineFen the poverty line, in fen a head and year
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

const reviseMembers = ({ send, today: on }: Schedule, household: PoorHousehold): void => {
  household.people += 1
  send({
    type: 'ReviseMembers',
    data: { householdId: household.householdId, people: household.people, reason: 'birth', on },
  })
}

const enterIncome = ({ chance, send, today }: Schedule, household: PoorHousehold, year: number): void => {
  const growth = household.mentoredSince === undefined ? chance.int(100, 115) : chance.int(125, 170)
  household.incomeFen = Math.floor((household.incomeFen * growth) / 100)
  send({
    type: 'RecordIncome',
    data: { householdId: household.householdId, year, perCapitaFen: household.incomeFen, on: today },
  })
}

const leavePoverty = (
  { chance, send, today }: Schedule,
  household: PoorHousehold,
  incomeYear: number,
  lineFen: number,
): void => {
  if (!household.isPoor || household.incomeFen < lineFen * 1.1 || chance.happens(0.1)) return
  household.isPoor = false
  send(
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

const fallBack = ({ chance, send, today }: Schedule, household: PoorHousehold): void => {
  if (household.isPoor || !chance.happens(0.02)) return
  household.isPoor = true
  household.incomeFen = Math.floor(household.incomeFen / 2)
  send(
    {
      type: 'RecordRelapse',
      data: { householdId: household.householdId, cause: chance.pick(['illness', 'harvest-lost']), on: today },
    },
    { settle: true, actor: 'township-office' },
  )
}
