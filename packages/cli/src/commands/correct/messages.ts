import { type Messages, quoted } from '../../messages/messages.js'

export const correctMessages = {
  summary: { en: 'put an entry right, as if it had been made so at once', zh: '更正某项登记,视同当初即如此登记' },
  details: {
    en: 'Give the fields that change, as the command of the entry has them: amountFen=260000000, on=2018-02-03 to move it to another day, policy.minAttendance=0.8 for a part of an object, note= to remove an optional field; lists and objects as JSON. What lies after it in its stream is decided again. Refused if later entries would become impossible: exits 3, with all of them.',
    zh: '给出要更改的字段,字段名与该项登记的命令相同:amountFen=260000000;on=2018-02-03 表示改到另一天;policy.minAttendance=0.8 表示只改对象中的一项;note= 表示去掉某个可选字段;列表和对象用 JSON。同一流中其后的各项登记将重新判断。如其后的登记因此不再成立,则予拒绝:退出码为 3,并全部列出。',
  },
  fields: { en: 'what changes; at least one', zh: '要更改的内容,至少一项' },
  noFields: {
    en: 'say what changes: FIELD=VALUE, such as amountFen=260000000.',
    zh: '请说明要更改的内容:字段=值,如 amountFen=260000000。',
  },
  badField: (typed: string) => ({
    en: `${quoted(typed)} is not FIELD=VALUE, such as amountFen=260000000.`,
    zh: `${quoted(typed)} 不是“字段=值”,如 amountFen=260000000。`,
  }),
  noParts: (path: string) => ({
    en: `${quoted(path)}: that field is not an object with parts, or it is encrypted. Give the whole field, as JSON if it is an object.`,
    zh: `${quoted(path)}:该字段不是含有各项的对象,或已加密。请给出整个字段,如为对象请用 JSON。`,
  }),
  repeatedField: (field: string) => ({
    en: `the field ${quoted(field)} is given twice: keep one.`,
    zh: `字段 ${quoted(field)} 给出了两次:请只留一个。`,
  }),
  unknownField: (field: string, command: string, nearest: string | undefined, known: readonly string[]) => ({
    en: `${command} has no field ${quoted(field)}${nearest === undefined ? '.' : `; did you mean ${nearest}?`} Its fields: ${known.join(', ')}.`,
    zh: `${command} 没有字段 ${quoted(field)}${nearest === undefined ? '。' : `,是否指 ${nearest}?`}可用字段:${known.join('、')}。`,
  }),
} satisfies Messages
