// What clients enter in simulations: the stories of mentoring and of training.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import type { SimulationStep, Workload } from '../../src/simulation.js'
import { correctionOf, type Step } from '../across/engine-and-model.js'
import { leadsStart, mentoringStories, trainingStart, trainingStories } from '../across/stories.js'

const simulated = (step: Step): SimulationStep<CommandInput> => {
  if (step.do !== 'correct') return step
  const { days, figure, entry } = step
  return { do: 'correct', entry, change: (command) => correctionOf(command, { days, figure }) }
}

/** Some commands that follow each other are entered together. */
const bundled = (steps: readonly Step[], sizes: readonly number[]): readonly SimulationStep<CommandInput>[] => {
  const all: SimulationStep<CommandInput>[] = []
  for (let at = 0; at < steps.length; ) {
    const size = sizes[at] ?? 1
    const commands = steps.slice(at, at + size).flatMap((step) => (step.do === 'enter' ? [step.command] : []))
    const [step] = steps.slice(at)
    if (size > 1 && commands.length === size) all.push({ do: 'enterAll', commands })
    else if (step !== undefined) all.push(simulated(step))
    at += size > 1 && commands.length === size ? size : 1
  }
  return all
}

const workloadOf = (
  start: readonly CommandInput[],
  stories: fc.Arbitrary<readonly Step[]>,
): Workload<CommandInput> => ({
  start,
  steps: fc
    .tuple(stories, fc.array(fc.constantFrom(1, 1, 1, 1, 2, 3), { minLength: 40, maxLength: 40 }))
    .map(([steps, sizes]) => bundled(steps, sizes)),
})

export const workloads = {
  mentoring: workloadOf(leadsStart, mentoringStories),
  training: workloadOf(trainingStart, trainingStories),
}
