import { type Invariant, partsOf, streamOf, type ViewsByAggregate } from '@skein/kernel'
import type { World } from './world.js'

/** A stream whose state differs from the world's; `undefined` if it has no events. */
export interface ChangedStream {
  readonly stream: string
  readonly state: unknown
}

/** The views that the invariant asks for, of the world's streams but for one that is changed. */
export const viewsOf = ({ views }: Invariant, world: World, changed?: ChangedStream | ''): ViewsByAggregate =>
  Object.fromEntries(
    Object.entries(views).map(([aggregate, view]) => {
      const streams = new Set(world.ids(aggregate).map((id) => streamOf(aggregate, id)))
      if (changed && partsOf(changed.stream).aggregate === aggregate) streams.add(changed.stream)
      const ofAggregate = new Map<string, unknown>()
      for (const stream of streams) {
        const state = changed && changed.stream === stream ? changed.state : world.state(stream)
        const seen = state === undefined ? undefined : view(state)
        if (seen !== undefined) ofAggregate.set(partsOf(stream).id, seen)
      }
      return [aggregate, ofAggregate]
    }),
  )
