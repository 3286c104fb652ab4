// The one list of everything the domain has.
import type { Domain } from '@skein/kernel'
import type { z } from 'zod'
import * as Agreement from './agreement/index.js'
import * as Base from './base/index.js'
import * as Batch from './batch/index.js'
import * as Calendar from './calendar/index.js'
import * as Course from './course/index.js'
import * as Division from './division/index.js'
import * as Household from './household/index.js'
import * as Instructor from './instructor/index.js'
import * as Journey from './journey/index.js'
import type { InForce } from './policy/policy.js'
import { processes } from './processes/index.js'
import { projections, views } from './projections/index.js'
import { reusedCommandId } from './rules/assurances.js'
import { invariants } from './rules/invariants.js'

/** Any command, as a caller writes it: ids, days and codes as plain strings. */
export type CommandInput = z.input<
  | typeof Agreement.Commands.Command
  | typeof Base.Commands.Command
  | typeof Batch.Commands.Command
  | typeof Calendar.Commands.Command
  | typeof Course.Commands.Command
  | typeof Division.Commands.Command
  | typeof Household.Commands.Command
  | typeof Instructor.Commands.Command
  | typeof Journey.Commands.Command
>

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

const isInForce = (fact: unknown): fact is InForce =>
  typeof fact === 'object' && fact !== null && 'version' in fact && typeof fact.version === 'number' && 'policy' in fact

/** The training base and its programme: give it to `createRuntime` and `rebuild` of `@skein/engine`. */
export const domain: Domain<CommandInput> = {
  name: 'skein',
  aggregates,
  processes,
  projections,
  views,
  invariants,
  timeZone: 'Asia/Shanghai',
  reusedCommandId,
  policyVersion: ({ policy }) => (isInForce(policy) ? policy.version : undefined),
}
