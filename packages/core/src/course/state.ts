import { type Day, emptySlots, evolveWith, type LastEventBySlot, streamOf, trackSlots } from '@skein/kernel'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  /** The course as offered and revised since. */
  readonly offered?: DataOf<'CourseOffered'>
  readonly withdrawnOn?: Day
}

export const initialState: State = { lastEventBySlot: emptySlots }

const evolveState = evolveWith<State, Event>({
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

export const evolve = trackSlots(evolveState, slots)

export const stream = (courseId: string): string => streamOf('course', courseId)
