// The events of streams over HTTP, with what no longer stands.
import { beforeEach, describe, expect, it } from 'vitest'
import { type Amending, startAmending, why } from './amending.js'
import { request } from './fixture.js'

let office: Amending
beforeEach(async () => {
  office = await startAmending()
})

describe('the events of a stream', () => {
  interface Shown {
    readonly type: string
    readonly eventId: string
    readonly metadata: { readonly replaces?: string }
    readonly annulled?: Readonly<Record<string, unknown>>
  }
  const shown = async (stream: string, query = '') => {
    const token = office.tokens.get('township') ?? ''
    // boundary: what the API answers; each field is asserted
    const body = (await (await request(office.api, `/v1/streams/${stream}${query}`, { token })).json()) as {
      events: Shown[]
    }
    return body.events
  }

  it('have the reason, the decider and the time where they no longer stand, and what took their place', async () => {
    const { stream, eventId } = await office.contribution()
    expect((await shown(stream)).filter(({ annulled }) => annulled)).toEqual([])
    await office.amend('correct', 'township', { stream, eventId, data: { amountFen: 6_000_000 } })
    const events = await shown(stream)
    const replacement = events.find(({ metadata }) => metadata.replaces === eventId)
    expect(events.filter(({ annulled }) => annulled)).toEqual([
      expect.objectContaining({
        eventId,
        annulled: {
          eventId: events.at(-2)?.eventId,
          reason: 'typing error',
          by: why.by,
          actor: 'township-1',
          recordedAt: expect.stringMatching(/^20.*Z$/),
          replacedBy: replacement?.eventId,
        },
      }),
    ])
    // on a page that ends before the annulment, too
    const [first, second] = await shown(stream, `?limit=2`)
    expect([first, second].map((event) => events.find(({ eventId: id }) => id === event?.eventId))).toEqual([
      first,
      second,
    ])
    await office.amend('annul', 'township', { stream, eventId: replacement?.eventId })
    // an annulment that was annulled itself
    await office.amend('annul', 'township', { stream, eventId: (await shown(stream)).at(-1)?.eventId })
    const last = await shown(stream)
    expect(last.filter(({ annulled }) => annulled).map((event) => event.eventId)).toEqual([
      eventId,
      last.at(-2)?.eventId,
    ])
  })
})
