import type { Messages } from './messages.js'

export const progressMessages = {
  rebuild: { en: 'rebuild', zh: '重建' },
  verify: { en: 'verify', zh: '核对' },
  speed: (perSecond: string) => ({ en: `${perSecond}/s`, zh: `每秒 ${perSecond}` }),
  remaining: (duration: string) => ({ en: `${duration} left`, zh: `剩余 ${duration}` }),
  events: { en: 'events', zh: '个事件' },
  /** A rebuild reads only the event types that its projections handle. */
  eventsOfReadModels: { en: 'events of these read models', zh: '个与读模型有关的事件' },
  steps: { en: 'steps', zh: '步' },
} satisfies Messages
