// Mistakes of a caller, most of which a program without types makes: each has a text that names the place and the remedy.
import { type AnyAggregate, composeDomain, type Domain } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  catchUp,
  check,
  copy,
  createReader,
  createRuntime,
  estimateRebuild,
  openMemory,
  prune,
  type RuntimeOptions,
  rebuild,
  type Storage,
  status,
  verifyLog,
} from '../src/index.js'
import { clock, failureOf, joinClub, masterKey, misconfigured, openRuntime, openShow, reserveSeat } from './fixture.js'
import { type ToyCommand, toyDomain } from './toy-domain.js'

/** What the types would refuse. */
// sound: the tests pass on purpose what a program in JavaScript could
const untyped = <Expected>(value: unknown): Expected => value as Expected

const options = { commandId: 'c1', actor: 'clerk-7' }

describe('createRuntime names every option that cannot be used:', () => {
  const problemsOf = (storage: unknown, given: unknown = {}) =>
    misconfigured(() => createRuntime(toyDomain, untyped<Storage>(storage), untyped<RuntimeOptions>(given)))

  it('a store that was not awaited', () => {
    expect(problemsOf(Promise.resolve(openMemory()))).toEqual([
      {
        en: 'createRuntime: `storage` is a promise (await it first). Expected an open store such as openMemory() or await openSqlite(…).',
        zh: 'createRuntime:`storage` 为 Promise(请先 await)。应为已打开的存储,如 openMemory() 或 await openSqlite(…)。',
      },
    ])
  })

  it('no store', () => {
    expect(problemsOf(undefined)).toMatchObject([
      { en: expect.stringMatching(/^createRuntime: `storage` is missing\. Expected an open store/) },
    ])
  })

  it('an unknown time zone', () => {
    expect(problemsOf(openMemory(), { timeZone: 'Asia/Kunming' })).toEqual([
      {
        en: 'createRuntime: `timeZone` is "Asia/Kunming". Expected an IANA time zone such as "Asia/Shanghai".',
        zh: 'createRuntime:`timeZone` 为 "Asia/Kunming"。应为 IANA 时区名,如 "Asia/Shanghai"。',
      },
    ])
  })

  it('several at once', () => {
    expect(problemsOf(openMemory(), { clock: new Date(), observe: true }).map(({ en }) => en)).toEqual([
      'createRuntime: `clock` is an object. Expected a function.',
      'createRuntime: `observe` is true. Expected a function.',
    ])
  })

  it('the unknown time zone of the domain', () => {
    const elsewhere = { ...toyDomain, timeZone: 'Mars/Olympus' }
    expect(misconfigured(() => createRuntime(elsewhere, openMemory()))).toHaveLength(1)
    expect(misconfigured(() => createReader(elsewhere, openMemory()))).toHaveLength(1)
  })
})

it('a domain that is none is reported with what was expected', () => {
  expect(misconfigured(() => composeDomain(untyped<Domain>(undefined)))).toEqual([
    {
      en: 'composeDomain: a part is undefined. Expected a domain, or a part of one such as { aggregates: […] }.',
      zh: 'composeDomain:有一部分为 undefined。应为领域或其中一部分,如 { aggregates: […] }。',
    },
  ])
})

describe('a command', () => {
  const issuesOf = async (command: unknown, given?: unknown) => {
    const result = await openRuntime().execute(untyped<ToyCommand>(command), untyped<typeof options>(given))()
    return result._tag === 'Left' && result.left._tag === 'Invalid' ? result.left.issues : result
  }

  it('without options is invalid, and names the options', async () => {
    expect(await issuesOf(joinClub('p'))).toEqual([
      {
        path: ['options'],
        code: 'invalid_type',
        message:
          'expected the options { commandId, actor } after the command: a new id such as randomUUID(), and the id of the sender',
      },
    ])
  })

  it.each([
    [{ commandId: 7 }, 'commandId', 'expected an id, as a text of 1 to 200 characters, found 7'],
    [{ actor: undefined }, 'actor', 'expected an id, as a text of 1 to 200 characters, found undefined'],
    [
      { expected: '0' },
      'expected',
      'expected the number of a revision, such as the `revision` of an outcome, or "none" for a new stream, found "0"',
    ],
    [{ dryRun: 'no' }, 'dryRun', 'expected true or false, found "no"'],
    [{ traceparent: 7 }, 'traceparent', 'expected a traceparent of W3C Trace Context'],
  ])('with the option %j is invalid', async (wrong, path, message) => {
    expect(await issuesOf(joinClub('p'), { ...options, ...wrong })).toMatchObject([{ path: [path], message }])
  })

  it('that is no command is invalid, with what was found', async () => {
    expect(await issuesOf('JoinClub', options)).toMatchObject([
      { message: 'expected a command { type, data }, with the name of its type, found "JoinClub"' },
    ])
  })

  it('dispatched without options throws the same', async () => {
    await expect(openRuntime().dispatch(joinClub('p'), untyped<typeof options>(undefined))).rejects.toMatchObject({
      _tag: 'Invalid',
      message: expect.stringMatching(/^JoinClub is invalid: options: expected the options \{ commandId, actor \}/),
    })
  })
})

