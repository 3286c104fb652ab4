import type { CommandDefinition } from '../../command-line/command.js'
import { flag, numberOption, secondsOption, textOption } from '../../command-line/options.js'
import { serveMessages as messages } from './messages.js'

export const serveCommand = {
  name: 'serve',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: {
    port: numberOption(0, 65_535, messages.port),
    host: textOption('address', messages.host),
    jwks: textOption('url', messages.jwks),
    issuer: textOption('name', messages.issuer),
    audience: textOption('name', messages.audience),
    rate: numberOption(1, 1_000_000, messages.rate),
    allowOrigin: textOption('origins', messages.allowOrigin),
    trustedProxies: numberOption(0, 10, messages.trustedProxies),
    drainDelay: secondsOption(0, 600, messages.drainDelay),
    waitForStore: secondsOption(0, 3_600, messages.waitForStore),
    publicUrl: textOption('url', messages.publicUrl),
    makeToken: textOption('role:division:id', messages.makeToken),
    insecureDev: flag(messages.insecureDev),
  },
  example: 'skein serve --port 8080 --store sqlite:./base.db --jwks https://login.example.cn/jwks.json',
} satisfies CommandDefinition
