// Everything in the domain, in one list.
import type { CommandInputOf, Domain } from '@skein/kernel'
import * as Agreement from './agreement/index.js'
import * as Base from './base/index.js'
import * as Batch from './batch/index.js'
import * as Calendar from './calendar/index.js'
import * as Course from './course/index.js'
import * as Division from './division/index.js'
import * as Household from './household/index.js'
import * as Instructor from './instructor/index.js'
import * as Journey from './journey/index.js'
import type { PolicyInForce } from './policy/policy.js'
import { processes } from './processes/index.js'
import { projections, views } from './projections/index.js'
import { assurances, builtInRules } from './rules/assurances.js'
import { invariants } from './rules/invariants.js'

type CommandType =
  | Agreement.Commands.CommandType
  | Base.Commands.CommandType
  | Batch.Commands.CommandType
  | Calendar.Commands.CommandType
  | Course.Commands.CommandType
  | Division.Commands.CommandType
  | Household.Commands.CommandType
  | Instructor.Commands.CommandType
  | Journey.Commands.CommandType

/** Any command, as callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

/** The names of the commands that people may send; only processes send the others. */
export type CommandOfPeople = CommandInputOf<Extract<CommandType, { readonly byProcess: false }>>['type']

const aggregates = [
  Division.aggregate,
  Base.aggregate,
  Calendar.aggregate,
  Instructor.aggregate,
  Course.aggregate,
  Journey.aggregate,
  Batch.aggregate,
  Household.aggregate,
  Agreement.aggregate,
] as const

const isPolicyInForce = (view: unknown): view is PolicyInForce =>
  typeof view === 'object' && view !== null && 'version' in view && typeof view.version === 'number' && 'policy' in view

/** The domain of the training base, for `createRuntime` and `rebuild` of `@skein/engine`. */
export const domain: Domain<CommandInput> = {
  name: 'skein',
  aggregates,
  processes,
  projections,
  views,
  invariants,
  assurances: Object.values(assurances).map(({ id, title, basis }) => ({ id, title, basis })),
  timeZone: 'Asia/Shanghai',
  builtInRules,
  policyVersion: ({ policy }) => (isPolicyInForce(policy) ? policy.version : undefined),
}
