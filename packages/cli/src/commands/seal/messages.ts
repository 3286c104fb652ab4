import { grouped, type Messages } from '../../messages/messages.js'

export const sealMessages = {
  summary: {
    en: 'write a seal of the whole log to a file, to verify the log against later',
    zh: '为全部事件写下封印文件,供日后核对',
  },
  details: {
    en: 'Verifies the log first; a log with findings is not sealed. Keep the file somewhere else: `skein verify --against FILE` then shows whether any of the sealed events was changed.',
    zh: '先核对事件日志;有问题则不封印。请另处保存该文件:`skein verify --against FILE` 可查明此前内容是否有改动。',
  },
  file: { en: 'the file to write; it must not exist', zh: '要写入的文件;须不存在' },
  sealed: (file: string, events: number, digest: string) => ({
    en: `${file}: ${grouped(events)} events, ${digest}`,
    zh: `${file}:${grouped(events)} 个事件,${digest}`,
  }),
  exists: (file: string) => ({
    en: `${file} exists already: seals are not overwritten; choose another name.`,
    zh: `${file} 已存在:封印不可覆盖;请另取文件名。`,
  }),
  notSealed: (findings: number) => ({
    en: `not sealed: ${grouped(findings)} findings; \`skein verify\` lists them.`,
    zh: `未封印:发现 ${grouped(findings)} 处问题;可用 \`skein verify\` 查看。`,
  }),
  notSeal: (file: string) => ({
    en: `--against: ${file} is not a seal: give a file that \`skein seal\` wrote.`,
    zh: `--against:${file} 不是封印文件:请给出 \`skein seal\` 写下的文件。`,
  }),
} satisfies Messages
