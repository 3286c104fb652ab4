// Every command with every field that refers to a stream, pointed at something of another county and at something that
// does not exist, as every role, as a dry run and for real; over real connections.
import { domain } from '@skein/core'
import type { Storage, StoredEvent } from '@skein/engine'
import { eachElement, type PathStep, type Reference, referencesOf } from '@skein/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowedRoles, exampleCommands, type Role, roles } from '../src/index.js'
import { type Listening, listen } from '../src/node.js'
import { setUp, tokenOf } from './fixture.js'
import { absentOf, type Data, isOfOtherCounty, mapTexts, otherOf, storageOfTwoCounties } from './two-counties.js'

const divisionOf: Readonly<Record<Role, string>> = {
  base: '532329104',
  township: '532329104',
  village: '532329104207',
  county: '532329',
  auditor: '532329',
}

/** Optional objects that no example has. */
const missing: Readonly<Record<string, object>> = {
  currentPost: { post: 'secretary', body: 'partyBranch', divisionCode: '532329104207' },
}
/** Ids of the own county, by aggregate, for fields that no example has. */
const ownIds: Readonly<Record<string, string>> = {
  base: 'base-1',
  batch: 'batch-1',
  journey: 'trainee-1',
  household: 'household-1',
  agreement: 'agreement-1',
  course: 'course-1',
  instructor: 'instructor-1',
  calendar: 'classroom-1',
  division: '532329104207',
}

const commands = domain.aggregates.flatMap(({ commands: types }) =>
  Object.entries(types).flatMap(([type, commandType]) => {
    const data = exampleCommands.findLast((step) => step.type === type)?.data
    return data === undefined ? [] : [{ type, data, references: referencesOf(commandType) }]
  }),
)
const cases = commands.flatMap(({ type, data, references }) =>
  references.map((reference) => ({ type, data, reference, field: reference.path.join('/') })),
)

/** The data with another id at a path. */
const withIdAt = (
  data: unknown,
  [step, ...rest]: readonly PathStep[],
  aggregate: string,
  change: (id: string) => string,
): unknown => {
  if (step === undefined) return change(typeof data === 'string' ? data : (ownIds[aggregate] ?? ''))
  if (step === eachElement) {
    const elements = Array.isArray(data) && data.length > 0 ? data : [undefined]
    return elements.map((element, at) => (at === 0 ? withIdAt(element, rest, aggregate, change) : element))
  }
  // sound: a path leads through objects
  const object = (data ?? {}) as Data
  return { ...object, [step]: withIdAt(object[step] ?? missing[step], rest, aggregate, change) }
}

const send = (server: Listening, type: string, token: string, body: unknown, dryRun: boolean) =>
  fetch(`${server.url}/v1/commands/${type}${dryRun ? '?dryRun=true' : ''}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'X-Request-Id': 'the-same-id' },
  })

const eventsAfter = async ({ events }: Storage, after: string | undefined): Promise<readonly StoredEvent[]> => {
  const read: StoredEvent[] = []
  for await (const batch of events.readAll(after === undefined ? {} : { after })) read.push(...batch)
  return read
}

/** What a command opens does not exist before: there alone an absent id is as good as any other. */
const opens = ({ type, reference }: { readonly type: string; readonly reference: Reference }): boolean => {
  const aggregate = domain.aggregates.find(({ commands: types }) => Object.hasOwn(types, type))
  const commandType = aggregate?.commands[type]
  const [field] = reference.path
  if (reference.path.length !== 1 || reference.aggregate === 'division' || field === undefined) return false
  const isOpening = [
    'FoundBase',
    'NominateCandidate',
    'PlanBatch',
    'OfferCourse',
    'EngageInstructor',
    'RegisterHousehold',
    'SignAgreement',
  ].includes(type)
  return (
    (isOpening && field === commandType?.target) ||
    (['OpenFacility', 'OpenPracticePoint'].includes(type) && field === 'placeId')
  )
}

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
