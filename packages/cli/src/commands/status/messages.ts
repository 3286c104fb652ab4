import type { Text } from '@skein/kernel'
import { grouped, type Messages, withColon } from '../../messages/messages.js'

export const statusMessages = {
  summary: { en: 'how far every read model is', zh: '各读模型的进度' },
  details: {
    en: 'Read models, their versions, generations and checkpoints, and how many events each is behind.',
    zh: '读模型、版本、各代及检查点,以及各自尚未计入的事件数。',
  },
  store: (name: string, events: number | undefined, head: string | undefined) => ({
    en: `${withColon(name)} ${events === undefined ? '' : `${grouped(events)} events, `}last position ${head ?? 'none'}`,
    zh: `${withColon(name)}${events === undefined ? '' : `${grouped(events)} 个事件,`}最后位置 ${head ?? '无'}`,
  }),
  next: (options: string) => ({
    en: `Some are absent or behind: \`skein rebuild --all ${options}\` brings them up to date.`,
    zh: `有读模型缺失或滞后:\`skein rebuild --all ${options}\` 可使其更新。`,
  }),
} satisfies Messages

export const statusHeading = [
  { en: 'read model', zh: '读模型' },
  { en: 'version', zh: '版本' },
  { en: 'state', zh: '状态' },
  { en: 'checkpoint', zh: '检查点' },
  { en: 'events', zh: '事件' },
  { en: 'behind', zh: '滞后' },
  { en: 'documents', zh: '文档' },
  { en: 'generation', zh: '代' },
] satisfies readonly Text[]
