// Events are checked with the views that their decisions observed, not with what is known by now.
import { type AnyEvent, type Domain, day } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type CheckOptions, check, codecOf, createRuntime, openMemory, type Violation } from '../src/index.js'
import { toyDomain } from './toy-domain.js'
import type { PersonState } from './toy-person.js'
import type { ShowState } from './toy-show.js'

interface Written {
  readonly stream: string
  readonly event: AnyEvent
  readonly observed?: Readonly<Record<string, number>>
  readonly recordedAt?: string
}

const on = day('2018-06-01')
const event = (type: string, data: object = {}): AnyEvent => ({ type, data: { on, ...data } })
const joined = (personId: string): Written => ({
  stream: `person-${personId}`,
  event: event('PersonJoined', { personId, edition: 1, personal: { name: 'made up' } }),
})
const left = (personId: string): Written => ({ stream: `person-${personId}`, event: event('PersonLeft') })
const remark = (personId: string): Written => ({
  stream: `person-${personId}`,
  event: event('RemarkMade', { note: 'x' }),
})
const opened = (seats: number): Written => ({ stream: 'show-s', event: event('ShowOpened', { showId: 's', seats }) })
const reserved = (personId: string, observed?: number): Written => ({
  stream: 'show-s',
  event: event('SeatReserved', { personId }),
  ...(observed !== undefined && { observed: { [`person-${personId}`]: observed } }),
})

/** A store with these events, whichever rules they break. */
const logOf = async (...written: readonly Written[]) => {
  const { events } = openMemory()
  const codec = codecOf(toyDomain)
  const revisions = new Map<string, number>()
  for (const [at, { stream, event, observed, recordedAt }] of written.entries()) {
    const revision = revisions.get(stream) ?? -1
    const encoded = codec.encode([event], {
      stream,
      revision,
      previous: null,
      recordedAt: recordedAt ?? `2018-06-01T04:00:00.${String(at).padStart(6, '0')}Z`,
      actor: 'clerk',
      commandId: `c${at}`,
      commandHash: '',
      correlationId: `c${at}`,
      observedRevisions: observed ?? {},
    })
    const appended = await events.append(stream, encoded, revision < 0 ? 'none' : revision)()
    if (E.isLeft(appended)) throw new Error(appended.left._tag)
    revisions.set(stream, revision + 1)
  }
  return events
}

const found = async (
  events: Parameters<typeof check>[1],
  options: CheckOptions = {},
  domain: Domain = toyDomain,
): Promise<readonly Violation[]> => {
  const violations: Violation[] = []
  for await (const violation of check(domain, events, options)) violations.push(violation)
  return violations
}

const person = fc.constantFrom('a', 'b', 'constructor')
const command = fc.oneof(
  person.map((personId) => ({ type: 'JoinClub', data: { personId, edition: 1, personal: { name: 'made up' }, on } })),
  person.map((personId) => ({ type: 'LeaveClub', data: { personId, on } })),
  person.map((personId) => ({ type: 'ReserveSeat', data: { showId: 's', personId, on } })),
  person.map((personId) => ({ type: 'FreeSeat', data: { showId: 's', personId, on } })),
  fc.constant({ type: 'OpenShow', data: { showId: 's', seats: 2, on } }),
)

