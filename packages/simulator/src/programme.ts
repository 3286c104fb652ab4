// A programme of some months: batch after batch, and what the trained people do afterwards.
import { addDays, addMonths, type Day, daysBetween } from '@skein/kernel'
import { runBatch } from './batches.js'
import { raiseCadre } from './cadres.js'
import { assembleFaculty, type Faculty } from './faculty.js'
import { followIncomes, registerHouseholds } from './households.js'
import { raiseLead, type Setting } from './leads.js'
import { nominate, type Person, peopleOf } from './people.js'
import type { Schedule } from './schedule.js'
import type { BaseSite, Extent } from './site.js'

export interface ProgrammeOptions extends Extent {
  /** The poverty line, in fen a head and year. */
  readonly lineFen: number
  /** The instructors and courses of the base; default new ones. */
  readonly faculty?: Faculty
  /** The number of batches that were run before; the next ones are numbered from there. Default 0. */
  readonly batchesBefore?: number
}

/** Schedules a whole programme from today on; its base is founded and has its facilities open. */
export const runProgramme = (schedule: Schedule, site: BaseSite, options: ProgrammeOptions): void => {
  const { chance, at, today } = schedule
  const before = options.batchesBefore ?? 0
  const until = addMonths(today, options.months)
  const faculty = options.faculty ?? assembleFaculty(schedule, site, 30)
  const households = registerHouseholds(schedule, site, options.households)
  followIncomes(schedule, households, until, options.lineFen)
  const setting: Setting = { schedule, site, households, until }

  const people = peopleOf(schedule, site, options.trainees)
  const batches = Math.ceil((options.trainees * 1.06) / site.seats)
  // the last batch closes a month before the end
  const span = daysBetween(site.opensOn, until) - 40
  const perBatch = Math.ceil(people.length / batches)
  let waiting: Person[] = []

  for (let n = 0; n < batches; n += 1) {
    const startsOn = addDays(site.opensOn, Math.floor((span * n) / batches))
    const newcomers = people.slice(n * perBatch, (n + 1) * perBatch)
    for (const person of newcomers) at(addDays(startsOn, -chance.int(21, 28)), () => nominate(schedule, site, person))
    runBatch(schedule, site, faculty, {
      batchId: `${site.baseId}-batch-${before + n + 1}`,
      title: `第${before + n + 1}期培训班`,
      startsOn,
      cohort: () => [...waiting, ...newcomers].filter(({ state }) => state === 'selected' || state === 'seated'),
      closed: (person, completed) => {
        waiting = waiting.filter((other) => other !== person)
        person.state = completed || person.wasTrained ? 'trained' : 'selected'
        if (person.state === 'selected') waiting.push(person)
        else if (!person.wasTrained) {
          person.wasTrained = true
          afterTraining(setting, person, () => waiting.push(person))
        }
      },
    })
    at(addDays(startsOn, 6), () => {
      for (const person of newcomers) if (person.state === 'selected' && !waiting.includes(person)) waiting.push(person)
    })
  }
}

/** @param waitAgain puts a person who wants another training into the queue for a seat */
const afterTraining = (setting: Setting, person: Person, waitAgain: () => void): void => {
  const { schedule } = setting
  const { chance, at, send, today } = schedule
  if (chance.happens(0.04))
    at(addDays(today, chance.int(100, 300)), () => {
      person.state = 'selected'
      waitAgain()
    })
  else if (person.hasPotential && chance.happens(0.25)) raiseLead(setting, person)
  else if (person.partyMember && chance.happens(0.12)) raiseCadre(schedule, person)
  else if (chance.happens(0.02)) leave(schedule, person, addDays(today, chance.int(5, 60)))
  else if (chance.happens(0.01)) {
    const on = addDays(today, chance.int(5, 60))
    at(on, () =>
      send(
        { type: 'Disqualify', data: { traineeId: person.traineeId, reason: 'false-statement', on } },
        { settle: true },
      ),
    )
    at(addDays(on, 30), () =>
      send({ type: 'Reinstate', data: { traineeId: person.traineeId, reason: 'appeal-upheld', on: schedule.today } }),
    )
  }
}

const leave = ({ at, send }: Schedule, person: Person, on: Day): void =>
  at(on, () => {
    person.state = 'left'
    send({ type: 'Withdraw', data: { traineeId: person.traineeId, reason: 'moved-away', on } }, { settle: true })
  })
