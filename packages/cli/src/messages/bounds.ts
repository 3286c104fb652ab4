import type { Messages } from './messages.js'

export const boundsMessages = {
  asOf: { en: 'only events that happened up to this day (YYYY-MM-DD)', zh: '只计截至该日发生的事件(YYYY-MM-DD)' },
  knownAt: {
    en: 'only events recorded up to this instant (2018-06-11T18:00:00+08:00)',
    zh: '只计截至该时刻已记录的事件(2018-06-11T18:00:00+08:00)',
  },
  boundsOfKept: {
    en: 'read models that are kept have bounds of their own: give --kept, or --as-of and --known-at, not both.',
    zh: '另存的读模型已有自己的界限:请只用 --kept,或只用 --as-of 与 --known-at。',
  },
} satisfies Messages
