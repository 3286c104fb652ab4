// Who is nominated, and what becomes of the nomination.
import { addDays } from '@skein/kernel'
import type { BaseSite, Category, NeedGap } from './place.js'
import type { Schedule } from './schedule.js'

export interface Person {
  readonly traineeId: string
  readonly village: string
  readonly category: Category
  readonly partyMember: boolean
  readonly requests: readonly string[]
  readonly hasPotential: boolean
  /** A post they hold when they are nominated. */
  readonly currentPost?: { readonly post: string; readonly body: 'partyBranch' | 'villagersCommittee' }
  /** What the story knows of them. */
  state: 'new' | 'nominated' | 'selected' | 'seated' | 'trained' | 'left'
  isLead: boolean
  wasTrained: boolean
}

const categories: readonly Category[] = ['partyMember', 'villager', 'villager', 'returnedYouth', 'veteran']
const gaps: readonly NeedGap[] = ['ideas', 'skills', 'capital', 'marketAccess']
const strengths = ['growing', 'livestock', 'trading', 'organising'] as const
const skills = ['morel-growing', 'lingzhi-growing', 'peach-growing', 'finance', 'marketing'] as const

/** People are made up: a running number stands where a name would. */
export const peopleOf = ({ chance }: Schedule, { baseId, villages }: BaseSite, count: number): Person[] =>
  Array.from({ length: count }, (_, n) => {
    const category = chance.pick(categories)
    return {
      traineeId: `${baseId}-trainee-${n + 1}`,
      village: chance.pick(villages),
      category,
      partyMember: category === 'partyMember' || chance.happens(0.1),
      requests: chance.some(skills, chance.int(1, 2)),
      hasPotential: chance.happens(0.45),
      state: 'new',
      isLead: false,
      wasTrained: false,
    }
  })

/**
 * Nominates today, reviews in three days, selects (or rejects) in five.
 * @param refusals the share of those who turn out unwilling, and of those who are not eligible
 */
export const nominate = (
  schedule: Schedule,
  { baseId }: Pick<BaseSite, 'baseId'>,
  person: Person,
  refusals = 0.03,
): void => {
  const { chance, say, at, today } = schedule
  const { traineeId } = person
  const isWilling = !chance.happens(refusals)
  const isEligible = !chance.happens(refusals)
  person.state = 'nominated'
  say({
    type: 'NominateCandidate',
    data: {
      traineeId,
      baseId,
      divisionCode: person.village,
      category: person.category,
      partyMember: person.partyMember,
      willing: isWilling,
      potential: person.hasPotential ? [chance.pick(strengths)] : [],
      needs: chance.some(gaps, chance.int(1, 2)),
      ...(person.currentPost && { currentPost: { ...person.currentPost, divisionCode: person.village } }),
      by: { role: chance.pick(['self', 'villageBranch', 'workTeam']), id: `branch-${person.village}` },
      lawfulBasis: 'consent',
      personal: { name: `模拟学员${numberOf(traineeId)}`, birthYear: chance.int(1958, 1998) },
      on: today,
    },
  })
  if (chance.happens(0.02)) at(addDays(today, chance.int(6, 60)), () => correct(schedule, person))
  at(addDays(today, 3), () =>
    say({
      type: 'ReviewEligibility',
      data: {
        traineeId,
        passed: isEligible,
        findings: isEligible ? [] : ['not-a-resident'],
        by: { role: 'townshipParty', id: 'township-office' },
        on: schedule.today,
      },
    }),
  )
  at(addDays(today, 5), () => {
    const on = schedule.today
    if (!isWilling || !isEligible) {
      person.state = 'left'
      say({ type: 'RejectCandidate', data: { traineeId, reason: isEligible ? 'unwilling' : 'not-eligible', on } })
      return
    }
    person.state = 'selected'
    say({ type: 'SelectTrainee', data: { traineeId, on } })
    say({ type: 'RequestCourses', data: { traineeId, subjects: [...person.requests], on } })
  })
}

/** A slip of the pen put right: a birth year, or what the person lacks. */
const correct = ({ chance, say, today: on }: Schedule, { traineeId }: Person): void => {
  if (chance.happens(0.5)) {
    const personal = { name: `模拟学员${numberOf(traineeId)}`, birthYear: chance.int(1958, 1998) }
    say({ type: 'CorrectTraineeDetails', data: { traineeId, personal, reason: 'misread', on } })
  } else say({ type: 'ReviseProfile', data: { traineeId, needs: [chance.pick(gaps)], reason: 'asked-again', on } })
}

const numberOf = (traineeId: string): string => traineeId.slice(traineeId.lastIndexOf('-') + 1)