describe('a read', () => {
  const seating = () => openRuntime().read('seating')

  it.each([
    [
      () => seating().get('all', { today: untyped('yesterday') }),
      'seating.get: `today` is "yesterday". Expected a day such as "2018-06-11".',
      'seating.get:`today` 为 "yesterday"。应为日期,如 "2018-06-11"。',
    ],
    [
      () => seating().get(untyped(undefined)),
      "seating.get: `key` is missing. Expected a document's key.",
      'seating.get:缺少 `key`。应为文档的键。',
    ],
    [
      () => seating().list({ limit: 0 }),
      'seating.list: `limit` is 0. Expected a whole number from 1.',
      'seating.list:`limit` 为 0。应为不小于 1 的整数。',
    ],
  ])('with an argument that cannot be used is refused', async (call, en, zh) => {
    expect(await failureOf(call)).toMatchObject({ _tag: 'Misconfigured', text: { en, zh } })
  })

  it('before anything was projected names what to call', async () => {
    expect(await failureOf(() => seating().get('all'))).toMatchObject({
      _tag: 'NotReady',
      text: {
        en: 'seating version 1 is not ready: it has not been built yet. Call `await runtime.settle()` once, or keep `runtime.project()` running; `rebuild(domain, storage)` builds it from the log.',
        zh: '读模型 seating 版本 1 尚不可用:尚未建立。请调用一次 `await runtime.settle()`,或让 `runtime.project()` 持续运行;也可用 `rebuild(domain, storage)` 由日志建立。',
      },
    })
  })
})

describe('an aggregate whose', () => {
  const changed = (decider: Partial<AnyAggregate['decider']>): Domain<ToyCommand> => ({
    ...toyDomain,
    aggregates: toyDomain.aggregates.map((aggregate) =>
      aggregate.name === 'show' ? { ...aggregate, decider: { ...aggregate.decider, ...decider } } : aggregate,
    ),
  })
  const failureWith = (decider: Partial<AnyAggregate['decider']>) =>
    failureOf(() => createRuntime(changed(decider), openMemory(), { clock }).dispatch(openShow('s', 1), options))

  it('`propose` throws is named, with the command and the stream', async () => {
    const propose = () => {
      throw new Error('no such thing')
    }
    expect(await failureWith({ propose })).toMatchObject({
      _tag: 'DeciderError',
      cause: { message: 'no such thing' },
      text: {
        en: '`propose` or a rule of show, for the command OpenShow to show-s, failed: no such thing. The functions of an aggregate must be pure and must never throw: a rule refuses, and a proposal without events changes nothing. Correct it; nothing was recorded.',
        zh: 'show 的 `propose` 或规则在处理发往 show-s 的命令 OpenShow 时出错:no such thing。聚合的函数必须为纯函数,且不得抛出异常:由规则拒绝,提议为空则不作改动。请修正;未登记任何内容。',
      },
    })
  })

  it.each([
    [{ _tag: 'Right', right: [] }, 'an object { _tag, right }'],
    [undefined, 'undefined'],
    [[{ type: 'ShowOpened' }], 'an array that holds something else'],
  ])('`propose` returns %j is named, with what it must return', async (returned, found) => {
    expect(await failureWith({ propose: () => untyped(returned) })).toMatchObject({
      _tag: 'DeciderError',
      message: expect.stringContaining(
        `\`propose\` must return an array of events, each { type, data: { on, … } }, and returned ${found}.`,
      ),
    })
  })

  it('`propose` returns an event of another domain is named', async () => {
    const propose = () => [{ type: 'Elsewhere', data: { on: untyped<never>('2018-06-10') } }]
    expect(await failureWith({ propose })).toMatchObject({
      message: expect.stringContaining('no aggregate of this domain has the event type Elsewhere'),
    })
  })

  it('`evolve` throws is named, with the event and the stream', async () => {
    const storage = openMemory()
    await openRuntime(storage).dispatch(openShow('s', 1), options)
    const evolve = () => {
      throw new Error('out of seats')
    }
    const runtime = createRuntime(changed({ evolve }), storage, { clock, masterKey })
    expect(
      await failureOf(() => runtime.dispatch(reserveSeat('s', 'p'), { ...options, commandId: 'c2' })),
    ).toMatchObject({
      message: expect.stringMatching(/^`evolve` of show, for the event ShowOpened of show-s, failed: out of seats\./),
    })
  })
})

