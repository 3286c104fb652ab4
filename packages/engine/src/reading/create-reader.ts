import { composeDomain, type Day, type Domain, type DomainPart, Misconfigured, optionProblems } from '@skein/kernel'
import type { z } from 'zod'
import type { Storage } from '../ports/index.js'
import { dayIn } from '../primitives/local-day.js'
import { storageOption, todayOptions } from '../primitives/option-types.js'
import type { ReadModel } from './read-model.js'
import { reader } from './reader.js'

/** Access to read models. */
export interface Reader {
  /**
   * A read model. Its personal values are encrypted; `decrypt` of the runtime decrypts them. The projection itself gives
   * the type of the documents, its name alone does not. Throws `UnknownReadModel`.
   *
   * @example
   * const funnel = await runtime.read(Projections.journeyFunnel).get('base:b1')
   */
  read<Doc>(projection: { readonly name: string; readonly schema: z.ZodType<Doc> }): ReadModel<Doc>
  read(name: string): ReadModel
}

export interface ReaderOptions {
  /** Default the machine's clock. */
  readonly clock?: () => Date
  /** Where days begin and end, as an IANA name; default the domain's time zone, else UTC. */
  readonly timeZone?: string
}

/**
 * Reads the read models of a store, and does nothing else, so it needs no master key. Personal values stay encrypted.
 * Throws `Misconfigured` for a broken domain or an option that cannot be used.
 *
 * @example
 * const funnel = await createReader(domain, storage).read(Projections.journeyFunnel).get('base:b1')
 */
export const createReader = (
  definition: DomainPart<unknown> & Pick<Domain, 'name'>,
  storage: Storage,
  options: ReaderOptions = {},
): Reader => {
  const domain = composeDomain(definition)
  const { clock = () => new Date(), timeZone = domain.timeZone ?? 'UTC' } = options
  const problems = [
    ...optionProblems('createReader', { storage }, storageOption),
    ...optionProblems('createReader', { ...options, timeZone }, todayOptions),
  ]
  if (problems.length > 0) throw new Misconfigured(problems)
  const dayOf = dayIn(timeZone)
  return readModelsOf(domain, storage, () => dayOf(clock()))
}

/** @param today the current day in the runtime's time zone */
export const readModelsOf = (domain: Domain, storage: Storage, today: () => Day): Reader => {
  const byName = reader(domain, storage, today)
  return {
    // sound: documents have the shape of their projection's schema
    read: <Doc>(which: string | { readonly name: string }) =>
      byName(typeof which === 'string' ? which : which.name) as ReadModel<Doc>,
  }
}
