import { type AnyAggregate, type CommandType, type Domain, type Reference, referencesOf } from '@skein/kernel'

/** A command type with its aggregate. */
export interface KnownCommand {
  readonly type: string
  readonly aggregate: AnyAggregate
  readonly commandType: CommandType
  /** The field of the data that holds the target's id. */
  readonly target: string
  /** The fields of the data that refer to streams, the target among them. */
  readonly references: readonly Reference[]
}

/** Every command of the domain by its type. */
export const knownCommands = ({ aggregates }: Pick<Domain, 'aggregates'>): ReadonlyMap<string, KnownCommand> =>
  new Map(
    aggregates.flatMap((aggregate) =>
      Object.entries(aggregate.commands).map(
        ([type, commandType]) =>
          [
            type,
            { type, aggregate, commandType, target: commandType.target, references: referencesOf(commandType) },
          ] as const,
      ),
    ),
  )
