// Every command with every field that refers to a stream, pointed at something of another county and at something that
// does not exist, as every role, as a dry run and for real; over real connections.
import { domain } from '@skein/core'
import type { Storage } from '@skein/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowedRoles, type Role, roles } from '../src/index.js'
import { type Listening, listen } from '../src/node.js'
import { setUp, tokenOf } from './fixture.js'
import { cases, commands, divisionOf, eventsAfter, opens, withIdAt } from './reference-cases.js'
import { absentOf, isOfOtherCounty, mapTexts, otherOf, storageOfTwoCounties } from './two-counties.js'

const send = (server: Listening, type: string, token: string, body: unknown, dryRun: boolean) =>
  fetch(`${server.url}/v1/commands/${type}${dryRun ? '?dryRun=true' : ''}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'X-Request-Id': 'the-same-id' },
  })

let storage: Storage
let server: Listening
let settle: () => Promise<void>
const tokens = new Map<Role, string>()
beforeAll(async () => {
  storage = await storageOfTwoCounties()
  const { api, runtime } = setUp({}, storage)
  server = await listen(api, { port: 0 })
  settle = () => runtime.settle({ projections: false })
  for (const role of roles) tokens.set(role, await tokenOf(role, divisionOf[role]))
}, 60_000)
afterAll(() => server.close({ timeoutMs: 100 }))

it('covers every command that people send, with a reference for each', () => {
  expect(commands.map(({ type }) => type).sort()).toEqual(
    domain.aggregates
      .flatMap(({ commands: types }) =>
        Object.entries(types).flatMap(([type, { byProcess }]) => (byProcess ? [] : [type])),
      )
      .sort(),
  )
  expect(cases.length).toBeGreaterThan(commands.length)
})

describe.each(cases)('$type with another $field', ({ type, data, reference, field }) => {
  const pointed = (change: (id: string) => string) => withIdAt(data, reference.path, reference.aggregate, change)
  const [foreign, absent] = [pointed(otherOf), pointed(absentOf)]

  it.each([true, false])(
    'is refused alike, foreign or absent, and changes nothing elsewhere (dry run: %s)',
    async (dryRun) => {
      expect(foreign).not.toEqual(data)
      const head = await storage.events.head()
      for (const role of roles) {
        const token = tokens.get(role) ?? ''
        const answers = [
          await send(server, type, token, foreign, dryRun),
          await send(server, type, token, absent, dryRun),
        ]
        const [toForeign, toAbsent] = await Promise.all(answers.map((answer) => answer.text()))
        const [statusOfForeign, statusOfAbsent] = answers.map(({ status }) => status)
        const maySend = allowedRoles(type).includes(role)
        expect([role, field, statusOfForeign, toForeign]).toEqual([
          role,
          field,
          403,
          expect.stringContaining(maySend ? 'outside-division' : 'forbidden'),
        ])
        if (maySend && opens({ type, reference })) expect([200, 422]).toContain(statusOfAbsent)
        else expect([role, field, statusOfAbsent, toAbsent]).toEqual([role, field, 403, toForeign])
      }
      await settle()
      const written = await eventsAfter(storage, head)
      expect(written.filter(({ stream, data: text }) => isOfOtherCounty(stream) || text.includes('-other'))).toEqual([])
      if (dryRun) expect(written).toEqual([])
    },
  )
})

it('the commands themselves are not refused: what they refer to is within the division', async () => {
  for (const { type, data } of commands)
    for (const role of allowedRoles(type)) {
      const { status } = await send(server, type, tokens.get(role) ?? '', data, true)
      expect([type, role, [200, 422].includes(status)]).toEqual([type, role, true])
    }
})

it('the commands of the other county are refused as a whole, whatever the role of the sender', async () => {
  for (const { type, data } of commands)
    for (const role of roles)
      expect([
        type,
        role,
        (await send(server, type, tokens.get(role) ?? '', mapTexts(data, otherOf), false)).status,
      ]).toEqual([type, role, 403])
})
