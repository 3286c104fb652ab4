import { type Annul, type Correct, readEntries, type StreamEntry } from '@skein/engine'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'
import { Problem } from '../problems/problem.js'
import { isCommandWithinDivisions } from './division-check.js'
import type { KnownCommand } from './known-commands.js'
import { whyForbidden } from './permitted-command.js'

/** What decides about the access of amendments. */
export interface AmendmentAccess {
  readonly principal: Principal
  readonly service: Pick<Service, 'runtime' | 'divisions' | 'rolesOf'>
  readonly commands: ReadonlyMap<string, KnownCommand>
}

/**
 * Throws a `Problem` unless the principal may annul or correct the entry: it may send the command of the entry, which lies
 * within its divisions in every respect, as it is and as it would be corrected. An entry that nobody may amend, or that is
 * not there, passes: rule G9 says why.
 */
export const assertAmendable = async (
  { stream, eventId, data = {} }: Pick<Annul, 'stream' | 'eventId'> & Partial<Pick<Correct, 'data'>>,
  access: AmendmentAccess,
): Promise<void> => {
  const { principal, service } = access
  const { divisions, runtime } = service
  // a stream of another division must look like one that does not exist
  if (!(await divisions.isWithin(principal, { with: stream }))) throw new Problem('outside-division')
  const entries = await readEntries(runtime, stream)
  const command = commandToRedo(entries, eventId)
  if (command === undefined) return
  const known = access.commands.get(command.type)
  if (known === undefined) return
  const why = whyForbidden(known, principal, service)
  if (why !== undefined) throw new Problem(why)
  const changed = Object.fromEntries(
    Object.entries({ ...command.data, ...data }).filter(([, value]) => value !== null && value !== undefined),
  )
  for (const one of [command.data, changed])
    if (!(await isCommandWithinDivisions(known, one, principal, divisions))) throw new Problem('outside-division')
}

/** Throws a `Problem` unless the principal may send the commands of all these entries of a stream. */
export const assertDependentsAmendable = async (
  stream: string,
  ids: readonly string[],
  { principal, service, commands }: AmendmentAccess,
): Promise<void> => {
  if (ids.length === 0) return
  const entries = await readEntries(service.runtime, stream)
  for (const id of ids) {
    const type = entries.find((entry) => entry.id === id)?.command?.type ?? ''
    const known = commands.get(type)
    const why = known === undefined ? 'forbidden' : whyForbidden(known, principal, service)
    if (why !== undefined)
      throw new Problem(why, {
        detail: {
          en: `The entry ${id} (${type}) would be annulled too, and your role may not annul it.`,
          zh: `登记项 ${id}(${type})将一并撤销,而您的角色无权撤销该项。`,
        },
      })
  }
}

/** The command of an entry that a person entered; of an annulment, that of the entry which would stand again. */
const commandToRedo = (entries: readonly StreamEntry[], eventId: string): StreamEntry['command'] => {
  const entry = entries.find(({ eventIds }) => eventIds.includes(eventId))
  const [first] = entry?.events ?? []
  const about: unknown = first?.type === 'EntryAnnulled' ? Reflect.get(first.data, 'eventId') : undefined
  const amended = typeof about === 'string' ? entries.find(({ id }) => id === about) : entry
  return amended?.causedBy === undefined ? amended?.command : undefined
}
