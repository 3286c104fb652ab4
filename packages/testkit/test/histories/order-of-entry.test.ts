// Facts of one stream on different days give the same state in whatever order they are entered.

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { defaultRecordedOn } from '../../src/domain/recorded-on.js'
import { runs } from '../runs.js'
import { withoutAttempts } from './attempts.js'
import { lives, type StreamLife } from './lives.js'
import { SingleStream } from './single-stream.js'
import { elsewhereOf, lookup, type Story, storiesOf } from './stories.js'

type Command = Story[number]

const emptyStream = (life: StreamLife): SingleStream =>
  new SingleStream({
    aggregate: lookup.aggregateOf(life.stream),
    stream: life.stream,
    today: defaultRecordedOn,
    elsewhere: elsewhereOf(life),
  })

/** Enters commands one by one; gives those that were not accepted. */
const enterEach = (stream: SingleStream, commands: readonly Command[]): readonly Command[] =>
  commands.filter((command) => E.isLeft(stream.enter(command)))

/** Enters commands one by one, and tries again those that were refused, until nothing moves. */
const enterAll = (stream: SingleStream, commands: readonly Command[]): readonly Command[] => {
  const stuck = enterEach(stream, commands)
  return stuck.length === 0 || stuck.length === commands.length ? stuck : enterAll(stream, stuck)
}

const byDay = (a: Command, b: Command): number => (a.data.on < b.data.on ? -1 : a.data.on > b.data.on ? 1 : 0)

/** The facts of a story that are possible day by day, one a day, and the stream that they give. */
const factsOf = (life: StreamLife, story: Story) => {
  const stream = emptyStream(life)
  const days = new Set<string>()
  const facts = [...story].sort(byDay).filter((command) => {
    const { on } = command.data
    if (days.has(on)) return false
    const result = stream.enter(command)
    const isRecorded = E.isRight(result) && result.right.length > 0
    if (isRecorded) days.add(on)
    return isRecorded
  })
  return { stream, facts }
}

const eventsOf = ({ entries }: SingleStream) => withoutAttempts(entries.map(({ events }) => events))

describe('the order of entry does not matter', () => {
  it.each(Object.entries(lives))('%s', (_name, life) => {
    let stuckStories = 0
    fc.assert(
      fc.property(storiesOf(life), fc.gen(), (story, pick) => {
        const { stream: inOrder, facts } = factsOf(life, story)
        const shuffled = pick(() => fc.shuffledSubarray([...facts], { minLength: facts.length }))
        const stream = emptyStream(life)
        const stuck = enterAll(stream, shuffled)
        if (stuck.length > 0) {
          // papers that block each other go in together
          stuckStories += 1
          const together = stream.enter(...stuck)
          expect(E.isRight(together) || together.left).toBe(true)
        }
        expect(eventsOf(stream)).toEqual(eventsOf(inOrder))
        expect(stream.entries.flatMap(({ contradictedBy }) => contradictedBy)).toEqual([])
        expect(stream.state).toEqual(stream.fold())
      }),
      { numRuns: runs },
    )
    expect(stuckStories).toBeLessThan(runs)
  })
})
