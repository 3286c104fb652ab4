// What the contract is made of.
import { type RuleEntry, rulesOf } from '@skein/core'
import { type BuiltInRules, builtInRules, type Domain } from '@skein/kernel'
import type { RolesOf } from '../access/command-access.js'
import { type KnownCommand, knownCommands } from '../commands/known-commands.js'
import type { Service } from '../context.js'
import { eventDataSchemas } from './event-schemas.js'
import type { JsonSchema } from './json-schema.js'
import type { ReadModelDescription, ReadModelDescriptions } from './read-models.js'

export interface ContractParts {
  readonly commands: readonly KnownCommand[]
  readonly rolesOf: RolesOf
  readonly rules: readonly RuleEntry[]
  /** The ids of the rules that can refuse any command: the engine applies them. */
  readonly rulesOfEveryCommand: ReadonlySet<string>
  readonly builtIn: BuiltInRules
  readonly readModels: readonly ReadModelDescription[]
  readonly publicUrl: string | undefined
  readonly publicPath: string
  /** The schemas of the data of events, by type. */
  readonly events: ReadonlyMap<string, JsonSchema>
}

export const contractParts = (
  domain: Domain,
  readModels: ReadModelDescriptions,
  { rolesOf, publicUrl, publicPath }: Pick<Service, 'rolesOf' | 'publicUrl' | 'publicPath'>,
): ContractParts => ({
  commands: [...knownCommands(domain).values()],
  rolesOf,
  rules: rulesOf(domain),
  rulesOfEveryCommand: rulesOfEveryCommand(domain),
  builtIn: { ...builtInRules, ...domain.builtInRules },
  readModels: [...readModels.values()],
  publicUrl,
  publicPath,
  events: eventDataSchemas(domain),
})

const rulesOfEveryCommand = ({ builtInRules: own }: Pick<Domain, 'builtInRules'>): ReadonlySet<string> => {
  const { reusedCommandId, nothingToRecord, recordedForAnotherDay, laterEntries, planLimit } = {
    ...builtInRules,
    ...own,
  }
  const all = [reusedCommandId, nothingToRecord, recordedForAnotherDay, laterEntries, planLimit]
  return new Set(all.map(({ id }) => id))
}
