// People and their nomination: review, then selection or rejection.
import { addDays } from '@skein/kernel'
import type { Schedule } from './schedule.js'
import type { BaseSite, Category, NeedGap } from './site.js'

export interface Person {
  readonly traineeId: string
  readonly village: string
  readonly category: Category
  readonly partyMember: boolean
  readonly requests: readonly string[]
  readonly hasPotential: boolean
  /** The village post that the person holds at the nomination. */
  readonly currentPost?: { readonly post: string; readonly body: 'partyBranch' | 'villagersCommittee' }
  /** Kept by the simulation, as is what follows; no command reads it. */
  state: 'new' | 'nominated' | 'selected' | 'seated' | 'trained' | 'left'
  isLead: boolean
  wasTrained: boolean
}

const categories: readonly Category[] = ['partyMember', 'villager', 'villager', 'returnedYouth', 'veteran']
const gaps: readonly NeedGap[] = ['ideas', 'skills', 'capital', 'marketAccess']
const strengths = ['growing', 'livestock', 'trading', 'organising'] as const
const skills = ['morel-growing', 'lingzhi-growing', 'peach-growing', 'finance', 'marketing'] as const

/** Makes people up; they have a running number instead of a name. */
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
 * Nominates a person today, reviews the nomination in three days, and selects or rejects the person in five.
 * @param refusals the share of people who are unwilling, and the share of people who are not eligible
 */
export const nominate = (
  schedule: Schedule,
  { baseId }: Pick<BaseSite, 'baseId'>,
  person: Person,
  refusals = 0.03,
): void => {
  const { chance, send, at, today } = schedule
  const { traineeId } = person
  const isWilling = !chance.happens(refusals)
  const isEligible = !chance.happens(refusals)
  person.state = 'nominated'
  send({
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
    send({
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
      send({ type: 'RejectCandidate', data: { traineeId, reason: isEligible ? 'unwilling' : 'not-eligible', on } })
      return
    }
    person.state = 'selected'
    send({ type: 'SelectTrainee', data: { traineeId, on } })
    send({ type: 'RequestCourses', data: { traineeId, subjects: [...person.requests], on } })
  })
}

/** Corrects a mistake in the nomination: the birth year, or the person's needs. */
const correct = ({ chance, send, today: on }: Schedule, { traineeId }: Person): void => {
  if (chance.happens(0.5)) {
    const personal = { name: `模拟学员${numberOf(traineeId)}`, birthYear: chance.int(1958, 1998) }
    send({ type: 'CorrectTraineeDetails', data: { traineeId, personal, reason: 'misread', on } })
  } else send({ type: 'ReviseProfile', data: { traineeId, needs: [chance.pick(gaps)], reason: 'asked-again', on } })
}

const numberOf = (traineeId: string): string => traineeId.slice(traineeId.lastIndexOf('-') + 1)
