import { z } from 'zod'
import { commandTypes } from '../shared/command-types.js'
import { command } from '../shared/schemas.js'
import { AgreementId, Prose } from '../shared/value-objects.js'
import * as Events from './events.js'

/** A command that says what its event says, of this agreement. */
const says = <Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  { shape }: { readonly shape: { readonly data: { readonly shape: Shape } } },
) => command(type, { agreementId: AgreementId, ...shape.data.shape })

const placing = Events.HouseholdPlaced.shape.data.omit({ people: true, attempt: true }).shape
const releasing = Events.HouseholdReleased.shape.data.omit({ attempt: true }).shape
const ending = Events.AgreementCompleted.shape.data.omit({ households: true }).shape

export const SignAgreement = says('SignAgreement', Events.AgreementSigned)
export const PledgeResource = says('PledgeResource', Events.ResourcePledged)
export const RecordFarmersDrawn = says('RecordFarmersDrawn', Events.FarmersDrawn)
export const PlaceHousehold = command('PlaceHousehold', { agreementId: AgreementId, ...placing })
export const ConfirmPlacement = says('ConfirmPlacement', Events.PlacementConfirmed)
export const DeclinePlacement = says('DeclinePlacement', Events.PlacementDeclined)
export const RecordVisit = command('RecordVisit', {
  agreementId: AgreementId,
  ...Events.VisitRecorded.shape.data.shape,
  note: Prose.optional(),
})
export const RecordOutcome = says('RecordOutcome', Events.OutcomeRecorded)
export const ReleaseHousehold = command('ReleaseHousehold', { agreementId: AgreementId, ...releasing })
export const CompleteAgreement = command('CompleteAgreement', { agreementId: AgreementId, ...ending })
export const TerminateAgreement = command('TerminateAgreement', { agreementId: AgreementId, ...ending })

export const Command = z.discriminatedUnion('type', [
  SignAgreement,
  PledgeResource,
  RecordFarmersDrawn,
  PlaceHousehold,
  ConfirmPlacement,
  DeclinePlacement,
  RecordVisit,
  RecordOutcome,
  ReleaseHousehold,
  CompleteAgreement,
  TerminateAgreement,
])
export type Command = z.infer<typeof Command>

/** What each records. */
export const types = commandTypes(
  Command.options,
  {
    SignAgreement: ['AgreementSigned'],
    PledgeResource: ['ResourcePledged'],
    RecordFarmersDrawn: ['FarmersDrawn'],
    PlaceHousehold: ['HouseholdPlaced'],
    ConfirmPlacement: ['PlacementConfirmed'],
    DeclinePlacement: ['PlacementDeclined'],
    RecordVisit: ['VisitRecorded'],
    RecordOutcome: ['OutcomeRecorded'],
    ReleaseHousehold: ['HouseholdReleased'],
    CompleteAgreement: ['AgreementCompleted'],
    TerminateAgreement: ['AgreementTerminated'],
  },
  ['ConfirmPlacement', 'DeclinePlacement', 'RecordOutcome'],
)
