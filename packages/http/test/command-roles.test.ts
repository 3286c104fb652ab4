import { readFileSync } from 'node:fs'
import { type CommandInput, domain } from '@skein/core'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { type CommandSentByPeople, commandsSentByProcesses, rolesByCommand } from '../src/access/command-roles.js'
import { allowedRoles, type Role, roles } from '../src/index.js'

type CommandName = CommandInput['type']
type Table = Readonly<Record<CommandSentByPeople, readonly Role[]>>

describe('the table of roles', () => {
  it('has an entry for every command of the domain except those that only processes send', () => {
    const [byProcesses, byPeople] = [true, false].map((byProcess) =>
      domain.aggregates.flatMap(({ commands }) =>
        Object.keys(commands).filter((type) => commands[type]?.byProcess === byProcess),
      ),
    )
    expect(Object.keys(rolesByCommand).sort()).toEqual(byPeople?.sort())
    expect([...commandsSentByProcesses].sort()).toEqual(byProcesses?.sort())
  })

  it('is what docs/http-access.md says', () => {
    const page = readFileSync(new URL('../../../docs/http-access.md', import.meta.url), 'utf8')
    const documented = [...page.matchAll(/^\| `POST \/v1\/commands\/(\w+)` \|(.*)\|$/gm)].map(([, type, row = '']) => {
      const cells = row.split('|').map((cell) => cell.trim())
      return [type, roles.filter((_, column) => cells[column] === 'own')]
    })
    const implemented = Object.keys(rolesByCommand).map((type) => [
      type,
      roles.filter((role) => allowedRoles(type).includes(role)),
    ])
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(implemented))
  })

  it('allows no role a command that is unknown or only sent by processes', () => {
    for (const type of ['Enrol', 'Unknown', 'constructor', '__proto__'])
      expect([type, allowedRoles(type)]).toEqual([type, []])
  })

  it('does not compile with a command missing, or with one that the domain does not have', () => {
    expectTypeOf<keyof typeof rolesByCommand | (typeof commandsSentByProcesses)[number]>().toEqualTypeOf<CommandName>()
    expectTypeOf(rolesByCommand).toExtend<Table>()
    // @ts-expect-error FoundBase is missing
    expectTypeOf<Omit<typeof rolesByCommand, 'FoundBase'>>().toExtend<Table>()
    // @ts-expect-error the domain has no command FoundBases
    const surplus = { ...rolesByCommand, FoundBases: ['county'] } satisfies Table
    expect(surplus).toBeDefined()
  })
})