describe('a process', () => {
  const failureWith = async (react: () => unknown) => {
    const [first] = toyDomain.processes
    const processes = first === undefined ? [] : [{ ...first, react: () => untyped<never>(react()) }]
    const runtime = createRuntime({ ...toyDomain, processes }, openMemory(), { clock })
    await runtime.dispatch(joinClub('p'), options)
    await runtime.dispatch(openShow('s', 1), { ...options, commandId: 'c2' })
    await runtime.dispatch(reserveSeat('s', 'p'), { ...options, commandId: 'c3' })
    return failureOf(() => runtime.settle())
  }

  it('that throws is named, with the event at which it did', async () => {
    const failure = await failureWith(() => {
      throw new Error('no ticket')
    })
    expect(failure).toMatchObject({ _tag: 'ProcessError', process: 'ticketing', stream: 'show-s' })
    expect(failure).toMatchObject({
      text: {
        en: expect.stringMatching(
          /^The process ticketing failed at SeatReserved \(event [0-9a-f-]{36} of show-s\): its `react` failed: no ticket\. Correct it and run it again: this event and all later ones are still to be handled\.$/,
        ),
        zh: expect.stringMatching(
          /^流程 ticketing 在处理 SeatReserved\(show-s 的事件 .*\)时出错:其 `react` 出错:no ticket。/,
        ),
      },
    })
  })

  it('that returns no commands is named, with what it must return', async () => {
    expect(await failureWith(() => undefined)).toMatchObject({
      message: expect.stringContaining(
        'its `react` failed: it must return an array of commands, and returned undefined.',
      ),
    })
  })
})

it.each([
  ['status', () => status(toyDomain, untyped(Promise.resolve()))],
  ['rebuild', () => rebuild(toyDomain, untyped(Promise.resolve()))],
  ['estimateRebuild', () => estimateRebuild(toyDomain, untyped(Promise.resolve()))],
  ['prune', () => prune(toyDomain, untyped(Promise.resolve()))],
  ['follow', () => catchUp(toyDomain, untyped(Promise.resolve()))],
  ['copy', () => copy(openMemory(), untyped(Promise.resolve()))],
])('%s names a store that was not awaited', async (name, call) => {
  expect(await failureOf(async () => call())).toMatchObject({
    _tag: 'Misconfigured',
    message: `${name}: \`storage\` is a promise (await it first). Expected an open store such as openMemory() or await openSqlite(…).`,
  })
})

it('check and verifyLog name what they cannot read', async () => {
  const storage = openMemory()
  expect(await failureOf(() => verifyLog(toyDomain, untyped(storage)))).toMatchObject({
    _tag: 'Misconfigured',
    message: expect.stringMatching(
      /^verifyLog: `log` is an object .* Expected a log, such as storage\.events\.readAll\(\)\.$/,
    ),
  })
  expect(await failureOf(() => check(toyDomain, untyped(storage)).next())).toMatchObject({
    _tag: 'Misconfigured',
    message: expect.stringMatching(/^check: `events` is an object .* Expected the `events` of an open store\.$/),
  })
})

describe('the options of', () => {
  const storage = openMemory()
  const consume = async (violations: AsyncIterable<unknown>) => {
    for await (const _ of violations);
  }

  it.each([
    [
      'rebuild',
      () => rebuild(toyDomain, storage, { batchSize: 0 }),
      '`batchSize` is 0. Expected a whole number from 1.',
    ],
    [
      'rebuild',
      () => rebuild(toyDomain, storage, { projections: untyped('seating') }),
      '`projections` is "seating". Expected an array of texts.',
    ],
    ['prune', () => prune(toyDomain, storage, { dryRun: untyped(1) }), '`dryRun` is 1. Expected true or false.'],
    ['copy', () => copy(storage, openMemory(), { keys: untyped('no') }), '`keys` is "no". Expected true or false.'],
    [
      'verifyLog',
      () => verifyLog(toyDomain, storage.events.readAll(), { against: untyped('seal.json') }),
      '`against` is "seal.json". Expected a seal { events, digest }.',
    ],
    [
      'check',
      () => consume(check(toyDomain, storage.events, { timeZone: 'Nowhere' })),
      '`timeZone` is "Nowhere". Expected an IANA time zone such as "Asia/Shanghai".',
    ],
    ['settle', () => openRuntime().settle({ signal: untyped(true) }), '`signal` is true. Expected an AbortSignal.'],
    ['follow', () => openRuntime().project({ signal: untyped({}) }), undefined],
  ])('%s are checked', async (name, call, en) => {
    const failure = await failureOf(call)
    expect(failure).toMatchObject({ _tag: 'Misconfigured' })
    if (en !== undefined) expect(failure).toMatchObject({ text: { en: `${name}: ${en}` } })
  })
})
