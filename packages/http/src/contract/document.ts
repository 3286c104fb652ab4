import type { KnownCommand } from '../commands/lookup.js'
import type { App } from '../context.js'
import type { Published } from '../routes/projections.js'
import { addCommandOperation } from './command-operations.js'
import { addComponents } from './components.js'
import { addOtherOperations } from './other-operations.js'
import { addReadModelOperations } from './read-model-operations.js'

/** An OpenAPI document, as far as we look into one ourselves. */
export type Contract = ReturnType<App['getOpenAPI31Document']>

export interface ContractParts {
  readonly commands: readonly KnownCommand[]
  readonly readModels: readonly Published[]
  readonly publicUrl: string | undefined
}

/** The contract: OpenAPI 3.1, of everything that callers may do. */
export const contractOf = (app: App, { commands, readModels, publicUrl }: ContractParts): Contract => {
  addComponents(app)
  for (const command of commands) if (!command.commandType.byProcess) addCommandOperation(app, command)
  for (const readModel of readModels) addReadModelOperations(app, readModel)
  addOtherOperations(app)
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Skein',
      version: '1',
      description:
        'Commands in; read models and events out. Days are `YYYY-MM-DD`, money is whole fen. What lies outside the division of a token is neither shown nor changed, and looks as if it were not there.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: publicUrl ?? '/', description: 'Here' }],
    tags: tagsOf(commands),
  })
}

const tagsOf = (commands: readonly KnownCommand[]) => [
  ...[...new Set(commands.map(({ aggregate }) => aggregate.name))].map((name) => ({
    name,
    description: `Commands to streams \`${name}-…\`.`,
  })),
  { name: 'read models', description: 'What is told from the events.' },
  { name: 'events', description: 'What was recorded.' },
  { name: 'rules', description: 'What commands are judged by.' },
  { name: 'operation', description: 'For those who run it.' },
]
