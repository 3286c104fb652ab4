import { type CommandInput, domain as coreDomain } from '@skein/core'
import type { Domain } from '@skein/kernel'

/** The domain of a test. `Input` is the union of its commands, as callers write them. */
export interface DomainOption<Input = CommandInput> {
  /** The domain to test, such as one that `composeDomain` made; default the domain of `@skein/core`. */
  readonly domain?: Domain<Input>
}

export const domainOf = <Input>({ domain }: DomainOption<Input>): Domain<Input> =>
  // sound: without a domain, `Input` has its default, the commands of `@skein/core`
  domain ?? (coreDomain as Domain<unknown> as Domain<Input>)

const commandNames = ({ aggregates }: Pick<Domain, 'aggregates'>): readonly string[] =>
  aggregates.flatMap(({ commands }) => Object.keys(commands))

const namesOfCore = new Set(commandNames(coreDomain))

/** Whether the domain has all commands of `@skein/core`, which the sample programme needs. */
export const extendsCore = (domain: Pick<Domain, 'aggregates'>): boolean => {
  const names = new Set(commandNames(domain))
  return [...namesOfCore].every((name) => names.has(name))
}

/** The commands of people that `@skein/core` does not have. */
export const ownCommandsOf = ({ aggregates }: Pick<Domain, 'aggregates'>) =>
  aggregates.flatMap(({ commands }) =>
    Object.entries(commands).flatMap(([type, command]) =>
      namesOfCore.has(type) || command.byProcess ? [] : [command],
    ),
  )
