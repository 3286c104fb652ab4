import type { CommandInput } from '@skein/core'
import type fc from 'fast-check'
import { domainOf } from './domain-option.js'
import { generatedHistory, type HistoryOptions } from './generated-history.js'
import type { HistoryEvent } from './history-event.js'
import { historyOf } from './history-of.js'
import { viewsOf } from './invariant-views.js'

/**
 * Any history of a programme, from the foundation of its base on, in the form that `checkHistory` and `given` take. The
 * rules decided every event, the processes have settled, and what fast-check shrinks is as valid. The commands that a domain
 * adds to those of `@skein/core` are generated from their schemas.
 *
 * @example
 * fc.assert(fc.asyncProperty(anyHistory(), async (events) => (await checkHistory(events)).length === 0))
 */
export const anyHistory = <Input = CommandInput>(
  options: HistoryOptions<Input> = {},
): fc.Arbitrary<readonly HistoryEvent[]> =>
  generatedHistory(options)
    .map(({ world }) => {
      world.settle()
      return world
    })
    // a late entry can take back what other streams rest on, and a world leaves there what its processes sent
    .filter((world) =>
      (domainOf(options).invariants ?? []).every(
        (invariant) => invariant.violations(viewsOf(invariant, world)).length === 0,
      ),
    )
    .map(({ log }) => historyOf(log))
