// Personal fields are consistent if a command and the events that it records agree which fields are personal, and about whom.
import { z } from 'zod'
import type { AnyAggregate } from './domain.js'
import { type PersonalField, personalFieldsOf } from './personal.js'
import type { Text } from './text.js'

/** The problems with the personal fields of an aggregate's commands and events, in both languages. */
export const personalFieldProblems = ({ name, commands, events }: AnyAggregate): readonly Text[] => {
  const eventData = new Map(Object.entries(events).map(([type, { schema }]) => [type, dataOf(schema)]))
  return [
    ...[...eventData].flatMap(([type, data]) =>
      data === undefined ? [] : problemsIn(`event ${type} of ${name}`, `${name} 的事件 ${type}`, data),
    ),
    ...Object.entries(commands).flatMap(([type, { schema, records }]) => {
      const data = schema.shape.data
      return [
        ...problemsIn(`command ${type} of ${name}`, `${name} 的命令 ${type}`, data),
        ...records.flatMap((record) => {
          const recorded = eventData.get(record)
          return recorded === undefined
            ? []
            : contradictions({ aggregate: name, type, data }, { type: record, data: recorded })
        }),
      ]
    }),
  ]
}

/** The schema of an event's data, where the event's schema is an object. */
const dataOf = (schema: z.ZodType): z.ZodObject | undefined => {
  const data: unknown = schema instanceof z.ZodObject ? schema.shape.data : undefined
  return data instanceof z.ZodObject ? data : undefined
}

const problemsIn = (en: string, zh: string, data: z.ZodObject): readonly Text[] =>
  personalFieldsOf(data).flatMap(({ path, person, aggregate }) => [
    ...(path.length === 1
      ? []
      : [
          {
            en: `The ${en} has a personal field inside of another one: ${path.join('.')}. The engine encrypts fields of the data itself: mark the outer field with \`personal\`.`,
            zh: `${zh} 的个人信息字段位于其他字段之内:${path.join('.')}。引擎只加密 data 的直接字段,请用 \`personal\` 标记外层字段。`,
          },
        ]),
    ...(person === undefined || aggregate !== undefined
      ? []
      : [
          {
            en: `The ${en} says that ${path.join('.')} is about the person in "${person}", which is no id of an aggregate's stream in its data. Name a field made by \`idOf(…, { aggregate })\`, or a list of them.`,
            zh: `${zh} 的 ${path.join('.')} 以“${person}”为当事人,但其 data 中该字段不是某聚合的流编号。请写明由 \`idOf(…, { aggregate })\` 定义的字段或其列表。`,
          },
        ]),
  ])

interface Described {
  readonly type: string
  readonly data: z.ZodObject
}

/** Where a command and an event that it records disagree: the event would hold plain text, or an envelope where it cannot. */
const contradictions = (command: Described & { readonly aggregate: string }, event: Described): readonly Text[] => {
  const [sent, recorded] = [fieldsOf(command.data), fieldsOf(event.data)]
  const common = Object.keys(event.data.shape).filter((field) => Object.hasOwn(command.data.shape, field))
  return common
    .filter(
      (field) => sent.has(field) !== recorded.has(field) || sent.get(field)?.person !== recorded.get(field)?.person,
    )
    .map((field) => ({
      en: `The command ${command.type} of ${command.aggregate} and its event ${event.type} disagree about the personal field "${field}": ${described(sent.get(field))} in the command, ${described(recorded.get(field))} in the event. Mark both with the same \`personal(…)\`; \`mirror\` and \`command\` take the event's fields.`,
      zh: `${command.aggregate} 的命令 ${command.type} 与其事件 ${event.type} 对字段“${field}”是否为个人信息、属于何人说法不一。请在两处使用同一 \`personal(…)\`;\`mirror\` 和 \`command\` 会沿用事件的字段。`,
    }))
}

const fieldsOf = (data: z.ZodObject): ReadonlyMap<unknown, PersonalField> =>
  new Map(personalFieldsOf(data).map((field) => [field.path[0], field]))

const described = (field: PersonalField | undefined): string => {
  if (field === undefined) return 'not personal'
  return field.person === undefined ? 'about the person of the stream' : `about the person in "${field.person}"`
}
