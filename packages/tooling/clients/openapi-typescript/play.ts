import createClient from 'openapi-fetch'
import type { paths } from './generated.ts'
import * as story from './story.ts'

const as = (token: string) => createClient<paths>({ baseUrl: story.url, headers: story.bearer(token) })
const [county, township, village] = [as(story.county), as(story.township), as(story.village)]

for (const body of story.divisions) await county.POST('/v1/commands/RegisterDivision', { body })
await township.POST('/v1/commands/FoundBase', { body: story.base })
const nominated = await village.POST('/v1/commands/NominateCandidate', { body: story.nomination })
const refused = await township.POST('/v1/commands/SelectTrainee', {
  body: story.selection,
  headers: { 'Accept-Language': 'zh' },
})
await township.POST('/v1/commands/ReviewEligibility', { body: story.review })
const selected = await township.POST('/v1/commands/SelectTrainee', { body: story.selection })
const after = selected.data?.position ?? ''
const timeline = await village.GET('/v1/projections/journeyTimeline/{key}', {
  params: { path: { key: 't1' }, query: { after } },
})
const worklist = await township.GET('/v1/projections/worklist', { params: { query: { limit: 10 } } })
const stream = await village.GET('/v1/streams/{stream}', { params: { path: { stream: 'journey-t1' } } })
const types = 'CandidateNominated,EligibilityReviewed,TraineeSelected'
const events = await county.GET('/v1/events', { params: { query: { types } } })
const rules = await county.GET('/v1/rules')
const outside = await village.POST('/v1/commands/NominateCandidate', { body: story.elsewhere })

story.assertPlayed({
  revisionOfNomination: nominated.data?.revision ?? -1,
  refusal: { status: refused.response.status, rule: refused.error?.rule, detail: refused.error?.detail },
  revisionOfSelection: selected.data?.revision ?? -1,
  timeline: timeline.data?.steps.map(({ event }) => event) ?? [],
  worklistLength: worklist.data?.items.length ?? -1,
  stream: stream.data?.events.map(({ type }) => type) ?? [],
  events: events.data?.map(({ type }) => type) ?? [],
  rules: rules.data?.rules.length ?? 0,
  outside: outside.response.status,
})
