// A domain is consistent if every name is unique and every reference names something that exists.
import { personalFieldProblems } from './check-personal-fields.js'
import type { AnyAggregate, Domain } from './domain.js'
import { historyEventTypes } from './history-events.js'
import type { Text } from './text.js'

/** The problems in how a domain is put together, in both languages; empty if there are none. */
export const problemsOf = (domain: Domain): readonly Text[] => {
  const { aggregates, processes, projections, views, invariants = [] } = domain
  const eventTypes = new Set(aggregates.flatMap(({ events }) => Object.keys(events)))
  const readable = new Set([...eventTypes, ...Object.keys(historyEventTypes)])
  const aggregateNames = new Set(aggregates.map(({ name }) => name))
  return [
    ...repeated('aggregate', '聚合', aggregates),
    ...repeated('process', '流程', processes),
    ...repeated('read model', '读模型', [...projections, ...views]),
    ...sharedTypes('event', '事件', aggregates, ({ events }) => Object.keys(events)),
    ...sharedTypes('command', '命令', aggregates, ({ commands }) => Object.keys(commands)),
    ...aggregates.flatMap(problemsOfAggregate),
    ...aggregates.flatMap(personalFieldProblems),
    ...projections.flatMap(({ name, reads }) =>
      unknownEvents(`read model ${name}`, `读模型 ${name}`, 'reads', reads, readable),
    ),
    ...processes.flatMap(({ name, on }) => unknownEvents(`process ${name}`, `流程 ${name}`, 'on', on, eventTypes)),
    ...invariants.flatMap(({ id, views: invariantViews }) =>
      Object.keys(invariantViews)
        .filter((name) => !aggregateNames.has(name))
        .map((name) => ({
          en: `Invariant ${id} reads the aggregate "${name}", which is not in the domain. Add the aggregate, or remove it from \`views\`.`,
          zh: `不变量 ${id} 引用了域中不存在的聚合“${name}”。请加入该聚合,或从 \`views\` 中去掉。`,
        })),
    ),
  ]
}

const problemsOfAggregate = ({ name, commands, events, rules }: AnyAggregate): readonly Text[] => {
  const eventTypes = new Set(Object.keys(events))
  return [
    ...(name === '' || name.includes('-')
      ? [
          {
            en: `The aggregate name "${name}" is invalid: streams are named <aggregate>-<id>, so a name must not be empty or contain a dash. Use camelCase.`,
            zh: `聚合名“${name}”不可用:流名为 <聚合>-<编号>,聚合名不能为空,也不能含连字符。请使用驼峰命名。`,
          },
        ]
      : []),
    ...Object.entries(commands).flatMap(([key, { schema, target, records }]) => {
      const literal = schema.shape.type.value
      const fields = Object.keys(schema.shape.data.shape)
      return [
        ...(literal === key
          ? []
          : [
              {
                en: `${name}.commands has "${key}", but its schema says type "${literal}". Use the schema's type as the key; \`commandTypes([...])\` does.`,
                zh: `${name}.commands 的键为“${key}”,而其模式的 type 为“${literal}”。请以模式的 type 作键(\`commandTypes([...])\` 会自动处理)。`,
              },
            ]),
        ...(fields.includes(target)
          ? []
          : [
              {
                en: `The command ${key} of ${name} has the target "${target}", which is not a field of its data (${fields.join(', ')}). Name the field that holds the stream's id.`,
                zh: `${name} 的命令 ${key} 以“${target}”为目标,但其 data 中没有该字段(现有:${fields.join('、')})。请写明存放流编号的字段。`,
              },
            ]),
        ...unknownEvents(`command ${key} of ${name}`, `${name} 的命令 ${key}`, 'records', records, eventTypes),
      ]
    }),
    ...rules.flatMap(({ id, on }) =>
      unknownEvents(`rule ${id} of ${name}`, `${name} 的规则 ${id}`, 'on', on, eventTypes),
    ),
  ]
}

const repeated = (en: string, zh: string, named: readonly { readonly name: string }[]): readonly Text[] =>
  [...new Set(named.map(({ name }) => name).filter((name, at, names) => names.indexOf(name) !== at))].map((name) => ({
    en: `Two ${en === 'process' ? 'processes' : `${en}s`} are named "${name}". Rename one of them.`,
    zh: `有两个${zh}都名为“${name}”。请将其中一个改名。`,
  }))

const sharedTypes = (
  en: string,
  zh: string,
  aggregates: readonly AnyAggregate[],
  typesOf: (aggregate: AnyAggregate) => readonly string[],
): readonly Text[] => {
  const owners = new Map<string, string>()
  const problems: Text[] = []
  for (const aggregate of aggregates)
    for (const type of typesOf(aggregate)) {
      const owner = owners.get(type)
      if (owner !== undefined && owner !== aggregate.name)
        problems.push({
          en: `The ${en} ${type} is both ${owner}'s and ${aggregate.name}'s. Every ${en} type belongs to one aggregate: rename one of them.`,
          zh: `${zh} ${type} 同时属于 ${owner} 和 ${aggregate.name}。每种${zh}只属于一个聚合,请将其中一个改名。`,
        })
      owners.set(type, aggregate.name)
    }
  return problems
}

const unknownEvents = (
  en: string,
  zh: string,
  field: 'on' | 'reads' | 'records',
  types: readonly string[],
  known: ReadonlySet<string>,
): readonly Text[] =>
  types
    .filter((type) => !known.has(type))
    .map((type) => ({
      en: `The ${en} names the event ${type} in \`${field}\`, which no aggregate defines. Check the spelling, or add the event.`,
      zh: `${zh} 在 \`${field}\` 中写了未定义的事件 ${type}。请核对拼写,或补充该事件。`,
    }))
