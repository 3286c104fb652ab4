import { type CommandInputOf, type CommandOf, commandsTo, commandTypes } from '@skein/kernel'
import { AgreementId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { command, mirror } = commandsTo({ agreementId: AgreementId })
const ending = Events.AgreementCompleted.shape.data.omit({ households: true }).shape

/** Commands that are copied into their event. */
export const mirrors = [
  mirror('SignAgreement', Events.AgreementSigned),
  mirror('PledgeResource', Events.ResourcePledged),
  mirror('RecordFarmersDrawn', Events.FarmersDrawn),
  mirror('ConfirmPlacement', Events.PlacementConfirmed, { byProcess: true }),
  mirror('RecordVisit', Events.VisitRecorded),
  mirror('RecordOutcome', Events.OutcomeRecorded, { byProcess: true }),
]

/** Commands that `decide.ts` turns into events. */
export const decided = [
  command(
    'PlaceHousehold',
    ['HouseholdPlaced'],
    Events.HouseholdPlaced.shape.data.omit({ people: true, attempt: true }).shape,
  ),
  command('DeclinePlacement', ['PlacementDeclined'], Events.PlacementDeclined.shape.data.shape, { byProcess: true }),
  command('ReleaseHousehold', ['HouseholdReleased'], Events.HouseholdReleased.shape.data.omit({ attempt: true }).shape),
  command('CompleteAgreement', ['AgreementCompleted'], ending),
  command('TerminateAgreement', ['AgreementTerminated'], ending),
]

export type CommandType = (typeof mirrors)[number] | (typeof decided)[number]
export type Command = CommandOf<CommandType>
export type Decided = CommandOf<(typeof decided)[number]>
/** As callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

export const types = commandTypes([...mirrors, ...decided])
