import { type CommandInputOf, type CommandOf, commandsTo, commandTypes } from '@skein/kernel'
import { DivisionCode } from '../shared/value-objects.js'
import * as Events from './events.js'

const { command, mirror } = commandsTo({ code: DivisionCode })

/** Commands that are copied into their event. */
export const mirrors = [
  mirror('RegisterDivision', Events.DivisionRegistered),
  mirror('CountPoverty', Events.PovertyCounted),
  mirror('CountWilling', Events.WillingCounted),
]

/** Commands that `decide.ts` turns into events. */
export const decided = [
  command(
    'ClassifyDivision',
    ['DivisionClassified'],
    Events.DivisionClassified.shape.data.omit({ incidence: true, limit: true }).shape,
  ),
]

export type CommandType = (typeof mirrors)[number] | (typeof decided)[number]
export type Command = CommandOf<CommandType>
export type Decided = CommandOf<(typeof decided)[number]>
/** As callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

export const types = commandTypes([...mirrors, ...decided])
