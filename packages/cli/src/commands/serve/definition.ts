import type { CommandDefinition } from '../../command.js'
import { serveTexts as texts } from './texts.js'

export const serveDefinition: CommandDefinition = {
  name: 'serve',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [
    { flags: '--port <number>', text: texts.port },
    { flags: '--host <address>', text: texts.host },
    { flags: '--jwks <url>', text: texts.jwks },
    { flags: '--issuer <name>', text: texts.issuer },
    { flags: '--audience <name>', text: texts.audience },
    { flags: '--rate <number>', text: texts.rate },
    { flags: '--allow-origin <origins>', text: texts.allowOrigin },
    { flags: '--public-url <url>', text: texts.publicUrl },
    { flags: '--make-token <role:division:id>', text: texts.makeToken },
    { flags: '--insecure-dev', text: texts.insecureDev },
  ],
  example: 'skein serve --port 8080 --store sqlite:./base.db --jwks https://login.example.cn/jwks.json',
  load: () => import('./run.js'),
}
