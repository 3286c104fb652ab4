import { grouped, type Messages, quoted } from '../../messages/messages.js'

export const demoMessages = {
  summary: {
    en: 'fill a database with the story of a township, and show its report',
    zh: '将一个乡镇的故事写入数据库并查看',
  },
  details: {
    en: 'A base is built, people are trained, some become lead households and support poor households. Its people are made up. Run it again to continue an interrupted run, or to print the report again.',
    zh: '建基地、育能人、扶大户、带群众。人物均为虚构。中断后可续接;已完成时直接再次显示报告。',
  },
  db: { en: 'the database file (default ./skein-demo.db)', zh: '数据库文件(默认 ./skein-demo.db)' },
  label: { en: 'demo', zh: '演示' },
  notKept: {
    en: 'demo writes a database, and a store in memory is lost at the end: name a file with --db PATH, or use another --store.',
    zh: '演示会留下数据库,而内存不能保存:请用 --db 路径 指定文件,或换用其他 --store。',
  },
  badPath: (given: string) => ({
    en: `--db ${quoted(given)} is not a path: it takes a file such as ./skein-demo.db.`,
    zh: `--db ${quoted(given)} 不是路径:请给出文件,如 ./skein-demo.db。`,
  }),
  /** A server that stores events only cannot count them. */
  played: (steps: number, events: number | undefined, read: number | undefined, db: string) => ({
    en: `${grouped(steps)} steps of the story are in ${db}${events === undefined || read === undefined ? '' : `: ${grouped(events)} events, of which read models handle ${grouped(read)}`}.`,
    zh: `故事共 ${grouped(steps)} 步已写入 ${db}${events === undefined || read === undefined ? '' : `:${grouped(events)} 个事件,其中 ${grouped(read)} 个与读模型有关`}。`,
  }),
  next: { en: 'To look further:', zh: '接下来可以试试:' },
  journey: { en: "one person's history", zh: '一个人的历程' },
  worklist: { en: 'what is due', zh: '待办事项' },
  rebuild: { en: 'all read models again', zh: '重建全部读模型' },
} satisfies Messages
