import { type CommandInputOf, type CommandOf, commandsTo, commandTypes } from '@skein/kernel'
import { HouseholdId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { command, mirror } = commandsTo({ householdId: HouseholdId })

/** Commands that are copied into their event. */
export const mirrors = [
  mirror('RegisterHousehold', Events.HouseholdRegistered),
  mirror('ReviseMembers', Events.MembersRevised),
  mirror('CorrectHouseholdDetails', Events.HouseholdDetailsCorrected),
  mirror('RecordIncome', Events.IncomeRecorded),
  mirror('AcceptMentor', Events.MentorAccepted, { byProcess: true }),
]

/** Commands that `decide.ts` turns into events. */
export const decided = [
  command('EndMentor', ['MentorEnded'], Events.MentorEnded.shape.data.shape, { byProcess: true }),
  command(
    'ConfirmExit',
    ['PovertyExited'],
    Events.PovertyExited.shape.data.omit({ perCapitaFen: true, lineFen: true, people: true, agreementId: true }).shape,
  ),
  command(
    'RecordRelapse',
    ['PovertyRelapsed'],
    Events.PovertyRelapsed.shape.data.omit({ people: true, agreementId: true }).shape,
  ),
]

export type CommandType = (typeof mirrors)[number] | (typeof decided)[number]
export type Command = CommandOf<CommandType>
export type Decided = CommandOf<(typeof decided)[number]>
/** As callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

export const types = commandTypes([...mirrors, ...decided])
