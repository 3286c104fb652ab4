import { describe, expect, it } from 'vitest'
import { nearest } from './nearest.js'

describe('the nearest name', () => {
  const names = ['journeyFunnel', 'journeyTimeline', 'worklist']
  it.each([
    ['journeyFunel', 'journeyFunnel'],
    ['JOURNEYTIMELINE', 'journeyTimeline'],
    ['worklsit', 'worklist'],
    ['nothing like it', undefined],
    ['', undefined],
    ['w'.repeat(10_000), undefined],
  ])('to %j is %s', (typed, found) => expect(nearest(typed.slice(0, 200), names)).toBe(found))
})
