import { type Expected, metadataOf, type StoredEvent } from '@skein/engine'
import { type App, type Call, decryptFor, type Service } from '../context.js'
import { StreamQuery } from '../contract/parameters.js'
import { within } from '../operation/deadline.js'
import { Problem } from '../problems/problem.js'
import { nextLink } from '../reading/cursor.js'
import { isKnown } from '../reading/etag.js'
import { queryOf } from '../reading/query.js'

/** `GET /v1/streams/{stream}`: what happened, with its revision as `ETag` for the next command's `If-Match`. */
export const addStreams = (app: App, service: Service): void => {
  app.get('/v1/streams/:stream', (call) =>
    within(stream(call, service, call.req.param('stream')), service.limits.requestMilliseconds, 'unavailable'),
  )
}

const stream = async (call: Call, service: Service, name: string): Promise<Response> => {
  const { from = 0, limit = 100 } = queryOf(call, StreamQuery)
  const principal = call.get('principal')
  const last = await lastRevision(service, name)
  if (last === 'none' || !(await service.divisions.isWithin(principal, { with: name }))) throw new Problem('not-found')
  call.header('ETag', `"${last}"`)
  call.header('Cache-Control', 'private, no-cache')
  call.header('Vary', 'Authorization', { append: true })
  if (isKnown(call.req.header('if-none-match'), `"${last}"`)) return call.body(null, 304)

  const events: unknown[] = []
  // up to what the tag says, whatever is written meanwhile
  const to = Math.min(last, from + limit - 1)
  if (from <= to)
    for await (const batch of service.runtime.storage.events.readStream(name, { from, to }))
      events.push(...batch.map((event) => recorded(event, service)))
  if (to < last) call.header('Link', nextLink(call.req.url, { from: String(to + 1) }))
  return call.json(await decryptFor(service, principal, { stream: name, revision: last, events }), 200)
}

const lastRevision = async ({ runtime: { storage } }: Service, name: string): Promise<Expected> => {
  for await (const [event] of storage.events.readStream(name, { direction: 'backwards' }))
    if (event !== undefined) return event.revision
  return 'none'
}

const recorded = (event: StoredEvent, { codec }: Service) => {
  const { recordedAt, actor, commandId, correlationId, causationId, policyVersion } = metadataOf(event)
  const { type, data } = codec.decode(event)
  return {
    revision: event.revision,
    eventId: event.eventId,
    type,
    data,
    metadata: {
      recordedAt,
      actor,
      commandId,
      correlationId,
      ...(causationId === undefined ? {} : { causationId }),
      ...(policyVersion === undefined ? {} : { policyVersion }),
    },
  }
}
