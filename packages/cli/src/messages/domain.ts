import { type Messages, quoted } from './messages.js'

/** Messages about the module that `--domain` names. */
export const domainMessages = {
  noFile: (given: string, path: string) => ({
    en: `--domain ${quoted(given)} does not exist (looked for ${path}): give the path of a module that exports a domain, like ./my-domain.js.`,
    zh: `--domain ${quoted(given)} 不存在(查找位置:${path}):请给出导出领域的模块路径,如 ./my-domain.js。`,
  }),
  threw: (given: string, reason: string) => ({
    en: `--domain ${quoted(given)} could not be loaded: ${reason} SKEIN_DEBUG=1 shows where.`,
    zh: `--domain ${quoted(given)} 无法加载:${reason} 设置 SKEIN_DEBUG=1 可查看出错位置。`,
  }),
  noDomain: (given: string, exported: readonly string[]) => ({
    en: `--domain ${quoted(given)} exports no domain: expected what composeDomain returns, as the default export or as \`domain\`; it exports ${exported.length === 0 ? 'nothing' : exported.join(', ')}.`,
    zh: `--domain ${quoted(given)} 没有导出领域:应以默认导出或名称 \`domain\` 导出 composeDomain 的返回值;现有导出:${exported.length === 0 ? '无' : exported.join('、')}。`,
  }),
  broken: (given: string, problems: string, problemsZh: string) => ({
    en: `--domain ${quoted(given)} is no consistent domain: ${problems}`,
    zh: `--domain ${quoted(given)} 的领域定义有误:${problemsZh}`,
  }),
  lacksCommands: (command: string, missing: string) => ({
    en: `${command} plays a training programme with the commands of @skein/core, and this domain lacks some of them, such as ${missing}: use it with a domain that extends @skein/core, or without --domain.`,
    zh: `${command} 使用 @skein/core 的命令演示培训项目,而当前领域缺少其中一些(如 ${missing}):请使用扩展 @skein/core 的领域,或去掉 --domain。`,
  }),
} satisfies Messages
