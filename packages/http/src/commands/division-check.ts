import { streamOf } from '@skein/kernel'
import type { DivisionResolver } from '../access/division-resolver.js'
import type { Principal } from '../principal.js'
import type { KnownCommand } from './known-commands.js'

/**
 * Whether a command lies within the principal's divisions in every respect: where its target belongs now, where the
 * command would put it, and the division that its data names. A target that belongs nowhere, before and after, is open
 * only to principals of all divisions.
 */
export const isCommandWithinDivisions = async (
  { aggregate, commandType, target }: KnownCommand,
  data: unknown,
  principal: Principal,
  divisions: DivisionResolver,
): Promise<boolean> => {
  if (principal.divisions === 'all') return true
  // data without a target fits no schema: the engine rejects it with its issues and writes nothing
  if (typeof data !== 'object' || data === null) return true
  const id = textIn(data, target)
  if (id === undefined) return true

  const stream = streamOf(aggregate.name, id)
  const current = aggregate.name === 'division' ? { division: id } : await divisions.find(stream)
  const [firstEvent = ''] = commandType.records
  const intended = divisions.index.refOf({ type: firstEvent, data })
  const named = textIn(data, 'divisionCode')
  const refs = [
    current ?? intended,
    ...(intended === undefined ? [] : [intended]),
    ...(named === undefined ? [] : [{ division: named }]),
  ]
  for (const ref of refs) if (!(await divisions.isWithin(principal, ref))) return false
  return true
}

const textIn = (data: object, field: string): string | undefined => {
  const value: unknown = Object.hasOwn(data, field) ? Reflect.get(data, field) : undefined
  return typeof value === 'string' ? value : undefined
}
