import { type Messages, quoted } from './messages.js'

/** Messages about the command line itself. */
export const usageMessages = {
  summary: {
    en: 'A training base and its programme: people, batches, agreements, and reports computed from the recorded events.',
    zh: '实践基地与培训项目:人员、培训班、传帮带协议,以及由所记录事件得出的报告。',
  },
  usageTitle: { en: 'Usage:', zh: '用法:' },
  argumentsTitle: { en: 'Arguments:', zh: '参数:' },
  optionsTitle: { en: 'Options:', zh: '选项:' },
  globalOptionsTitle: { en: 'Options of every command:', zh: '通用选项:' },
  commandsTitle: { en: 'Commands:', zh: '命令:' },
  exampleTitle: { en: 'Example:', zh: '示例:' },
  optionsWord: { en: '[options]', zh: '[选项]' },
  commandWord: { en: '<command>', zh: '<命令>' },
  version: { en: 'print the version', zh: '显示版本号' },
  help: { en: 'print this help', zh: '显示帮助' },
  store: {
    en: 'where the events are: sqlite:./base.db, postgres://…, esdb://… or memory: (SKEIN_STORE)',
    zh: '事件存放处:sqlite:./base.db、postgres://…、esdb://… 或 memory:(SKEIN_STORE)',
  },
  readModels: {
    en: 'where the read models are, if not with the events (SKEIN_READ_MODELS)',
    zh: '读模型存放处,若与事件不同(SKEIN_READ_MODELS)',
  },
  domain: {
    en: 'a module whose default export, or export `domain`, is your own domain: ./my-domain.js (SKEIN_DOMAIN)',
    zh: '默认导出或以 `domain` 导出自有领域的模块:./my-domain.js(SKEIN_DOMAIN)',
  },
  lang: { en: 'language: en or zh (SKEIN_LANG, the locale)', zh: '语言:en 或 zh(SKEIN_LANG、系统区域)' },
  json: { en: 'print JSON, the result as its last line', zh: '输出 JSON,最后一行为结果' },
  masterKeyFile: {
    en: 'file with the master key that encrypts personal data (SKEIN_MASTER_KEY)',
    zh: '加密个人信息所用主密钥的文件(SKEIN_MASTER_KEY)',
  },
  domainExample: {
    en: 'With a domain of your own:\n  skein check --domain ./my-domain.js --store sqlite:./base.db',
    zh: '使用自有领域:\n  skein check --domain ./my-domain.js --store sqlite:./base.db',
  },
  exitCodes: {
    en: 'Exit codes: 0 done, 1 failed, 2 usage error, 3 violations found or command rejected, 130 interrupted.',
    zh: '退出码:0 完成,1 失败,2 用法有误,3 发现违规或命令被拒,130 已中断。',
  },
  unknownLanguage: (given: string) => ({
    en: `there is no language ${quoted(given)}: --lang (or SKEIN_LANG) takes en or zh.`,
    zh: `没有语言 ${quoted(given)}:--lang(或 SKEIN_LANG)可取 en 或 zh。`,
  }),
  noCommand: {
    en: 'no command given: `skein --help` lists them.',
    zh: '未给出命令:`skein --help` 列出全部命令。',
  },
  unknownCommand: (given: string, similar: string) => ({
    en: `there is no command ${quoted(given)}${similar && `; did you mean ${similar}?`}${similar ? '' : ':'} \`skein --help\` lists them.`,
    zh: `没有命令 ${quoted(given)}${similar && `,是否指 ${similar}?`}${similar ? '' : ':'}\`skein --help\` 列出全部命令。`,
  }),
  unknownOption: (given: string, similar: string, command: string) => ({
    en: `${command} has no option ${quoted(given)}${similar && `; did you mean ${similar}?`}${similar ? '' : ':'} \`${command} --help\` lists them.`,
    zh: `${command} 没有选项 ${quoted(given)}${similar && `,是否指 ${similar}?`}${similar ? '' : ':'}\`${command} --help\` 列出全部选项。`,
  }),
  missingArgument: (name: string, command: string) => ({
    en: `${command} needs ${name}: \`${command} --help\` shows an example.`,
    zh: `${command} 缺少 ${name}:\`${command} --help\` 有示例。`,
  }),
  missingValue: (option: string, command: string) => ({
    en: `${option} needs a value: \`${command} --help\` shows an example.`,
    zh: `${option} 需要一个值:\`${command} --help\` 有示例。`,
  }),
  excessArguments: (command: string) => ({
    en: `${command} got more arguments than it takes: \`${command} --help\` shows an example.`,
    zh: `${command} 的参数过多:\`${command} --help\` 有示例。`,
  }),
  misused: (command: string) => ({
    en: `${command} was not understood: \`${command} --help\` shows an example.`,
    zh: `无法理解 ${command} 的用法:\`${command} --help\` 有示例。`,
  }),
} satisfies Messages
