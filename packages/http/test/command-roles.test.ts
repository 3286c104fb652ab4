import { readFileSync } from 'node:fs'
import { type CommandOfPeople, domain } from '@skein/core'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { rolesByCommand } from '../src/access/command-roles.js'
import { allowedRoles, type Role, roles } from '../src/index.js'

type Table = Readonly<Record<CommandOfPeople, readonly Role[]>>

describe('the table of roles', () => {
  it('has an entry for every command that people send, and no other', () => {
    const commandsOfPeople = domain.aggregates.flatMap(({ commands }) =>
      Object.entries(commands).flatMap(([type, { byProcess }]) => (byProcess ? [] : [type])),
    )
    expect(Object.keys(rolesByCommand).sort()).toEqual(commandsOfPeople.sort())
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

  it('does not compile with a command missing, or with one that people do not send', () => {
    expectTypeOf<keyof typeof rolesByCommand>().toEqualTypeOf<CommandOfPeople>()
    expectTypeOf(rolesByCommand).toExtend<Table>()
    // @ts-expect-error FoundBase is missing
    expectTypeOf<Omit<typeof rolesByCommand, 'FoundBase'>>().toExtend<Table>()
    // @ts-expect-error only processes send Enrol
    expect({ ...rolesByCommand, Enrol: ['county'] } satisfies Table).toBeDefined()
    // @ts-expect-error no role of this name
    expect({ ...rolesByCommand, FoundBase: ['mayor'] } satisfies Table).toBeDefined()
  })
})
