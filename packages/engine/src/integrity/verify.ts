import type { Domain } from '@skein/kernel'
import type { StoredEvent } from '../ports.js'
import { type Fault, placeOf } from '../projections/fault.js'
import { Chains } from './chain.js'
import { type Codec, codecOf } from './codec.js'
import { LogDigest, type Seal } from './seal.js'

export interface VerifyReport {
  readonly events: number
  readonly streams: number
  readonly faultCount: number
  /** The first thousand. */
  readonly faults: readonly Fault[]
  /** Of the log as it was read. */
  readonly seal: Seal
}

export interface VerifyOptions {
  /** An earlier seal of this log. */
  readonly against?: Seal
  /** Every fault, as it is found. */
  readonly onFault?: (fault: Fault) => void
}

const keptFaults = 1000

/**
 * Doubts a whole log, from its first event on, in one reading: that streams have no gaps, that no byte of an event was
 * changed since it was recorded, that ids and versions agree and that every event fits its schema. Keeps a short record
 * for every stream, and no events.
 *
 * @example
 * const { faults } = await verifyLog(domain, storage.events.readAll())
 */
export const verifyLog = async (
  domain: Pick<Domain, 'aggregates'>,
  log: AsyncIterable<readonly StoredEvent[]>,
  { against, onFault }: VerifyOptions = {},
): Promise<VerifyReport> => {
  const chains = new Chains()
  const inSchema = schemaVerifier(codecOf(domain))
  const sealer = new LogDigest()
  const faults: Fault[] = []
  let faultCount = 0
  const report = (fault: Fault) => {
    faultCount += 1
    if (faults.length < keptFaults) faults.push(fault)
    onFault?.(fault)
  }
  const compare = () => {
    if (against?.events !== sealer.events || sealer.seal().digest === against.digest) return
    report({ kind: 'seal', message: `the first ${sealer.events} events are not those that were sealed` })
  }
  compare()
  for await (const batch of log)
    for (const event of batch) {
      for (const fault of [...chains.check(event), ...inSchema(event)]) report(fault)
      sealer.add(event)
      compare()
    }
  const seal = sealer.seal()
  const { events } = seal
  if (against !== undefined && against.events > events)
    report({ kind: 'seal', message: `${against.events} events were sealed; there are ${events}` })
  return { events, streams: chains.size, faultCount, faults, seal }
}

/** Whether an event can be read, and fits the newest version of its schema. */
export const schemaVerifier =
  (codec: Codec) =>
  (event: StoredEvent): readonly Fault[] => {
    const { type } = event
    const known = codec.typeOf(type)
    if (known === undefined)
      return [{ kind: 'schema', ...placeOf(event), message: `${type} is not a type of this domain` }]
    let fact: unknown
    try {
      fact = codec.decode(event)
    } catch (cause) {
      return [{ kind: 'unreadable', ...placeOf(event), message: `${type} can't be read`, cause }]
    }
    const parsed = known.schema.safeParse(fact)
    if (parsed.success) return []
    // places and codes only: a message of zod's may quote the value
    const issues = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ')
    return [{ kind: 'schema', ...placeOf(event), message: `${type} does not fit its schema at ${issues}` }]
  }
