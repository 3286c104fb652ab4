import { type FactRequests, type Given, see } from '@skein/kernel'
import * as Base from '../base/state.js'
import type { Command } from './commands.js'

export interface Facts extends Given {
  /** The place, as the base that books it has it. */
  readonly place: Base.PlaceView
}

export const noFacts: Omit<Facts, keyof Given> = { place: {} }

/** What a command wants to see of other streams. */
export const facts = ({ type, data }: Command): FactRequests => {
  switch (type) {
    case 'BookPlace':
    case 'ReserveBed':
      return { place: see(Base.stream(data.baseId), Base.place(data.placeId)) }
    default:
      return {}
  }
}
