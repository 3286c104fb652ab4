import {
  type AnyAggregate,
  type AnyCommand,
  type AnyProcess,
  type CommandType,
  type Domain,
  partsOf,
  streamOf,
} from '@skein/kernel'

/** A parsed command, with the stream that it changes. */
export interface AddressedCommand {
  readonly command: AnyCommand
  readonly type: CommandType
  readonly aggregate: AnyAggregate
  readonly stream: string
}

/** Finds aggregates, commands and processes of a domain by name. */
export interface DomainLookup {
  /** Throws if no aggregate of the domain has such streams. */
  aggregateOf(stream: string): AnyAggregate
  /** Parses a command; throws a ZodError, or if the domain has no command of that type. */
  addressed(input: unknown): AddressedCommand
  processesOn(eventType: string): readonly AnyProcess[]
}

const known = new WeakMap<Pick<Domain, 'aggregates' | 'processes'>, DomainLookup>()

/** The lookup of a domain; built once for each. */
export const lookupOf = (domain: Pick<Domain, 'aggregates' | 'processes'>): DomainLookup => {
  const built = known.get(domain) ?? buildLookup(domain)
  known.set(domain, built)
  return built
}

const buildLookup = ({ aggregates, processes }: Pick<Domain, 'aggregates' | 'processes'>): DomainLookup => {
  const byName = new Map(aggregates.map((aggregate) => [aggregate.name, aggregate]))
  const byCommand = new Map(
    aggregates.flatMap((aggregate) =>
      Object.entries(aggregate.commands).map(([type, command]) => [type, { aggregate, command }] as const),
    ),
  )
  const byEvent = new Map<string, AnyProcess[]>()
  for (const process of processes)
    for (const type of process.on) byEvent.set(type, [...(byEvent.get(type) ?? []), process])
  return {
    aggregateOf(stream) {
      const aggregate = byName.get(partsOf(stream).aggregate)
      if (aggregate === undefined) throw new Error(`No aggregate of this domain has the stream ${stream}.`)
      return aggregate
    },
    addressed(input) {
      const type = typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : ''
      const found = byCommand.get(type)
      if (found === undefined) throw new Error(`This domain has no command of the type "${type}".`)
      // sound: a command's schema gives its type, and data with a day and the target's id
      const command = found.command.schema.parse(input) as unknown as AnyCommand
      const { aggregate } = found
      return {
        command,
        type: found.command,
        aggregate,
        stream: streamOf(aggregate.name, String(command.data[found.command.target])),
      }
    },
    processesOn: (eventType) => byEvent.get(eventType) ?? [],
  }
}
