import { maySend } from '../access/command-access.js'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'
import type { ProblemName } from '../problems/catalogue.js'
import type { KnownCommand } from './known-commands.js'

/** Why a principal may not send a type of command, whatever its data; `undefined` if it may. */
export const whyForbidden = (
  { type, commandType }: Pick<KnownCommand, 'type' | 'commandType'>,
  principal: Principal,
  { rolesOf }: Pick<Service, 'rolesOf'>,
): Extract<ProblemName, 'by-process' | 'forbidden'> | undefined => {
  if (commandType.byProcess) return 'by-process'
  return maySend(principal, rolesOf(type)) ? undefined : 'forbidden'
}
