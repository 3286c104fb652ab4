import { type AnyAggregate, type CommandType, type Domain, personalFieldsOf, personsNamedBy } from '@skein/kernel'
import { z } from 'zod'

/** A personal field of a command's or event's data, as its schema marks it. */
export interface PersonalField {
  readonly name: string
  /** The streams of the people whom its value is about, at least one. */
  personsIn(data: Readonly<Record<string, unknown>>, stream: string): readonly string[]
}

const fieldsIn = (data: z.ZodObject): readonly PersonalField[] =>
  personalFieldsOf(data).map(({ path, person, aggregate }) => ({
    name: String(path[0]),
    personsIn: (values, stream) => personsNamedBy(person === undefined ? undefined : values[person], aggregate, stream),
  }))

const fieldsOfCommands = new WeakMap<CommandType, readonly PersonalField[]>()

/** The personal fields of a type of command. */
export const personalFieldsOfCommand = (type: CommandType): readonly PersonalField[] => {
  const known = fieldsOfCommands.get(type)
  if (known !== undefined) return known
  const fields = fieldsIn(type.schema.shape.data)
  fieldsOfCommands.set(type, fields)
  return fields
}

/** The personal fields of the events of a domain, and the commands that bring their values. */
export class PersonalFields {
  readonly #events = new Map<string, ReadonlyMap<string, PersonalField>>()
  readonly #commands = new Map<string, readonly string[]>()

  constructor({ aggregates }: Pick<Domain, 'aggregates'>) {
    for (const { events, commands } of aggregates) {
      this.#addEvents(events)
      for (const [type, { records }] of Object.entries(commands)) this.#commands.set(type, records)
    }
  }

  /** Those of one event type; `undefined` for a type that the domain does not know. */
  ofEvent(type: string): ReadonlyMap<string, PersonalField> | undefined {
    return this.#events.get(type)
  }

  /** Whether a command of this type records events of that type. */
  records(command: string, event: string): boolean {
    return this.#commands.get(command)?.includes(event) ?? false
  }

  #addEvents(events: AnyAggregate['events']): void {
    for (const [type, { schema }] of Object.entries(events)) {
      const data = schema instanceof z.ZodObject ? schema.shape.data : undefined
      const fields = data instanceof z.ZodObject ? fieldsIn(data) : []
      this.#events.set(type, new Map(fields.map((field) => [field.name, field])))
    }
  }
}
