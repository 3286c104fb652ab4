import { type EntryAnnulment, metadataOf, readVerified, type StoredEvent } from '@skein/engine'
import { decryptFor } from '../access/personal-data.js'
import type { App, RequestContext, Service } from '../context.js'
import { StreamQuery } from '../contract/parameters.js'
import { Problem } from '../problems/problem.js'
import { lastRevision } from '../reading/last-revision.js'
import { negotiated } from '../reading/media-type.js'
import { nextLink } from '../reading/next-link.js'
import { pathParameter } from '../reading/path-parameter.js'
import { evaluatePreconditions } from '../reading/preconditions.js'
import { queryOf } from '../reading/query.js'
import { withDeadline } from './deadline.js'

/** Events of the stream read to find out what was annulled that count for one more request of the caller's rate. */
const eventsPerRequest = 100

/** `GET /v1/streams/{stream}`: its events, with its revision as `ETag` for the `If-Match` of the next command. */
export const addStreamRoute = (app: App, service: Service): void => {
  app.get('/v1/streams/:stream', (context) => {
    const events = respondWithEvents(context, service, pathParameter(context, 'stream'))
    return withDeadline(events, service.limits.requestTimeoutMs, 'unavailable')
  })
}

const respondWithEvents = async (context: RequestContext, service: Service, stream: string): Promise<Response> => {
  negotiated(context, 'application/json')
  const { from = 0, limit = 100 } = queryOf(context, StreamQuery)
  const principal = context.get('principal')
  const last = await lastRevision(stream, service.runtime.storage.events)
  // a stream of another division must look like one that does not exist
  if (last === 'none' || !(await service.divisions.isWithin(principal, { with: stream })))
    throw new Problem('not-found')
  const tag = `"${last}"`
  context.header('ETag', tag)
  context.header('Cache-Control', 'private, no-cache')
  context.header('Vary', 'Authorization', { append: true })
  if (evaluatePreconditions(context, tag) === 'unchanged') return context.body(null, 304)

  const { annulments, read } = await service.annulments.of(stream, last)
  context.get('charge')(read / eventsPerRequest)
  const events: unknown[] = []
  let lost = {}
  const onLost = (first: number) => {
    lost = { missingBefore: first }
  }
  // not beyond the revision of the tag, even if events are appended meanwhile
  const to = Math.min(last, from + limit - 1)
  if (from <= to)
    for await (const batch of readVerified(service.runtime.storage.events, stream, { from, to, onLost }))
      events.push(...batch.map((event) => recordedEvent(event, annulments.get(event.eventId), service)))
  if (to < last) context.header('Link', nextLink(service, context, { from: String(to + 1) }))
  return context.json(
    await decryptFor(principal, { stream, revision: last, ...lost, events }, service.runtime, { stream }),
    200,
  )
}

const recordedEvent = (event: StoredEvent, annulled: EntryAnnulment | undefined, { codec }: Service) => {
  const { recordedAt, actor, commandId, correlationId, causationId, policyVersion, traceparent, replaces } =
    metadataOf(event)
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
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(replaces === undefined ? {} : { replaces }),
    },
    ...(annulled === undefined ? {} : { annulled }),
  }
}
