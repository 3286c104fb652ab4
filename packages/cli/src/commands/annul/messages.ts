import type { Messages } from '../../messages/messages.js'

export const annulMessages = {
  summary: { en: 'take an entry back, as if it had never been made', zh: '撤销某项登记,视同从未发生' },
  details: {
    en: 'What lies after it is decided again, in its stream and in those that saw it, and what follows from it goes with it. Annulling an annulment lets the entry stand again. Refused if later entries would become impossible: exits 3, with all of them.',
    zh: '重新判断其后的各项登记(包括参照过该流的其他流),并一并撤销由其引起的事项。撤销一项撤销即恢复原登记。如其后的登记因此不再成立,则予拒绝:退出码为 3,并全部列出。',
  },
} satisfies Messages
