import type { Messages } from './messages.js'

/** What to do on the command line after an error of the engine. */
export const hintMessages = {
  build: (command: string) => ({
    en: `\`${command}\` builds it.`,
    zh: `\`${command}\` 可建立。`,
  }),
  mend: (command: string) => ({
    en: `\`${command}\` mends read models and processes.`,
    zh: `\`${command}\` 可修复读模型与流程。`,
  }),
  prune: (command: string) => ({
    en: `Acknowledged events are safe. Once 100 kB are free, \`${command}\` makes room in the store itself.`,
    zh: `已确认的事件均安全。腾出 100 kB 后,\`${command}\` 可在存储内部腾出空间。`,
  }),
  verify: (command: string) => ({
    en: `\`${command}\` lists all events that cannot be read.`,
    zh: `\`${command}\` 可列出全部无法读取的事件。`,
  }),
  restart: {
    en: 'To restart, add --restart, with all read models kept under the name, or --all.',
    zh: '如需重新开始,请加 --restart,并给出该名称下的全部读模型,或用 --all。',
  },
  masterKey: {
    en: 'The key is read from --master-key-file, or from SKEIN_MASTER_KEY.',
    zh: '主密钥取自 --master-key-file 或 SKEIN_MASTER_KEY。',
  },
} satisfies Messages
