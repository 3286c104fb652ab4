// One small programme, told as commands in their order: the examples of the contract, and a walk through it for tests.
// Its people are made up.
import { beginnings } from './story-base.js'
import { leading, mentoring, posts } from './story-leads.js'
import { people, training } from './story-people.js'
import type { Step } from './story-steps.js'

/** In this order, each is accepted, once what the ones before it set off has settled. */
export const story: readonly Step[] = [...beginnings, ...people, ...training, ...leading, ...mentoring, ...posts]

/** The examples of one command, by their place in the story. */
export const examplesOf = (type: string): readonly { readonly name: string; readonly data: Step['data'] }[] =>
  story.flatMap((told, at) =>
    told.type === type ? [{ name: `step-${String(at + 1).padStart(3, '0')}`, data: told.data }] : [],
  )