describe('check', () => {
  it('finds no violation in a log of decided commands', () =>
    fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (commands) => {
        const storage = openMemory()
        const runtime = createRuntime(toyDomain, storage, { clock: () => new Date('2018-06-02T00:00:00Z') })
        // sound: each is one of the domain's commands, with plain strings for its days
        for (const [at, next] of commands.entries())
          await runtime.execute(next as never, { commandId: `c${at}`, actor: 'clerk' })()
        await runtime.settle({ projections: false })
        expect(await found(storage.events)).toEqual([])
      }),
      { numRuns: 100 },
    ))

  it('reports the event, the rule and the evidence', async () => {
    const events = await logOf(joined('a'), joined('b'), opened(1), reserved('a', 0), reserved('b', 0))
    expect(await found(events)).toEqual([
      {
        stream: 'show-s',
        revision: 2,
        type: 'SeatReserved',
        on,
        rule: 'H3',
        message: { en: 'No more seats taken than there are.', zh: '订座数不得超过座位数。' },
        evidence: { taken: 1, seats: 1 },
      },
    ])
  })

  it('uses the observed revision, however old, and the position in the log where none is recorded', async () => {
    const rules = async (observed?: number) =>
      (await found(await logOf(joined('a'), opened(9), left('a'), reserved('a', observed)))).map(({ rule }) => rule)
    expect(await rules(0)).toEqual([])
    expect(await rules(1)).toEqual(['H2'])
    expect(await rules(-1)).toEqual(['H2'])
    expect(await rules()).toEqual(['H2'])

    const remarks = Array.from({ length: 40 }, () => remark('a'))
    expect(await found(await logOf(joined('a'), opened(9), ...remarks, left('a'), reserved('a', 0)))).toEqual([])
  })

  it('uses the day of recording in the time zone of the options, else of the domain, else in UTC', async () => {
    const late = { ...joined('a'), recordedAt: '2018-05-31T17:00:00.000Z' }
    expect(await found(await logOf(late))).toEqual([])
    expect(await found(await logOf(late), { timeZone: 'UTC' })).toMatchObject([{ rule: 'G3' }])
    const { timeZone: _, ...withoutTimeZone } = toyDomain
    expect(await found(await logOf(late), {}, withoutTimeZone)).toMatchObject([{ rule: 'G3' }])
  })

  it('with other views reports the events that would be affected', async () => {
    const events = await logOf(joined('a'), opened(9), reserved('a', 0))
    const views = () => ({ person: { isMember: false, edition: 1 } })
    expect(await found(events, { views })).toMatchObject([{ stream: 'show-s', revision: 1, rule: 'H2' }])
  })

  it('checks invariants at the end of the log', async () => {
    const bothSides: Domain = {
      ...toyDomain,
      invariants: [
        {
          id: 'K1',
          title: { en: 'A person with a seat has a ticket.', zh: '有座即有票。' },
          basis: 'toy',
          views: {
            // sound: each is called with states of the aggregate that it is named after
            person: (state) => (state as PersonState).tickets,
            show: (state) => (state as ShowState).taken,
          },
          violations: ({ person, show }) =>
            [...(show ?? [])].flatMap(([showId, taken]) =>
              (taken as string[])
                .filter((id) => !(person?.get(id) as string[] | undefined)?.includes(showId))
                .map((id) => ({ stream: `person-${id}`, evidence: { ticket: null, show: showId } })),
            ),
        },
      ],
    }
    const seat = [joined('a'), opened(9), reserved('a', 0)]
    expect(await found(await logOf(...seat), {}, bothSides)).toMatchObject([
      { stream: 'person-a', revision: 0, rule: 'K1', evidence: { show: 's' } },
    ])
    const ticket = { stream: 'person-a', event: event('TicketTaken', { showId: 's' }) }
    expect(await found(await logOf(...seat, ticket), {}, bothSides)).toEqual([])
  })

  it('stops at the signal, reports progress, and names an event that cannot be read', async () => {
    const events = await logOf(joined('a'), opened(1), left('a'))
    const progress: number[] = []
    await found(events, { onProgress: ({ events, total }) => progress.push(events, total ?? 0) })
    expect(progress).toEqual([3, 3])
    expect(await found(await logOf(opened(0), reserved('a')), { signal: AbortSignal.abort() })).toEqual([])

    await events.append('show-s', [stored('ShowOpened', 'null')], 0)()
    await expect(found(events)).rejects.toMatchObject({
      _tag: 'StorageError',
      fault: 'corrupt',
      text: { zh: expect.stringContaining('show-s@1') },
    })
  })

  it('names the events that the domain does not know, once for each type and kind of stream', async () => {
    const strange = await logOf(opened(1))
    await strange.append('show-s', [stored('ShowPainted', '{}'), stored('ShowPainted', '{}')], 0)()
    await strange.append('ticketoffice-1', [stored('ShowOpened', '{}')], 'none')()
    await strange.append('ticketoffice-2', [stored('ShowOpened', '{}')], 'none')()
    const rule = 'unknown-event'
    expect(await found(strange)).toMatchObject([
      { rule, stream: 'show-s', revision: 1, type: 'ShowPainted', evidence: { type: 'ShowPainted', events: 2 } },
      { rule, stream: 'ticketoffice-1', revision: 0, type: 'ShowOpened', evidence: { type: 'ShowOpened', events: 2 } },
    ])
  })
})

const stored = (type: string, data: string) => ({
  hash: '0'.repeat(64),
  type,
  schemaVersion: 2,
  data,
  metadata: `[${Date.parse('2018-06-01T04:00:00.000Z')}000,null,"x","","clerk",{}]`,
})
