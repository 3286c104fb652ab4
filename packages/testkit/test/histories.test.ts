import { domain } from '@skein/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generatedHistory } from '../src/domain/generated-history.js'
import { anyCommand, anyEventOf, anyHistory, checkHistory } from '../src/domain.js'
import { runs } from './runs.js'

describe('generated histories', () => {
  it('record every event type', () => {
    const recorded = new Set<string>()
    fc.assert(
      fc.property(generatedHistory(), ({ world }) => {
        world.settle()
        for (const { event } of world.log) recorded.add(event.type)
      }),
      { numRuns: 600, seed: 2018 },
    )
    const all = domain.aggregates.flatMap(({ events }) => Object.keys(events))
    // a placement is declined only if two agreements race for a household
    expect(all.filter((type) => !recorded.has(type) && type !== 'PlacementDeclined')).toEqual([])
  })

  it('keep every rule', () =>
    fc.assert(
      fc.asyncProperty(anyHistory(), async (history) => {
        expect(await checkHistory(history)).toEqual([])
      }),
      { numRuns: runs },
    ))
})

describe('generated commands and events', () => {
  it.each(domain.aggregates)('of $name fit their schemas', (aggregate) => {
    fc.assert(
      fc.property(anyCommand({ aggregate: aggregate.name }), (command) => {
        expect(aggregate.commands[command.type]?.schema.safeParse(command).error).toBeUndefined()
      }),
      { numRuns: runs },
    )
    fc.assert(
      fc.property(anyEventOf(aggregate), (event) => {
        expect(aggregate.events[event.type]?.schema.safeParse(event).error).toBeUndefined()
      }),
      { numRuns: runs },
    )
  })
})
