import { z } from 'zod'
import { commandTypes } from '../shared/command-types.js'
import { command } from '../shared/schemas.js'
import { DivisionCode } from '../shared/value-objects.js'
import * as Events from './events.js'

const { code: _code, ...registration } = Events.DivisionRegistered.shape.data.shape
const { incidence: _incidence, limit: _limit, ...classification } = Events.DivisionClassified.shape.data.shape

export const RegisterDivision = command('RegisterDivision', { code: DivisionCode, ...registration })
export const ClassifyDivision = command('ClassifyDivision', { code: DivisionCode, ...classification })
export const CountPoverty = command('CountPoverty', { code: DivisionCode, ...Events.PovertyCounted.shape.data.shape })
export const CountWilling = command('CountWilling', { code: DivisionCode, ...Events.WillingCounted.shape.data.shape })

export const Command = z.discriminatedUnion('type', [RegisterDivision, ClassifyDivision, CountPoverty, CountWilling])
export type Command = z.infer<typeof Command>

/** What each records. */
export const types = commandTypes(Command.options, {
  RegisterDivision: ['DivisionRegistered'],
  ClassifyDivision: ['DivisionClassified'],
  CountPoverty: ['PovertyCounted'],
  CountWilling: ['WillingCounted'],
})
