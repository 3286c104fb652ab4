import * as api from './generated.ts'
import * as story from './story.ts'

const as = (token: string) => ({ headers: story.bearer(token) })
const [county, township, village] = [as(story.county), as(story.township), as(story.village)]

/** The data of a success; anything else ends the story. */
const dataOf = <Answer extends { readonly status: number; readonly data: unknown }>(answer: Answer) => {
  if (answer.status !== 200) throw new Error(`${answer.status}: ${JSON.stringify(answer.data)}`)
  return answer.data as Extract<Answer, { readonly status: 200 }>['data']
}

for (const division of story.divisions) dataOf(await api.registerDivision(division, undefined, county))
dataOf(await api.foundBase(story.base, undefined, township))
const nominated = dataOf(await api.nominateCandidate(story.nomination, undefined, village))
const inChinese = { headers: { ...township.headers, 'Accept-Language': 'zh' } }
const refused = await api.selectTrainee(story.selection, undefined, inChinese)
const refusal = refused.status === 422 ? refused.data : undefined
dataOf(await api.reviewEligibility(story.review, undefined, township))
const selected = dataOf(await api.selectTrainee(story.selection, undefined, township))
const after = selected.position ?? ''
const timeline = dataOf(await api.getJourneyTimeline('t1', { after }, village))
const worklist = dataOf(await api.listWorklist({ limit: 10 }, township))
const stream = dataOf(await api.getStream('journey-t1', undefined, village))
const types = 'CandidateNominated,EligibilityReviewed,TraineeSelected'
const events = dataOf(await api.listEvents({ types }, county))
const { rules } = dataOf(await api.listRules(county))
const outside = await api.nominateCandidate(story.elsewhere, undefined, village)

story.assertPlayed({
  revisionOfNomination: nominated.revision,
  refusal: { status: refused.status, rule: refusal?.rule, detail: refusal?.detail },
  revisionOfSelection: selected.revision,
  timeline: timeline.steps.map(({ event }) => event),
  worklistLength: worklist.items.length,
  stream: stream.events.map(({ type }) => type),
  events: events.map(({ type }) => type),
  rules: rules.length,
  outside: outside.status,
})
