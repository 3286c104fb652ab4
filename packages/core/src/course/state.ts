import { type Day, evolveWith, streamOf } from '@skein/kernel'
import { type LastEventBySlot, noEvents, type Slots, trackSlots } from '../shared/idempotency.js'
import type { Component, CourseKind, NeedGap } from '../shared/value-objects.js'
import type { DataOf, Event } from './events.js'

export type State = {
  readonly heard: LastEventBySlot
  /** As offered, and revised since. */
  readonly offered?: DataOf<'CourseOffered'>
  readonly withdrawnOn?: Day
}

export const initialState: State = { heard: noEvents }

/** The fields that a revision may change, and this one does. */
export const revised = (data: DataOf<'CourseRevised'>) =>
  (['title', 'hours', 'addresses'] as const).filter((field) => data[field] !== undefined)

/** What can be said again, by the thing it is said of. */
export const slots: Slots<Event, State> = ({ type, data }) => {
  switch (type) {
    case 'CourseOffered':
      return ['offer', 'title', 'hours', 'addresses']
    case 'CourseRevised':
      return revised(data)
    case 'CourseWithdrawn':
      return ['offer']
  }
}

const folded = evolveWith<State, Event>({
  CourseOffered: (state, offered) => ({ ...state, offered }),
  CourseRevised: (state, { title, hours, addresses }) => {
    if (state.offered === undefined) return state
    return {
      ...state,
      offered: {
        ...state.offered,
        title: title ?? state.offered.title,
        hours: hours ?? state.offered.hours,
        addresses: addresses ?? state.offered.addresses,
      },
    }
  },
  CourseWithdrawn: (state, { on }) => ({ ...state, withdrawnOn: on }),
})

export const evolve = trackSlots(folded, slots)

export const stream = (courseId: string): string => streamOf('course', courseId)

// What other folders may see.

/** The course as a session takes it from the menu. */
export type Offer = {
  readonly offeredOn?: Day
  readonly withdrawnOn?: Day
  readonly baseId?: string
  readonly subject?: string
  readonly component?: Component
  readonly kind?: CourseKind
  readonly addresses: readonly NeedGap[]
  readonly hours?: number
}

export const offer = ({ offered, withdrawnOn }: State): Offer => ({
  addresses: offered?.addresses ?? [],
  ...(offered && {
    offeredOn: offered.on,
    baseId: offered.baseId,
    subject: offered.subject,
    component: offered.component,
    kind: offered.kind,
    hours: offered.hours,
  }),
  ...(withdrawnOn !== undefined && { withdrawnOn }),
})

export const noOffer: Offer = offer(initialState)
