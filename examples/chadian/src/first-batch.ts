// The first batch: fifty secretaries of village party branches, for three days from the opening on.
import { addDays, day } from '@skein/kernel'
import { type BaseSite, type Faculty, nominate, type Person, runBatch, type Schedule } from '@skein/simulator'
import { openingDay } from './base.js'

const seats = 50

/** They are made up, as all people in this example, and have running numbers instead of names. */
const secretaries = ({ chance }: Schedule, { baseId, villages }: BaseSite): Person[] =>
  Array.from({ length: seats }, (_, n) => ({
    traineeId: `${baseId}-secretary-${n + 1}`,
    village: villages[n % villages.length] ?? '',
    category: 'villageCadre',
    partyMember: true,
    requests: chance.some(['morel-growing', 'lingzhi-growing', 'peach-growing'], 2),
    hasPotential: true,
    currentPost: { post: 'branch-secretary', body: 'partyBranch' },
    state: 'new',
    isLead: false,
    wasTrained: false,
  }))

export const trainSecretaries = (schedule: Schedule, site: BaseSite, faculty: Faculty): void => {
  const startsOn = day(openingDay)
  const people = secretaries(schedule, site)
  for (const person of people) schedule.at(addDays(startsOn, -24), () => nominate(schedule, site, person, 0))
  runBatch(schedule, site, faculty, {
    batchId: `${site.baseId}-batch-1`,
    title: '第1期培训班(村党支部书记)',
    startsOn,
    cohort: () => people,
    closed: (person, completed) => {
      person.state = completed ? 'trained' : 'selected'
    },
  })
}
