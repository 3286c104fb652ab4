import { divisionRefOf } from '@skein/core'
import { streamOf } from '@skein/kernel'
import type { DivisionResolver } from '../access/scope.js'
import type { Principal } from '../principal.js'
import type { KnownCommand } from './lookup.js'

const text = (data: object, field: string): string | undefined => {
  const value: unknown = Object.hasOwn(data, field) ? Reflect.get(data, field) : undefined
  return typeof value === 'string' ? value : undefined
}

/**
 * Whether a command is within a principal's divisions: where its target is, where it would put it, and the division that
 * it names. A target that is nowhere and stays nowhere is nobody's business but of who may see everything.
 */
export const isWithin = async (
  { aggregate, commandType, target }: KnownCommand,
  data: unknown,
  principal: Principal,
  whereabouts: DivisionResolver,
): Promise<boolean> => {
  if (principal.divisions === 'all') return true
  // such a body fits no schema: the engine says what is wrong with it, and writes nothing
  if (typeof data !== 'object' || data === null) return true
  const id = text(data, target)
  if (id === undefined) return true

  const stream = streamOf(aggregate.name, id)
  const present = aggregate.name === 'division' ? { division: id } : await whereabouts.find(stream)
  const [opens = ''] = commandType.records
  const opened = divisionRefOf({ type: opens, data })
  const named = text(data, 'divisionCode')
  const homes = [
    present ?? opened,
    ...(opened === undefined ? [] : [opened]),
    ...(named === undefined ? [] : [{ division: named }]),
  ]
  for (const home of homes) if (!(await whereabouts.isWithin(principal, home))) return false
  return true
}
