// The instructors of a base and the courses that it offers.
import type { Schedule } from './schedule.js'
import type { BaseSite, CourseData } from './site.js'

export interface Course {
  readonly courseId: string
  readonly subject: string
  readonly component: CourseData['component']
  readonly hours: number
}

export interface Faculty {
  readonly courses: readonly Course[]
  /** Books an instructor who teaches the subject and is free then; throws if there is none. */
  book(subject: string, date: string, period: string): string
}

const courseMenu: readonly Omit<CourseData, 'courseId' | 'baseId' | 'on'>[] = [
  {
    title: '党章党规与党史',
    kind: 'theory',
    component: 'partySpirit',
    subject: 'party-history',
    hours: 3,
    addresses: ['ideas'],
  },
  {
    title: '乡村振兴政策解读',
    kind: 'theory',
    component: 'partySpirit',
    subject: 'rural-policy',
    hours: 3,
    addresses: ['ideas'],
  },
  {
    title: '羊肚菌栽培技术',
    kind: 'theory',
    component: 'skills',
    subject: 'morel-growing',
    hours: 3,
    addresses: ['skills'],
  },
  {
    title: '白灵芝栽培技术',
    kind: 'theory',
    component: 'skills',
    subject: 'lingzhi-growing',
    hours: 3,
    addresses: ['skills'],
  },
  {
    title: '雪桃种植与管护',
    kind: 'theory',
    component: 'skills',
    subject: 'peach-growing',
    hours: 3,
    addresses: ['skills'],
  },
  {
    title: '小额信贷与合作社财务',
    kind: 'theory',
    component: 'skills',
    subject: 'finance',
    hours: 3,
    addresses: ['capital'],
  },
  {
    title: '农产品电商与销路',
    kind: 'handsOn',
    component: 'skills',
    subject: 'marketing',
    hours: 3,
    addresses: ['marketAccess'],
  },
  {
    title: '种植基地实训',
    kind: 'handsOn',
    component: 'practice',
    subject: 'crop-practice',
    hours: 3,
    addresses: ['skills'],
  },
  {
    title: '产业示范点观摩',
    kind: 'fieldVisit',
    component: 'practice',
    subject: 'field-visit',
    hours: 3,
    addresses: ['ideas', 'marketAccess'],
  },
  {
    title: '合作社见习',
    kind: 'jobShadowing',
    component: 'practice',
    subject: 'job-shadowing',
    hours: 3,
    addresses: ['marketAccess'],
  },
]

const categories = ['localCadre', 'localTalent', 'skilledProducer', 'leadingCadre', 'expert', 'researcher'] as const

/** Engages the instructors and offers the courses, today. */
export const assembleFaculty = (schedule: Schedule, { baseId }: BaseSite, instructors: number): Faculty => {
  const { send, chance, today: on } = schedule
  const teaches = new Map<string, string[]>()
  for (let n = 1; n <= instructors; n += 1) {
    const instructorId = `${baseId}-instructor-${n}`
    // every subject has instructors, however few there are
    const subjects = courseMenu.filter((_, at) => at % 5 === n % 5).map(({ subject }) => subject)
    for (const subject of subjects) teaches.set(subject, [...(teaches.get(subject) ?? []), instructorId])
    send({
      type: 'EngageInstructor',
      data: {
        instructorId,
        baseId,
        category: chance.pick(categories),
        subjects,
        personal: { name: `模拟教师${n}` },
        on,
      },
    })
  }
  const courses = courseMenu.map((course, at) => ({ ...course, courseId: `${baseId}-course-${at + 1}` }))
  for (const course of courses)
    send({ type: 'OfferCourse', data: { ...course, addresses: [...course.addresses], baseId, on } })

  const booked = new Set<string>()
  return {
    courses,
    book: (subject, date, period) => {
      const instructorId = (teaches.get(subject) ?? []).find((id) => !booked.has(`${id} ${date} ${period}`))
      if (instructorId === undefined)
        throw new Error(`no instructor for ${subject} is free on ${date} (${period}): engage more instructors`)
      booked.add(`${instructorId} ${date} ${period}`)
      return instructorId
    },
  }
}
