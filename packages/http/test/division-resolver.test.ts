// Where a stream belongs, at the cost of its new events only.
import { type CommandInput, domain } from '@skein/core'
import { codecOf, createRuntime, openMemory, type ReadStreamOptions, readEntries, type Storage } from '@skein/engine'
import { beforeEach, describe, expect, it } from 'vitest'
import { type DivisionResolver, divisionResolverOf } from '../src/access/division-resolver.js'
import { exampleCommands } from '../src/index.js'
import { masterKey } from './fixture.js'

const stream = 'journey-trainee-1'
const nomination = exampleCommands.find(({ type }) => type === 'NominateCandidate')?.data ?? {}
const opening = exampleCommands.filter(({ type }) => ['RegisterDivision', 'FoundBase'].includes(type))

let storage: Storage
let reads: ReadStreamOptions[]
let resolver: DivisionResolver
/** Of another process on the same store. */
let send: (type: string, data: object) => Promise<void>

beforeEach(async () => {
  storage = openMemory()
  reads = []
  const { events } = storage
  const counted: Storage = {
    ...storage,
    events: new Proxy(events, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          // sound: the arguments of the port
          if (name === 'readStream') reads.push((args as [string, ReadStreamOptions])[1])
          return Reflect.apply(value, target, args)
        }
      },
    }),
  }
  resolver = divisionResolverOf(createRuntime(domain, counted, { masterKey }), codecOf(domain))
  const writer = createRuntime(domain, storage, { masterKey })
  let sent = 0
  send = async (type, data) => {
    sent += 1
    // sound: commands of the domain
    const result = await writer.execute({ type, data } as CommandInput, { commandId: `c-${sent}`, actor: 'x' })()
    if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  }
  for (const { type, data } of opening) await send(type, data)
})

const requestCourses = (subject: string, on = '2018-06-01') =>
  send('RequestCourses', { traineeId: 'trainee-1', subjects: [subject], on })

describe('the division of a stream that may move', () => {
  it('is read once, then only in the events after the last one that was read', async () => {
    await send('NominateCandidate', nomination)
    for (let n = 0; n < 120; n += 1) await requestCourses(`subject-${n}`)
    expect(await resolver.find(stream)).toEqual({ division: nomination.divisionCode })
    expect(reads.splice(0)).toEqual([{ direction: 'backwards', batchSize: 50 }])
    await requestCourses('one-more')
    expect(await resolver.find(stream)).toEqual({ division: nomination.divisionCode })
    expect(await resolver.find(stream)).toEqual({ division: nomination.divisionCode })
    expect(reads).toEqual([
      { from: 121, batchSize: 50 },
      { from: 122, batchSize: 50 },
    ])
  })

  it('is the new one as soon as another process has moved it', async () => {
    await send('NominateCandidate', nomination)
    expect(await resolver.find(stream)).toEqual({ division: nomination.divisionCode })
    await send('RegisterDivision', {
      code: '532329104208',
      level: 'village',
      name: 'x',
      parent: '532329104',
      on: '2017-06-01',
    })
    await send('RejectCandidate', { traineeId: 'trainee-1', reason: 'x', on: nomination.on })
    await send('NominateCandidate', { ...nomination, divisionCode: '532329104208', on: '2019-01-01' })
    await requestCourses('growing', '2019-02-01')
    expect(await resolver.find(stream)).toEqual({ division: '532329104208' })
  })

  it('is looked up again while there is no stream', async () => {
    expect(await resolver.find(stream)).toBeUndefined()
    await send('NominateCandidate', nomination)
    expect(await resolver.find(stream)).toEqual({ division: nomination.divisionCode })
  })
})

describe('the division of a stream in which something was amended or entered late', () => {
  const by = { role: 'township', id: 'office-3' }
  const other = '532329104208'
  const registerOther = () =>
    send('RegisterDivision', { code: other, level: 'village', name: 'x', parent: '532329104', on: '2017-06-01' })
  const amend = async (name: string, type: string, data?: object) => {
    const writer = createRuntime(domain, storage, { masterKey })
    const entries = await readEntries(writer, name)
    const entry = entries.findLast(({ command, annulled }) => command?.type === type && annulled === undefined)
    const amendment = { stream: name, eventId: entry?.id ?? '', reason: 'typing error', by, on: '2019-06-01' }
    const options = { commandId: `a-${name}-${type}`, actor: 'x' }
    const result =
      data === undefined
        ? await writer.annul(amendment, options)()
        : await writer.correct({ ...amendment, data: { ...data } }, options)()
    if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  }
  /** What was found out about amendments is relied on for a moment. */
  const aMomentLater = () => new Promise((resolve) => setTimeout(resolve, 120))

  it('is that of the corrected opening, although such a stream cannot move', async () => {
    await registerOther()
    const household = exampleCommands.find(({ type }) => type === 'RegisterHousehold')?.data ?? {}
    await send('RegisterHousehold', household)
    const name = `household-${household.householdId}`
    expect(await resolver.find(name)).toEqual({ division: household.divisionCode })
    await amend(name, 'RegisterHousehold', { divisionCode: other })
    await aMomentLater()
    expect(await resolver.find(name)).toEqual({ division: other })
    expect(await resolver.find(name)).toEqual({ division: other })
  })

  it('is the former one once the move is annulled', async () => {
    await registerOther()
    await send('NominateCandidate', nomination)
    await send('RejectCandidate', { traineeId: 'trainee-1', reason: 'x', on: nomination.on })
    await send('NominateCandidate', { ...nomination, divisionCode: other, on: '2019-01-01' })
    expect(await resolver.find(stream)).toEqual({ division: other })
    await amend(stream, 'NominateCandidate')
    expect(await resolver.find(stream)).toEqual({ division: nomination.divisionCode })
  })

  it('is that of the latest day, whatever was entered last', async () => {
    await registerOther()
    await send('NominateCandidate', nomination)
    await send('RejectCandidate', { traineeId: 'trainee-1', reason: 'x', on: '2018-02-01' })
    await send('NominateCandidate', { ...nomination, divisionCode: other, on: '2019-01-01' })
    await send('RejectCandidate', { traineeId: 'trainee-1', reason: 'x', on: '2019-02-01' })
    // an episode of 2018 that comes late
    const late = { ...nomination, on: '2018-06-01' }
    const results = await createRuntime(domain, storage, { masterKey }).executeAll(
      [
        { command: { type: 'NominateCandidate', data: late } as CommandInput, commandId: 'late-1' },
        {
          command: { type: 'RejectCandidate', data: { traineeId: 'trainee-1', reason: 'x', on: '2018-07-01' } },
          commandId: 'late-2',
        },
      ],
      { actor: 'x' },
    )()
    expect(results.map(({ _tag }) => _tag)).toEqual(['Right', 'Right'])
    expect(await resolver.find(stream)).toEqual({ division: other })
  })

  it('stays the same where everything is annulled', async () => {
    await send('NominateCandidate', nomination)
    await amend(stream, 'NominateCandidate')
    expect(await resolver.find(stream)).toEqual({ division: nomination.divisionCode })
  })
})
