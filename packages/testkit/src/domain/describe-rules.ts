import { describe, it } from 'vitest'
import { proofs } from './proofs.js'
import type { ProofOptions } from './rules/run-case.js'

export interface DescribeRulesOptions extends ProofOptions {
  /** The ids of the rules to test, such as `['T2', 'M3']`; default all. */
  readonly only?: readonly string[]
}

/**
 * Declares vitest tests for the rules of the domain under your policy. For each rule: a property of generated situations
 * near it, examples of its rejection, and logs in which `checkHistory` has to find it broken. Properties of rules that
 * forbid nothing under your policy are skipped. Call it at the top level of a test file.
 *
 * @example
 * describeRules({ policy: { batchSeats: 30, minQuotaHouseholds: 5 }, runs: 500 })
 */
export const describeRules = ({ only, ...options }: DescribeRulesOptions = {}): void => {
  for (const { id, title, appliesUnder, property, examples, brokenLogs } of proofs) {
    if (only !== undefined && !only.includes(id)) continue
    describe(`${id} ${title.en}`, () => {
      it.skipIf(!appliesUnder(options))(
        'rejects exactly what it forbids',
        async () => {
          await property(options)
        },
        timeoutOf(options),
      )
      for (const { title, run } of examples) it(`rejects ${title}`, () => run())
      for (const { title, run } of brokenLogs) it(`is found broken in a log: ${title}`, () => run())
    })
  }
}

/** In milliseconds; far more than any property takes. */
const timeoutOf = ({ runs = 200 }: ProofOptions): number => 20_000 + runs * 100
