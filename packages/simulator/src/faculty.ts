// Instructors and the menu of courses.
import type { BaseSite, CourseData } from './place.js'
import type { Schedule } from './schedule.js'

export interface Course {
  readonly courseId: string
  readonly subject: string
  readonly component: CourseData['component']
  readonly hours: number
}

export interface Faculty {
  readonly courses: readonly Course[]
  /** Somebody who teaches the subject and is free then; takes the slot. */
  free(subject: string, date: string, period: string): string
}

const menu: readonly Omit<CourseData, 'courseId' | 'baseId' | 'on'>[] = [
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

/** Engages the pool and offers the menu, today. */
export const assembleFaculty = (schedule: Schedule, { baseId }: BaseSite, instructors: number): Faculty => {
  const { say, chance, today: on } = schedule
  const teaches = new Map<string, string[]>()
  for (let n = 1; n <= instructors; n += 1) {
    const instructorId = `${baseId}-instructor-${n}`
    // every subject has teachers, however small the pool
    const subjects = menu.filter((_, at) => at % 5 === n % 5).map(({ subject }) => subject)
    for (const subject of subjects) teaches.set(subject, [...(teaches.get(subject) ?? []), instructorId])
    say({
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
  const courses = menu.map((course, at) => ({ ...course, courseId: `${baseId}-course-${at + 1}` }))
  for (const course of courses)
    say({ type: 'OfferCourse', data: { ...course, addresses: [...course.addresses], baseId, on } })

  const taken = new Set<string>()
  return {
    courses,
    free: (subject, date, period) => {
      const slot = `${date} ${period}`
      const instructorId = (teaches.get(subject) ?? []).find((id) => !taken.has(`${id} ${slot}`))
      if (instructorId === undefined)
        throw new Error(`nobody is free to teach ${subject} on ${slot}; engage more instructors`)
      taken.add(`${instructorId} ${slot}`)
      return instructorId
    },
  }
}
