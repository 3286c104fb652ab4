// Every field of every command that refers to a stream, in a bundle and in the data of a correction: pointed at something
// of another county and at something that does not exist, as every role, as a dry run and for real; over real connections.
import { domain } from '@skein/core'
import { readEntries, type Storage } from '@skein/engine'
import { streamOf } from '@skein/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowedRoles, exampleCommands, type Role, roles } from '../src/index.js'
import { type Listening, listen } from '../src/node.js'
import { setUp, tokenOf } from './fixture.js'
import { cases, divisionOf, eventsAfter, opens, withIdAt } from './reference-cases.js'
import { absentOf, isOfOtherCounty, otherOf, storageOfTwoCounties } from './two-counties.js'

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

interface Answer {
  readonly status: number
  readonly text: string
}

const post = async (path: string, role: Role, body: unknown, dryRun: boolean): Promise<Answer> => {
  const response = await fetch(`${server.url}${path}${dryRun ? '?dryRun=true' : ''}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      Authorization: `Bearer ${tokens.get(role)}`,
      'Content-Type': 'application/json',
      'X-Request-Id': 'the-same-id',
    },
  })
  return { status: response.status, text: await response.text() }
}

let keys = 0
/** A command that the role may send, of its own county; none for auditors, who send nothing. */
const ownCommands = (role: Role): readonly object[] => {
  const type = role === 'county' ? 'CountWilling' : 'RequestCourses'
  if (!allowedRoles(type).includes(role)) return []
  keys += 1
  const data = exampleCommands.find((step) => step.type === type)?.data
  return [{ type, idempotencyKey: `own-${keys}`, data }]
}

/** The last entry of a command in the own county that a person entered and that stands. */
const entryOf = async (type: string) => {
  const aggregate = domain.aggregates.find(({ commands }) => Object.hasOwn(commands, type))
  const target = aggregate?.commands[type]?.target
  for (const { data } of exampleCommands.filter((step) => step.type === type).toReversed()) {
    const stream = streamOf(aggregate?.name ?? '', String(data[target ?? '']))
    const entries = await readEntries({ domain, storage }, stream)
    const found = entries.findLast(
      ({ command, annulled, causedBy }) => command?.type === type && annulled === undefined && causedBy === undefined,
    )
    if (found !== undefined) return { stream, eventId: found.id }
  }
  throw new Error(`nothing was entered by ${type}`)
}

/** Nothing of the other county was written to, or is named in what was written. */
const assertNothingElsewhere = async (head: string | undefined, isNothingWritten: boolean): Promise<void> => {
  await settle()
  const written = await eventsAfter(storage, head)
  expect(written.filter(({ stream, data }) => isOfOtherCounty(stream) || data.includes('-other'))).toEqual([])
  if (isNothingWritten) expect(written).toEqual([])
}

describe.each(cases)('$type with another $field', ({ type, data, reference, field }) => {
  const pointed = (change: (id: string) => string) =>
    withIdAt(data, reference.path, reference.aggregate, change) as Readonly<Record<string, unknown>>
  const [foreign, absent] = [pointed(otherOf), pointed(absentOf)]
  const mayOpen = opens({ type, reference })

  it.each([true, false])(
    'in a bundle is refused alike, foreign or absent, with everything that is sent with it (dry run: %s)',
    async (dryRun) => {
      const head = await storage.events.head()
      for (const role of roles) {
        const send = async (pointedData: unknown) => {
          keys += 1
          const commands = [...ownCommands(role), { type, idempotencyKey: `pointed-${keys}`, data: pointedData }]
          return post('/v1/commands', role, { commands }, dryRun)
        }
        const [toForeign, toAbsent] = [await send(foreign), await send(absent)]
        const maySend = allowedRoles(type).includes(role)
        const problem = maySend ? 'outside-division' : 'forbidden'
        expect([role, field, toForeign]).toEqual([role, field, { status: 403, text: expect.stringContaining(problem) }])
        if (maySend && mayOpen) expect(toAbsent.status).toBe(200)
        else expect([role, field, toAbsent]).toEqual([role, field, toForeign])
      }
      await assertNothingElsewhere(head, dryRun || !mayOpen)
    },
  )

  it.each([true, false])(
    'in the data of a correction is refused alike, foreign or absent (dry run: %s)',
    async (dryRun) => {
      const head = await storage.events.head()
      const [top = ''] = reference.path
      const entry = await entryOf(type)
      for (const role of roles) {
        const send = (pointedData: Readonly<Record<string, unknown>>) =>
          post(
            '/v1/correct',
            role,
            {
              ...entry,
              data: { [top]: pointedData[String(top)] },
              reason: 'typing error',
              by: { role: 'accountant', id: 'a3' },
              on: '2021-06-01',
            },
            dryRun,
          )
        const [toForeign, toAbsent] = [await send(foreign), await send(absent)]
        const maySend = allowedRoles(type).includes(role)
        // a village does not see the streams of the township
        const problem = maySend ? /outside-division/ : /forbidden|outside-division/
        expect([role, field, toForeign]).toEqual([role, field, { status: 403, text: expect.stringMatching(problem) }])
        // a stream that it would open: 400, for an entry stays in its stream; or a place, which it may
        if (maySend && mayOpen) expect([200, 400, 422]).toContain(toAbsent.status)
        else expect([role, field, toAbsent]).toEqual([role, field, toForeign])
      }
      await assertNothingElsewhere(head, dryRun || !mayOpen)
    },
  )
})

describe.each(['annul', 'correct'] as const)('%s', (operation) => {
  it.each(domain.aggregates.map(({ name }) => name))(
    'is refused alike for a foreign and an absent %s',
    async (name) => {
      const streams = new Set<string>()
      for await (const batch of storage.events.readAll()) for (const { stream } of batch) streams.add(stream)
      const foreign = [...streams].filter((stream) => stream.startsWith(`${name}-`) && isOfOtherCounty(stream))
      expect(foreign.length).toBeGreaterThan(0)
      for (const stream of foreign) {
        const [entry] = await readEntries({ domain, storage }, stream)
        for (const role of roles) {
          const body = {
            eventId: entry?.id,
            reason: 'typing error',
            by: { role: 'accountant', id: 'a3' },
            on: '2021-06-01',
            ...(operation === 'correct' && { data: { on: '2018-01-01' } }),
          }
          const [toForeign, toAbsent] = await Promise.all(
            [stream, `${name}-absent`].map((one) => post(`/v1/${operation}`, role, { stream: one, ...body }, false)),
          )
          expect([stream, role, toForeign?.status, toForeign?.text]).toEqual([stream, role, 403, toAbsent?.text])
        }
      }
    },
  )
})
