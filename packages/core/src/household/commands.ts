import { z } from 'zod'
import { commandTypes } from '../shared/command-types.js'
import { command } from '../shared/schemas.js'
import { HouseholdId } from '../shared/value-objects.js'
import * as Events from './events.js'

/** A command that says what its event says, of this household. */
const says = <Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  { shape }: { readonly shape: { readonly data: { readonly shape: Shape } } },
) => command(type, { householdId: HouseholdId, ...shape.data.shape })

const { householdId: _id, ...registration } = Events.HouseholdRegistered.shape.data.shape
const {
  perCapitaFen: _,
  lineFen: _line,
  people: _people,
  agreementId: _under,
  ...exit
} = Events.PovertyExited.shape.data.shape
const { people: _relapsed, agreementId: _by, ...relapse } = Events.PovertyRelapsed.shape.data.shape
const personal = Events.Personal

export const RegisterHousehold = command('RegisterHousehold', { householdId: HouseholdId, ...registration, personal })
export const ReviseMembers = says('ReviseMembers', Events.MembersRevised)
export const CorrectHouseholdDetails = command('CorrectHouseholdDetails', {
  householdId: HouseholdId,
  ...Events.HouseholdDetailsCorrected.shape.data.shape,
  personal,
})
export const RecordIncome = says('RecordIncome', Events.IncomeRecorded)
export const AcceptMentor = says('AcceptMentor', Events.MentorAccepted)
export const EndMentor = says('EndMentor', Events.MentorEnded)
export const ConfirmExit = command('ConfirmExit', { householdId: HouseholdId, ...exit })
export const RecordRelapse = command('RecordRelapse', { householdId: HouseholdId, ...relapse })

export const Command = z.discriminatedUnion('type', [
  RegisterHousehold,
  ReviseMembers,
  CorrectHouseholdDetails,
  RecordIncome,
  AcceptMentor,
  EndMentor,
  ConfirmExit,
  RecordRelapse,
])
export type Command = z.infer<typeof Command>

/** What each records, and which ones only processes send. */
export const types = commandTypes(
  Command.options,
  {
    RegisterHousehold: ['HouseholdRegistered'],
    ReviseMembers: ['MembersRevised'],
    CorrectHouseholdDetails: ['HouseholdDetailsCorrected'],
    RecordIncome: ['IncomeRecorded'],
    AcceptMentor: ['MentorAccepted'],
    EndMentor: ['MentorEnded'],
    ConfirmExit: ['PovertyExited'],
    RecordRelapse: ['PovertyRelapsed'],
  },
  ['AcceptMentor', 'EndMentor'],
)
