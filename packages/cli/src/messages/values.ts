import type { Messages } from './messages.js'

/** Values of fields, for people. */
export const valueMessages = {
  yes: { en: 'yes', zh: '是' },
  no: { en: 'no', zh: '否' },
  encrypted: { en: '(encrypted)', zh: '(已加密)' },
} satisfies Messages
