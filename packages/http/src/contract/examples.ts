// One small programme, told as commands in their order: the examples of the contract, and a walk through it for tests.
// Its people are made up.
import { beginnings } from './examples-base.js'
import { leading, mentoring, posts } from './examples-leads.js'
import { people, training } from './examples-people.js'
import type { Step } from './examples-steps.js'

/** In this order, each is accepted, once what the ones before it set off has settled. */
export const exampleCommands: readonly Step[] = [
  ...beginnings,
  ...people,
  ...training,
  ...leading,
  ...mentoring,
  ...posts,
]

/** The examples of one command, by their place in the story. */
export const examplesOf = (type: string): readonly { readonly name: string; readonly data: Step['data'] }[] =>
  exampleCommands.flatMap((told, at) =>
    told.type === type ? [{ name: `step-${String(at + 1).padStart(3, '0')}`, data: told.data }] : [],
  )
