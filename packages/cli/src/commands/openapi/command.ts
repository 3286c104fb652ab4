import type { CommandDefinition } from '../../command-line/command.js'
import { textOption } from '../../command-line/options.js'
import { openapiMessages as messages } from './messages.js'

export const openapiCommand = {
  name: 'openapi',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: { out: textOption('FILE', messages.out), publicUrl: textOption('url', messages.publicUrl) },
  example: 'skein openapi --domain ./my-domain.js --out openapi.json',
} satisfies CommandDefinition
