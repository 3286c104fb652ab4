import { type Domain, Misconfigured, type Text } from '@skein/kernel'
import { roles as knownRoles, type Principal, type Role } from '../principal.js'
import { allowedRoles } from './command-roles.js'

/** The names of the commands of a domain; any text where the type of the domain does not say them. */
type NameIn<Input> = Input extends { readonly type: infer Type extends string } ? Type : string

/** Which roles may send which commands. `Input` is the union of the commands of the domain. */
export type CommandAccess<Input = unknown> = { readonly [Name in NameIn<Input>]?: readonly Role[] }

/** The roles that may send a command of people. */
export type RolesOf = (type: string) => readonly Role[]

/**
 * The roles of every command: those of `access`, else those of the commands of `@skein/core`, else none. Throws
 * `Misconfigured` if `access` names something that is no command of people.
 */
export const rolesOfCommands = ({ aggregates }: Pick<Domain, 'aggregates'>, access: CommandAccess = {}): RolesOf => {
  const problems = Object.entries(access).flatMap(([type, roles]): readonly Text[] => {
    const command = aggregates.map(({ commands }) => commands).find((commands) => Object.hasOwn(commands, type))?.[type]
    if (command === undefined)
      return [
        {
          en: `\`access\` names the command ${type}, which the domain does not have. Check the spelling.`,
          zh: `\`access\` 中写了域中不存在的命令 ${type}。请核对拼写。`,
        },
      ]
    if (!Array.isArray(roles) || roles.some((role) => !knownRoles.includes(role)))
      return [
        {
          en: `\`access\` gives the command ${type} something else than a list of roles (${knownRoles.join(', ')}).`,
          zh: `\`access\` 中命令 ${type} 的值不是角色列表(可用角色:${knownRoles.join('、')})。`,
        },
      ]
    return command.byProcess
      ? [
          {
            en: `\`access\` names the command ${type}, which only processes send. Remove the entry.`,
            zh: `\`access\` 中写了只由流程发出的命令 ${type}。请去掉该项。`,
          },
        ]
      : []
  })
  if (problems.length > 0) throw new Misconfigured(problems)
  return (type) => (Object.hasOwn(access, type) ? access[type] : undefined) ?? allowedRoles(type)
}

export const maySend = ({ roles, isUnrestricted = false }: Principal, allowed: readonly Role[]): boolean =>
  isUnrestricted || allowed.some((role) => roles.includes(role))
