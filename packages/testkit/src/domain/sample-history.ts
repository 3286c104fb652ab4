import { type CommandInput, chadian2018 } from '@skein/core'
import { type DomainOption, domainOf } from './domain-option.js'
import type { HistoryEvent } from './history-event.js'
import { historyOf } from './history-of.js'
import { completePolicy, type Stage } from './scenario.js'
import { ScenarioWorlds } from './scenario-worlds.js'

/**
 * The events of a sample programme up to a stage, to begin a test with: at `people`, the base `b1` has the selected
 * trainees `t1` and `t2` and the candidate `t3`. The rules of the domain decided every event.
 *
 * @example
 * given(sampleHistory('closed')).when({ type: 'ListLeadCandidate', data: { traineeId: 't1', … } }).then([…])
 */
export const sampleHistory = <Input = CommandInput>(
  stage: Stage,
  options: DomainOption<Input> = {},
): readonly HistoryEvent[] => {
  const domain = domainOf(options)
  return historyOf(new ScenarioWorlds(completePolicy(chadian2018, domain), domain).at(stage).log)
}
