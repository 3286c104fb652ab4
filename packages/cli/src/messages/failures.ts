import type { Messages } from './messages.js'

/** What can go wrong in any command. */
export const failureMessages = {
  interrupted: {
    en: 'interrupted; what was done so far is kept. Run the same command again to continue.',
    zh: '已中断;已完成的部分均已保存,再次运行同一命令即可继续。',
  },
  unexpected: (detail: string) => ({
    en: `unexpected: ${detail} (this is a defect of skein; SKEIN_DEBUG=1 shows where).`,
    zh: `意外错误:${detail}(这是 skein 的缺陷;设置 SKEIN_DEBUG=1 可查看位置)。`,
  }),
  system: (path: string, code: string) => ({
    en: `${path}: the system refused (${code}); check that the path exists and may be read and written.`,
    zh: `${path}:系统拒绝了操作(${code});请检查路径是否存在、是否可读写。`,
  }),
} satisfies Messages
