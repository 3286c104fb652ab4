import { createClient } from './generated/client/index.ts'
import * as api from './generated/index.ts'
import * as story from './story.ts'

const as = (token: string) => ({ client: createClient({ baseUrl: story.url, auth: token }) })
const [county, township, village] = [as(story.county), as(story.township), as(story.village)]

for (const body of story.divisions) await api.registerDivision({ ...county, body })
await api.foundBase({ ...township, body: story.base })
const nominated = await api.nominateCandidate({ ...village, body: story.nomination })
const refused = await api.selectTrainee({
  ...township,
  body: story.selection,
  headers: { 'Accept-Language': 'zh' },
})
await api.reviewEligibility({ ...township, body: story.review })
const selected = await api.selectTrainee({ ...township, body: story.selection })
const after = selected.data?.position ?? ''
const timeline = await api.getJourneyTimeline({ ...village, path: { key: 't1' }, query: { after } })
const worklist = await api.listWorklist({ ...township, query: { limit: 10 } })
const stream = await api.getStream({ ...village, path: { stream: 'journey-t1' } })
const types = 'CandidateNominated,EligibilityReviewed,TraineeSelected'
const events = await api.listEvents({ ...county, query: { types } })
const rules = await api.listRules(county)
const outside = await api.nominateCandidate({ ...village, body: story.elsewhere })

story.assertPlayed({
  revisionOfNomination: nominated.data?.revision ?? -1,
  refusal: { status: refused.response?.status ?? 0, rule: refused.error?.rule, detail: refused.error?.detail },
  revisionOfSelection: selected.data?.revision ?? -1,
  timeline: timeline.data?.steps.map(({ event }) => event) ?? [],
  worklistLength: worklist.data?.items.length ?? -1,
  stream: stream.data?.events.map(({ type }) => type) ?? [],
  events: events.data?.map(({ type }) => type) ?? [],
  rules: rules.data?.rules.length ?? 0,
  outside: outside.response?.status ?? 0,
})
