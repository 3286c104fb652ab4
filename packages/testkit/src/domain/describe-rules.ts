import type { CommandInput } from '@skein/core'
import { describe, it } from 'vitest'
import { type ProofsOptions, proofsOf } from './proofs.js'
import type { ProofOptions } from './rules/run-case.js'

export interface DescribeRulesOptions<Input = CommandInput> extends ProofOptions<Input>, ProofsOptions<Input> {
  /** The ids of the rules to test, such as `['T2', 'M3']`; default all. */
  readonly only?: readonly string[]
}

/**
 * Declares vitest tests for the rules of the domain under your policy. For each rule: a property of generated situations
 * near it, examples of its rejection, and logs in which `checkHistory` has to find it broken. Properties of rules that
 * forbid nothing under your policy are skipped. Call it at the top level of a test file.
 *
 * With `domain`, the rules of `@skein/core` that your domain keeps are tested on your domain. The rules that it adds or
 * replaces are tested by your `cases`; those without a case are declared as still to be tested.
 *
 * @example
 * describeRules({ policy: { batchSeats: 30, minQuotaHouseholds: 5 }, runs: 500 })
 * describeRules({ domain: programme, cases: [certificateNeedsTraining] })
 */
export const describeRules = <Input = CommandInput>({
  only,
  domain,
  cases,
  ...options
}: DescribeRulesOptions<Input> = {}): void => {
  const { proofs, unproven } = proofsOf<Input>({ ...(domain && { domain }), ...(cases && { cases }) })
  const isWanted = ({ id }: { readonly id: string }): boolean => only === undefined || only.includes(id)
  for (const { id, title } of unproven.filter(isWanted)) it.todo(`${id} ${title.en} It has no case`)
  for (const { id, title, appliesUnder, property, examples, brokenLogs } of proofs.filter(isWanted)) {
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
const timeoutOf = ({ runs = 200 }: { readonly runs?: number }): number => 20_000 + runs * 100
