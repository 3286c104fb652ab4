import { domain as coreDomain, type Policy } from '@skein/core'
import type { Domain } from '@skein/kernel'
import { defaultRecordedOn } from './recorded-on.js'
import { type Scenario, type Stage, scenarioOf } from './scenario.js'
import { World } from './world.js'

/** How many worlds with a history of their own are kept. */
const keptHistories = 300

/** The worlds at the stages of a scenario. Each is played once, and copied for every use. */
export class ScenarioWorlds {
  readonly scenario: Scenario
  readonly #domain: Pick<Domain, 'aggregates' | 'processes'>
  readonly #stages = new Map<Stage, World>()
  readonly #histories = new Map<string, World>()

  constructor(policy: Policy, domain: Pick<Domain, 'aggregates' | 'processes'> = coreDomain) {
    this.#domain = domain
    this.scenario = scenarioOf(policy)
  }

  /** A world at the end of a stage. */
  at(stage: Stage): World {
    return this.#atStage(stage).fork()
  }

  /** A world at a stage, after further commands that were accepted and settled one by one. */
  after(stage: Stage, history: readonly unknown[]): World {
    const key = JSON.stringify([stage, history])
    const known = this.#histories.get(key)
    if (known !== undefined) return known.fork()
    const world = this.at(stage).must(...history)
    if (this.#histories.size >= keptHistories) this.#histories.clear()
    this.#histories.set(key, world)
    return world.fork()
  }

  #atStage(stage: Stage): World {
    const known = this.#stages.get(stage)
    if (known !== undefined) return known
    const { stages, stageNames } = this.scenario
    const before = stageNames[stageNames.indexOf(stage) - 1]
    const world = before === undefined ? new World(this.#domain, defaultRecordedOn) : this.#atStage(before).fork()
    world.must(...stages[stage])
    this.#stages.set(stage, world)
    return world
  }
}
