import type { KnownCommand } from '../commands/known-commands.js'
import type { App } from '../context.js'
import { addAmendmentOperations } from './amendment-operations.js'
import { addBundleOperation } from './bundle-operation.js'
import { addCommandOperation } from './command-operations.js'
import { addComponents } from './components.js'
import { addEventOperations } from './event-operations.js'
import { addOperatorOperations } from './operator-operations.js'
import type { ContractParts } from './parts.js'
import { addReadModelOperations, addTableOperation } from './read-model-operations.js'

/** The OpenAPI document. */
export type Contract = ReturnType<App['getOpenAPI31Document']>

/** The contract of the API: every operation, as OpenAPI 3.1. */
export const contractOf = (app: App, parts: ContractParts): Contract => {
  const { commands, readModels, publicUrl, publicPath, events } = parts
  const { openAPIRegistry: registry } = app
  addComponents(registry, events, publicPath)
  for (const command of commands) if (!command.commandType.byProcess) addCommandOperation(registry, command, parts)
  addBundleOperation(registry, parts)
  addAmendmentOperations(registry, parts)
  for (const readModel of readModels) addReadModelOperations(registry, readModel)
  addTableOperation(registry, readModels)
  addEventOperations(registry)
  addOperatorOperations(registry)
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Skein',
      version: '1',
      description:
        'Send commands; read read models and events. Days are `YYYY-MM-DD`, amounts of money are whole fen. What lies outside the divisions of the token can neither be read nor changed; it looks as if it did not exist.',
      contact: { name: 'The operator of this server' },
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: publicUrl ?? '/', description: 'This server' }],
    tags: tagsOf(commands),
  })
}

const tagsOf = (commands: readonly KnownCommand[]) => [
  ...[...new Set(commands.map(({ aggregate }) => aggregate.name))].map((name) => ({
    name,
    description: `Commands to streams \`${name}-…\`.`,
  })),
  { name: 'commands', description: 'Several commands at once.' },
  { name: 'corrections', description: 'What was entered wrongly is annulled or corrected.' },
  { name: 'read models', description: 'Documents that projections build from the events.' },
  { name: 'events', description: 'The recorded events.' },
  { name: 'rules', description: 'The rules that commands are validated against.' },
  { name: 'operation', description: 'For operators.' },
]
