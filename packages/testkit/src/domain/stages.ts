import type { Policy } from '@skein/core'
import { domain } from '@skein/core'
import { lastDay } from './days.js'
import { type Scenario, type Stage, scenarioOf } from './scenario.js'
import { World } from './world.js'

/** A programme under one policy, and the worlds that its stages leave: each is played once, and forked from then on. */
export class Stages {
  readonly programme: Scenario
  readonly #reached = new Map<Stage, World>()

  constructor(policy: Policy) {
    this.programme = scenarioOf(policy)
  }

  /** A world of one's own at that point of the programme. */
  at(stage: Stage): World {
    return this.#world(stage).fork()
  }

  #world(stage: Stage): World {
    const known = this.#reached.get(stage)
    if (known !== undefined) return known
    // sound: the object's own keys, in the order in which they are written
    const names = Object.keys(this.programme.stages) as Stage[]
    const before = names[names.indexOf(stage) - 1]
    const world = before === undefined ? new World(domain, lastDay) : this.#world(before).fork()
    world.must(...this.programme.stages[stage])
    this.#reached.set(stage, world)
    return world
  }
}
