import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testAggregateProperties } from '../../test/aggregate-properties.js'
import {
  accept,
  allAssured,
  endMentor,
  exit,
  recordIncome,
  register,
  relapse,
  reviseMembers,
  viewsToAccept,
  viewsToRegister,
} from '../../test/households.js'
import { runCommands, type Step } from '../../test/run-commands.js'
import { aggregate } from './index.js'
import type { Views } from './reads.js'

describe('a household, after any commands', () => {
  const someCommands = fc.array(
    fc.oneof(
      fc
        .record({ year: fc.constantFrom(2017, 2018), fen: fc.constantFrom(300_000, 400_000) })
        .map(({ year, fen }) => recordIncome(fen, year)),
      fc
        .record({
          incomeYear: fc.constantFrom(2017, 2018),
          twoAssurancesThreeGuarantees: fc.constantFrom(allAssured, allAssured, { ...allAssured, housing: false }),
          publicisedFrom: fc.constantFrom('2018-11-01', '2018-11-01', '2018-11-04'),
        })
        .map(exit),
      fc.constantFrom(relapse({ on: '2018-11-08' }), reviseMembers(3), reviseMembers(5)),
      fc
        .record({
          agreementId: fc.constantFrom('a1', '__proto__'),
          attempt: fc.constantFrom(1, 2),
          on: fc.constant('2018-11-08'),
        })
        .map(accept),
      fc
        .record({
          agreementId: fc.constantFrom('a1', '__proto__'),
          attempt: fc.constantFrom(1, undefined),
          on: fc.constant('2018-11-08'),
        })
        .map(endMentor),
    ),
    { minLength: 4, maxLength: 20 },
  )
  const stepsOf = (commands: readonly { type: string; data: object }[]): Step<Views>[] => [
    { command: register(), views: viewsToRegister },
    { command: recordIncome(400_000) },
    ...commands.map((command) => ({
      command,
      views: 'attempt' in command.data && command.data.attempt === 2 ? viewsToAccept(2) : viewsToAccept(),
    })),
  ]

  test('X1, X3 and M5 hold', () => {
    const refused = { X1: 0, X3: 0, M5: 0 }
    const runs = 300
    fc.assert(
      fc.property(someCommands, (commands) => {
        const { events, refusals, contradictions } = runCommands(aggregate, stepsOf(commands))
        if (refusals.includes('X1')) refused.X1++
        if (refusals.includes('X3')) refused.X3++
        if (refusals.includes('M5')) refused.M5++
        let isPoor = true
        let agreementId: string | undefined
        for (const { type, data } of events) {
          // an exit that was permitted stands, with a contradiction, after an income for an earlier day
          if (type === 'PovertyExited' && !contradictions.includes('X1')) {
            expect(data.perCapitaFen).toBeGreaterThan(data.lineFen)
            expect(Object.values(data.twoAssurancesThreeGuarantees)).not.toContain(false)
          }
          if (type === 'PovertyExited' || type === 'PovertyRelapsed') {
            expect(isPoor).toBe(type === 'PovertyExited')
            expect(data.agreementId).toBe(agreementId)
            isPoor = !isPoor
          }
          if (type === 'MentorAccepted') {
            expect(agreementId).toBeUndefined()
            agreementId = data.agreementId
          }
          if (type === 'MentorEnded') {
            expect(agreementId).toBe(data.agreementId)
            agreementId = undefined
          }
        }
      }),
      { numRuns: runs },
    )
    for (const times of Object.values(refused)) expect(times).toBeGreaterThanOrEqual(runs / 10)
  })

  testAggregateProperties(aggregate, someCommands.map(stepsOf))
})
