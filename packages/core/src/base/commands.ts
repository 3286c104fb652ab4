import { z } from 'zod'
import { commandTypes } from '../shared/command-types.js'
import { command } from '../shared/schemas.js'
import { BaseId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { baseId: _, ...founding } = Events.BaseFounded.shape.data.shape

export const FoundBase = command('FoundBase', { baseId: BaseId, ...founding })
export const RecordContribution = command('RecordContribution', {
  baseId: BaseId,
  ...Events.ContributionRecorded.shape.data.shape,
})
export const OpenFacility = command('OpenFacility', { baseId: BaseId, ...Events.FacilityOpened.shape.data.shape })
export const OpenPracticePoint = command('OpenPracticePoint', {
  baseId: BaseId,
  ...Events.PracticePointOpened.shape.data.shape,
})
export const ClosePlace = command('ClosePlace', { baseId: BaseId, ...Events.PlaceClosed.shape.data.shape })
export const HangPlaque = command('HangPlaque', { baseId: BaseId, ...Events.PlaqueHung.shape.data.shape })
export const CommissionBase = command('CommissionBase', { baseId: BaseId })
export const AdoptPolicy = command('AdoptPolicy', { baseId: BaseId, ...Events.PolicyAdopted.shape.data.shape })

export const Command = z.discriminatedUnion('type', [
  FoundBase,
  RecordContribution,
  OpenFacility,
  OpenPracticePoint,
  ClosePlace,
  HangPlaque,
  CommissionBase,
  AdoptPolicy,
])
export type Command = z.infer<typeof Command>

/** What each records. */
export const types = commandTypes(Command.options, {
  FoundBase: ['BaseFounded'],
  RecordContribution: ['ContributionRecorded'],
  OpenFacility: ['FacilityOpened'],
  OpenPracticePoint: ['PracticePointOpened'],
  ClosePlace: ['PlaceClosed'],
  HangPlaque: ['PlaqueHung'],
  CommissionBase: ['BaseCommissioned'],
  AdoptPolicy: ['PolicyAdopted'],
})
