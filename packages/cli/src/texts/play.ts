import type { Messages } from './texts.js'

export const playTexts = {
  seed: { en: 'another number, other people (0 to 4,294,967,295)', zh: '换一个数,换一批人(0 至 4,294,967,295)' },
  otherLog: (store: string, detail: string) => ({
    en: `${store} cannot take the story: ${detail}. Choose another file, or delete this one with those beside it.`,
    zh: `无法将故事写入 ${store}:${detail}。请另选文件,或删除该文件及其旁的文件。`,
  }),
  took: (seconds: string) => ({ en: `Took ${seconds} s.`, zh: `用时 ${seconds} 秒。` }),
} satisfies Messages
