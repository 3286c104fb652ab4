// Kernel's revision of a history and the model of it give the same answers, events and states.
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { defaultRecordedOn } from '../../src/domain/recorded-on.js'
import { runs } from '../runs.js'
import { withoutAttempts } from './attempts.js'
import { lives, type StreamLife } from './lives.js'
import { rules, SingleStream } from './single-stream.js'
import { elsewhereOf, lookup, type Story, storiesOf } from './stories.js'
import { type Answer, TwoTimesModel } from './two-times-model.js'

const worldsOf = (life: StreamLife) => {
  const { stream } = life
  const aggregate = lookup.aggregateOf(stream)
  const elsewhere = elsewhereOf(life)
  const today = defaultRecordedOn
  const kernel = new SingleStream({ aggregate, stream, today, elsewhere })
  const model = new TwoTimesModel({
    aggregateOf: lookup.aggregateOf,
    targetOf: () => stream,
    processes: [],
    rules,
    today,
    elsewhere,
    holds: (other) => other === stream,
  })
  return { kernel, model }
}

const answerOf = (result: ReturnType<SingleStream['enter']>): Answer => {
  if (E.isRight(result)) return { kind: result.right.length > 0 ? 'recorded' : 'duplicate' }
  const { rule, evidence } = result.left
  return { kind: 'refused', rule, by: rule === rules.laterEntries.id ? String(evidence.rule) : rule }
}

/** Enters a story, and compares after each step. Gives the number of each kind of outcome, or of each rule that refused. */
const compare = (life: StreamLife, story: Story): ReadonlyMap<string, number> => {
  const { kernel, model } = worldsOf(life)
  const outcomes = new Map<string, number>()
  const note = (outcome: string): void => {
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  const stuck: Story[number][] = []
  for (const command of story) {
    const expected = model.enter(command)
    const answer = answerOf(kernel.enter(command))
    expect(answer, JSON.stringify(command)).toEqual(expected)
    note(answer.kind === 'refused' ? answer.rule : answer.kind)
    if (kernel.entries.some(({ contradictedBy }) => contradictedBy.length > 0)) note('contradicted')
    if (answer.kind === 'refused') stuck.push(command)
    expectSame(kernel, model, life)
  }
  // what blocked each other may go in together
  if (stuck.length > 1) {
    const expected = model.enter(...stuck)
    const answer = answerOf(kernel.enter(...stuck))
    expect(answer.kind).toBe(expected.kind)
    if (answer.kind === 'recorded') note('together')
    expectSame(kernel, model, life)
  }
  return outcomes
}

const expectSame = (kernel: SingleStream, model: TwoTimesModel, { stream }: StreamLife): void => {
  const history = model.history(stream)
  const entries = kernel.entries
  expect(withoutAttempts(entries.map(({ events }) => events))).toEqual(
    withoutAttempts(history.map(({ events }) => events)),
  )
  expect(entries.map(({ contradictedBy }) => [...contradictedBy].sort())).toEqual(
    history.map(({ contradictedBy }) => contradictedBy),
  )
  expect(kernel.state).toEqual(kernel.fold())
}

describe('a stream', () => {
  it.each(Object.entries(lives))('%s: kernel and model agree on what is entered in any order', (_name, life) => {
    fc.assert(
      fc.property(storiesOf(life), (story) => {
        compare(life, story)
      }),
      { numRuns: runs },
    )
  })

  it('covers acceptances, refusals by own rules and by G8, duplicates, bundles and contradictions', () => {
    const outcomes = new Map<string, number>()
    const kinds = ['recorded', 'duplicate', 'G8', 'together', 'contradicted']
    for (const [name, life] of Object.entries(lives))
      for (const story of fc.sample(storiesOf(life), { numRuns: 150, seed: 2018 }))
        for (const [outcome, count] of compare(life, story)) {
          const kind = kinds.includes(outcome) ? outcome : 'own rule'
          for (const key of [`${name} ${kind}`, kind]) outcomes.set(key, (outcomes.get(key) ?? 0) + count)
        }
    const missing = (key: string): boolean => (outcomes.get(key) ?? 0) === 0
    const expected = Object.keys(lives).flatMap((name) =>
      ['recorded', 'G8', 'own rule'].map((kind) => `${name} ${kind}`),
    )
    expect([...expected, ...kinds].filter(missing)).toEqual([])
  })
})
