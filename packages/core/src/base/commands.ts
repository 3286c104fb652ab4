import { type CommandInputOf, type CommandOf, commandsTo, commandTypes } from '@skein/kernel'
import { BaseId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { mirror } = commandsTo({ baseId: BaseId })

/** Commands that are copied into their event. */
export const mirrors = [
  mirror('FoundBase', Events.BaseFounded),
  mirror('RecordContribution', Events.ContributionRecorded),
  mirror('OpenFacility', Events.FacilityOpened),
  mirror('OpenPracticePoint', Events.PracticePointOpened),
  mirror('ClosePlace', Events.PlaceClosed),
  mirror('HangPlaque', Events.PlaqueHung),
  mirror('CommissionBase', Events.BaseCommissioned),
  mirror('AdoptPolicy', Events.PolicyAdopted),
]

export type CommandType = (typeof mirrors)[number]
export type Command = CommandOf<CommandType>
/** As callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

export const types = commandTypes([...mirrors])
