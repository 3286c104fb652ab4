import { ruleFor } from '@skein/kernel'
import { G3, G5, G6, G7, misdated, openedWrongly } from '../rules/shared/general.js'
import { allTypes, type Event } from './events.js'
import type { Views } from './reads.js'
import type { State } from './state.js'

const rule = ruleFor<Event, State, Views>()

export const rules = [
  rule({
    ...G6,
    on: allTypes,
    breach: ({ type }, { offered }) => openedWrongly(type, 'CourseOffered', offered !== undefined),
  }),
  rule({
    ...G7,
    on: ['CourseOffered'],
    breach: ({ data: { baseId } }, _before, { base }) =>
      base.foundedOn === undefined ? { baseId, founded: false } : undefined,
  }),
  rule({
    ...G5,
    on: ['CourseRevised', 'CourseWithdrawn'],
    breach: ({ type }, { withdrawnOn }) => withdrawnOn && { event: type, withdrawnOn },
  }),
  rule({ ...G3, on: allTypes, breach: ({ data: { on } }, _before, { recordedOn }) => misdated(on, recordedOn) }),
  rule({
    id: 'C1',
    title: { en: 'A course addresses at least one need gap.', zh: '每门课程至少对应一项短板(缺什么补什么)。' },
    basis: 'article: courses teach what trainees lack',
    on: ['CourseOffered', 'CourseRevised'],
    breach: ({ data: { addresses } }) =>
      addresses !== undefined && addresses.length === 0 ? { addresses: 0, required: 1 } : undefined,
  }),
]
