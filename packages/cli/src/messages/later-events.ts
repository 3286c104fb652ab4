import type { Messages } from './messages.js'

export const laterEventsMessages = {
  note: (today: string) => ({
    en: `note: events after ${today} are counted here as well; only ages and due days are those of that day. To see the state of that day, give --as-of ${today}.`,
    zh: `注意:${today} 之后的记录也已计入,只有时长与到期日按该日计算。要看当时的情况,请给出 --as-of ${today}。`,
  }),
} satisfies Messages
