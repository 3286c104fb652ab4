import { describe, it } from 'vitest'
import { proofs } from './proofs.js'
import type { ShowOptions } from './rules/run-case.js'

export interface DescribeRulesOptions extends ShowOptions {
  /** Only these rules, such as `['T2', 'M3']`; default all. */
  readonly only?: readonly string[]
}

/**
 * The rules as tests in your own vitest: each as a property of generated situations under your policy, by examples, and
 * by logs in which `check` finds it broken. Rules that your policy leaves nothing to forbid are skipped.
 *
 * @example
 * describeRules({ policy: { batchSeats: 30, minQuotaHouseholds: 5 } })
 */
export const describeRules = ({ only, ...options }: DescribeRulesOptions = {}): void => {
  for (const { id, title, applies, property, examples, brokenLogs } of proofs) {
    if (only !== undefined && !only.includes(id)) continue
    describe(`${id} ${title.en}`, () => {
      it.skipIf(!applies(options))(
        'holds near the line',
        async () => {
          await property(options)
        },
        timeOf(options),
      )
      for (const example of examples) it(`refuses ${example.title}`, () => example.show())
      for (const log of brokenLogs) it(`is found broken: ${log.title}`, () => log.show())
    })
  }
}

/** A tenth of a second a run is far more than any of them takes. */
const timeOf = ({ runs = 200 }: ShowOptions): number => 20_000 + runs * 100
