import { ruleFor } from '@skein/kernel'
import { G3, G6, G7, misdated, openedWrongly } from '../rules/shared/general.js'
import { allTypes, type Event } from './events.js'
import type { Views } from './reads.js'
import { incidenceOf, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()

/** The number of digits of a code, by level. A code begins with the code of the parent. */
const digits = { county: 6, township: 9, village: 12 } as const

export const rules = [
  rule({
    ...G6,
    on: allTypes,
    breach: ({ type }, { registered }) => openedWrongly(type, 'DivisionRegistered', registered !== undefined),
  }),
  rule({
    ...G7,
    on: ['DivisionRegistered'],
    breach: ({ data: { code, level, parent } }, _before, views) => {
      if (code.length !== digits[level]) return { code, level, digits: code.length, expectedDigits: digits[level] }
      if (parent === undefined) return undefined
      if (parent.length !== code.length - 3 || !code.startsWith(parent)) return { code, level, parent, nests: false }
      return views.parent.registeredOn === undefined ? { parent, registered: false } : undefined
    },
  }),
  rule({
    ...G7,
    on: ['DivisionClassified'],
    breach: ({ data: { baseId } }, _before, { base }) =>
      baseId !== undefined && base.foundedOn === undefined ? { baseId, founded: false } : undefined,
  }),
  rule({ ...G3, on: allTypes, breach: ({ data: { on } }, _before, { recordedOn }) => misdated(on, recordedOn) }),
  rule({
    id: 'X4',
    title: {
      en: 'A poor village leaves poverty only by exiting, with its latest incidence below the limit of a base that serves it.',
      zh: '贫困村只能以退出方式脱贫,且最近一次贫困发生率须低于所属基地方案规定的标准。',
    },
    basis: 'law: State Council exit rules of 2016: below 3 % in the western regions',
    permission: true,
    on: ['DivisionClassified'],
    breach: ({ data: { status, baseId } }, before, { base, policy: { policy } }) => {
      const was = before.classified?.status ?? null
      const wasPoor = was === 'poor' || was === 'deeplyPoor'
      const { code = '', level = null } = before.registered ?? {}
      if (status !== 'exited')
        return status === 'notPoor' && wasPoor && level === 'village' ? { status, was, leavesAs: 'exited' } : undefined
      if (level !== 'village') return { level, expected: 'village' }
      if (!wasPoor) return { status, was }
      if (baseId === undefined) return { baseId: null }
      if (base.divisionCode === undefined || !code.startsWith(base.divisionCode))
        return { code, baseId, baseServes: base.divisionCode ?? null }
      const { poorPeople = null, population = null } = before.poverty ?? {}
      const incidence = incidenceOf(before)
      return incidence === undefined || incidence >= policy.villageExitIncidence
        ? { poorPeople, population, incidence: incidence ?? null, limit: policy.villageExitIncidence }
        : undefined
    },
  }),
  rule({
    id: 'X5',
    title: {
      en: 'The number of poor people is between 0 and the population.',
      zh: '贫困人口须不小于零且不大于总人口。',
    },
    basis: 'own: a share lies between 0 and 1',
    on: ['PovertyCounted'],
    breach: ({ data: { poorPeople, population } }) =>
      poorPeople >= 0 && poorPeople <= population ? undefined : { poorPeople, population },
  }),
]
