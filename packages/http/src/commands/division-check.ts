import { type AnyCommand, type DivisionRef, type ReferredStream, referredStreams, streamOf } from '@skein/kernel'
import type { DivisionResolver } from '../access/division-resolver.js'
import type { Principal } from '../principal.js'
import type { KnownCommand } from './known-commands.js'

/** Streams whose divisions are looked up at the same time. */
const concurrency = 50

/**
 * Whether a command lies within the principal's divisions in every respect: where its target belongs now, where the
 * command would put it, and everything else that its data refers to. What does not exist lies nowhere, so that it is
 * refused like something of another division; only what the command itself opens need not exist.
 */
export const isCommandWithinDivisions = async (
  command: KnownCommand,
  data: unknown,
  principal: Principal,
  divisions: DivisionResolver,
): Promise<boolean> => {
  if (principal.divisions === 'all') return true
  const { aggregate, target, references } = command
  // data without a target fits no schema: the engine rejects it with its issues, and reads and writes nothing
  const targetId = typeof data === 'object' && data !== null ? Reflect.get(data, target) : undefined
  if (typeof targetId !== 'string' || typeof data !== 'object' || data === null) return true

  const referred = referredStreams(references, data)
  const others = referred.filter((one) => one.aggregate !== aggregate.name || one.id !== targetId)
  // a target that is no id fits no schema either
  if (others.length === referred.length) return true
  if (!(await isTargetWithin(command, data, targetId, principal, divisions))) return false

  for (let start = 0; start < others.length; start += concurrency) {
    const checks = others.slice(start, start + concurrency).map(async (one) => {
      const stream = streamOf(one.aggregate, one.id)
      return (await divisions.mayReferTo(principal, stream)) || (await opens(command, data, one, divisions))
    })
    if ((await Promise.all(checks)).includes(false)) return false
  }
  return true
}

const isTargetWithin = async (
  { aggregate, commandType }: KnownCommand,
  data: object,
  id: string,
  principal: Principal,
  divisions: DivisionResolver,
): Promise<boolean> => {
  const current = aggregate.name === 'division' ? { division: id } : await divisions.find(streamOf(aggregate.name, id))
  const [firstEvent = ''] = commandType.records
  const intended = divisions.index.refOf({ type: firstEvent, data })
  const refs: readonly (DivisionRef | undefined)[] = [
    current ?? intended,
    ...(intended === undefined ? [] : [intended]),
  ]
  for (const ref of refs) if (!(await divisions.isWithin(principal, ref))) return false
  return true
}

/** Whether the command claims the id of a stream that nobody has: it opens that one, as a base opens a place. */
const opens = async (
  command: KnownCommand,
  data: object,
  one: ReferredStream,
  divisions: DivisionResolver,
): Promise<boolean> => {
  const scope = divisions.index.claimScopeOf(one.aggregate)
  if (scope === undefined || (await divisions.find(streamOf(one.aggregate, one.id))) !== undefined) return false
  const claim = claimOf(command, data)
  // a command that fits no schema is rejected by the engine, which then reads and writes nothing
  return claim === 'invalid' || (claim?.scope === scope && claim.value === one.id)
}

/** The stream of another aggregate whose id a command claims; `undefined` where it claims none, or fits no schema. */
const claimOf = ({ type, aggregate, commandType }: KnownCommand, data: unknown): Claim | 'invalid' | undefined => {
  if (aggregate.claim === undefined) return undefined
  const parsed = commandType.schema.safeParse({ type, data })
  // sound: every command's schema gives `{ type, data }`, and data holds `on`
  return parsed.success ? aggregate.claim(parsed.data as unknown as AnyCommand) : 'invalid'
}

type Claim = ReturnType<NonNullable<KnownCommand['aggregate']['claim']>>

/**
 * The streams that a command may open, and where each would then belong: its target, and those whose id it claims. They
 * count only where they do not exist yet.
 */
export const openedBy = (
  command: KnownCommand,
  data: unknown,
  { index, aggregates }: DivisionResolver,
): ReadonlyMap<string, DivisionRef> => {
  const opened = new Map<string, DivisionRef>()
  const { aggregate, target, commandType } = command
  const id: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, target) : undefined
  if (typeof id !== 'string' || typeof data !== 'object' || data === null) return opened
  const stream = streamOf(aggregate.name, id)
  const [firstEvent = ''] = commandType.records
  const ref = index.refOf({ type: firstEvent, data })
  if (ref !== undefined) opened.set(stream, ref)
  const claim = claimOf(command, data)
  if (claim === undefined || claim === 'invalid') return opened
  for (const name of aggregates)
    if (index.claimScopeOf(name) === claim.scope) opened.set(streamOf(name, claim.value), { with: stream })
  return opened
}
