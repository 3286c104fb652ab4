import type { Messages } from './texts.js'

export const progressTexts = {
  speed: (perSecond: string) => ({ en: `${perSecond}/s`, zh: `每秒 ${perSecond}` }),
  left: (duration: string) => ({ en: `${duration} left`, zh: `剩余 ${duration}` }),
  events: { en: 'events', zh: '个事件' },
  eventsThatMatter: { en: 'events that matter to read models', zh: '个与读模型有关的事件' },
  steps: { en: 'steps', zh: '步' },
} satisfies Messages
