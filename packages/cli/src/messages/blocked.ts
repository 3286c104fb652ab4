import type { Messages } from './messages.js'

export const blockedMessages = {
  more: (count: number) => ({
    en: `… and ${count} more; --json lists them all`,
    zh: `……另有 ${count} 项;--json 可全部列出`,
  }),
} satisfies Messages
