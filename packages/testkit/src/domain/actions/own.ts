import type { CommandInput } from '@skein/core'
import type { Domain } from '@skein/kernel'
import fc from 'fast-check'
import { ownCommandsOf } from '../domain-option.js'
import { type FieldValues, valuesOf } from '../schema-values.js'
import type { Action } from './action.js'

const maxSeed = 2 ** 31 - 1

/** One action for each command that the domain adds to those of `@skein/core`: values of its schema, dated today. */
export const ownActions = (domain: Pick<Domain, 'aggregates'>, values?: FieldValues): readonly Action[] =>
  ownCommandsOf(domain).map(({ schema }): Action => {
    // sound: the schema of a command gives its type, and data with a day
    const commands = valuesOf(schema, '', values) as fc.Arbitrary<CommandInput>
    return (_scenario, choose, on) =>
      fc
        .sample(commands, { numRuns: 1, seed: choose.upTo(maxSeed) })
        // sound: the same command on another day
        .map((command) => ({ ...command, data: { ...command.data, on } }) as CommandInput)
  })
