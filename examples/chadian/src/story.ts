// The base of a township from its first day to its third summer, as commands in the order in which they were sent.
import { day } from '@skein/kernel'
import {
  assembleFaculty,
  type Division,
  illustrativePovertyLines,
  runProgramme,
  type Step,
  scheduledSteps,
} from '@skein/simulator'
import { adoptPolicy, buildBase, siteOf } from './base.js'
import { recordEarlierYears, township, villagesOf } from './beginnings.js'
import { trainSecretaries } from './first-batch.js'

export interface StoryOptions {
  readonly divisions: readonly Division[]
  /** Decides who the made-up people are and what they do; default 7. */
  readonly seed?: number
  /** The number of people who are nominated in the two simulated years; default 600. */
  readonly trainees?: number
  /** The number of poor households; default 240. */
  readonly households?: number
}

const lineFen = illustrativePovertyLines['2018'] ?? 0

/** The last day; the report is about this day. */
export const lastDay = day('2020-06-30')

/** The published facts up to June 2018, then two simulated years. The same options give the same steps. */
export const story = ({ divisions, seed = 7, trainees = 600, households = 240 }: StoryOptions): Iterable<Step> => {
  const villages = villagesOf(divisions).map(({ code }) => code)
  return scheduledSteps({ seed, start: day('2018-02-26'), until: lastDay, name: 'chadian' }, (schedule) => {
    recordEarlierYears(schedule, divisions)
    buildBase(schedule)
    const site = siteOf(villages, day('2018-05-15'))
    schedule.at('2018-03-01', () => {
      adoptPolicy(schedule)
      const faculty = assembleFaculty(schedule, site, 30)
      trainSecretaries(schedule, site, faculty)
      schedule.at('2018-04-01', () => {
        // surveyed before the two years begin; the figure is illustrative
        schedule.send({ type: 'CountWilling', data: { code: township, people: trainees + 60, on: schedule.today } })
        runProgramme(schedule, site, { trainees, households, months: 26, lineFen, faculty, batchesBefore: 1 })
      })
    })
  })
}
