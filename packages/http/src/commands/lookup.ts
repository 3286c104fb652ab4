import type { AnyAggregate, CommandType, Domain } from '@skein/kernel'

/** One kind of command, and whose it is. */
export interface KnownCommand {
  readonly type: string
  readonly aggregate: AnyAggregate
  readonly commandType: CommandType
  /** The field that names the target. */
  readonly target: string
}

/** Every command of the domain by its type. */
export const commandsOf = ({ aggregates }: Pick<Domain, 'aggregates'>): ReadonlyMap<string, KnownCommand> =>
  new Map(
    aggregates.flatMap((aggregate) =>
      Object.entries(aggregate.commands).map(
        ([type, commandType]) => [type, { type, aggregate, commandType, target: commandType.target }] as const,
      ),
    ),
  )
