import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type AnyAggregate,
  type CommandType,
  commandsTo,
  commandTypes,
  composeDomain,
  type EventSchema,
  event,
  eventTypes,
  idOf,
  isEnvelope,
  personal,
  withMirrors,
} from './index.js'

const VisitId = idOf('VisitId', { aggregate: 'visit' })
const GuestId = idOf('GuestId', { aggregate: 'guest' })
const { mirror, command } = commandsTo({ visitId: VisitId })
const note = personal(z.string(), { person: 'guestId' })
const Visited = event('Visited', { guestId: GuestId, note: note.optional() })

const compose = (type: CommandType, recorded: EventSchema) => {
  const aggregate: AnyAggregate = {
    name: 'visit',
    decider: {
      initialState: {},
      evolve: (state) => state,
      views: () => ({}),
      absentViews: {},
      propose: withMirrors([]),
    },
    rules: [],
    commands: commandTypes([type]),
    events: eventTypes([recorded]),
  }
  return composeDomain({ name: 'visits' }, { aggregates: [aggregate] })
}

describe('personal fields', () => {
  it('are plain text in the commands of `mirror` and `command`, and envelopes in events', () => {
    const visit = mirror('Visit', Visited)
    const data = { visitId: 'v', guestId: 'g', note: 'kind', on: '2018-06-10' }
    expect(visit.schema.safeParse({ type: 'Visit', data }).success).toBe(true)
    const names = {
      algorithm: 'A256GCM',
      command: 'Visit',
      field: 'note',
      keyId: 'k',
      person: 'guest-g',
      stream: 'visit-v',
    }
    const envelope = { ...names, ciphertext: 'x' }
    expect(isEnvelope(envelope)).toBe(true)
    expect(isEnvelope({ ...envelope, more: '' })).toBe(false)
    expect(visit.schema.safeParse({ type: 'Visit', data: { ...data, note: envelope } }).success).toBe(false)
    expect(Visited.safeParse({ type: 'Visited', data: { ...data, note: envelope } }).success).toBe(true)
  })

  it('that agree are accepted', () => {
    expect(() => compose(mirror('Visit', Visited), Visited)).not.toThrow()
    expect(() => compose(command('Visit', ['Visited'], Visited.shape.data.shape), Visited)).not.toThrow()
  })

  it.each<[string, CommandType, EventSchema, string]>([
    [
      'a command whose personal field is plain in its event',
      command('Visit', ['Noted'], { note: personal(z.string()) }),
      event('Noted', { note: z.string() }),
      'disagree about the personal field "note": about the person of the stream in the command, not personal in the event',
    ],
    [
      'an event whose personal field is plain in its command',
      command('Visit', ['Visited'], { guestId: GuestId, note: z.string() }),
      Visited,
      'disagree about the personal field "note": not personal in the command, about the person in "guestId" in the event',
    ],
    [
      'a command and an event about different people',
      command('Visit', ['Visited'], { guestId: GuestId, note: personal(z.string()) }),
      Visited,
      'about the person of the stream in the command, about the person in "guestId" in the event',
    ],
    [
      'a person who is no field of the data',
      command('Visit', ['Noted'], {}),
      event('Noted', { note }),
      'says that note is about the person in "guestId", which is no id of an aggregate',
    ],
    [
      'a personal field inside of another one',
      command('Visit', ['Noted'], {}),
      event('Noted', { guests: z.array(z.object({ name: personal(z.string()) })) }),
      'has a personal field inside of another one: guests.*.name',
    ],
  ])('are refused: %s', (_what, type, recorded, text) => {
    expect(() => compose(type, recorded)).toThrow(text)
  })
})
