import type { Messages } from './messages.js'

export const playMessages = {
  seed: {
    en: 'seed of the random numbers; another seed gives other people (0 to 4,294,967,295)',
    zh: '随机数种子,不同的种子产生不同的人物(0 至 4,294,967,295)',
  },
  otherLog: (store: string, english: string, chinese: string) => ({
    en: `${store} cannot store these events: ${english}. Choose another store, or delete this database and the files beside it.`,
    zh: `无法写入 ${store}:${chinese}。请另选存储,或删除该数据库及其旁的文件。`,
  }),
  took: (seconds: string) => ({ en: `Took ${seconds} s.`, zh: `用时 ${seconds} 秒。` }),
} satisfies Messages
