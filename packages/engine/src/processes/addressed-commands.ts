import { type AnyCommand, streamOf } from '@skein/kernel'
import { keyOf } from '../commands/amend-by-process.js'
import type { ReactorContext } from './batch.js'

/** What a command is about, in whatever stream. */
export const commandKey = (command: AnyCommand, { domain }: Pick<ReactorContext, 'domain'>): string => {
  const aggregate = domain.aggregates.find(({ commands }) => Object.hasOwn(commands, command.type))
  return aggregate === undefined ? command.type : keyOf(aggregate, command)
}

/** The stream that a command changes. */
export const targetOf = ({ type, data }: AnyCommand, { domain }: Pick<ReactorContext, 'domain'>): string => {
  for (const { name, commands } of domain.aggregates) {
    const target = Object.hasOwn(commands, type) ? commands[type]?.target : undefined
    if (target !== undefined) return streamOf(name, String(data[target]))
  }
  return type
}
