import { type AmendmentReason, partsOfChange } from '@skein/kernel'
import type { Codec, EntryMetadata, Recording } from '../integrity/codec.js'
import type { NewEvent } from '../ports/index.js'
import { eventIdOf } from '../primitives/ids.js'
import type { DecidedChange } from './decision.js'
import type { Reaction } from './outcome.js'

/** The events that a decision records, as stored. */
export interface EncodedChanges {
  readonly encoded: readonly NewEvent[]
  /** Of each of them: the command that led to it, and whether it is what that command entered or follows from it. */
  readonly origins: readonly { readonly proposal: number; readonly isEntered: boolean }[]
}

/** What the metadata of a command's events say of the command. */
type SentMetadata = Pick<Recording, 'commandId' | 'commandHash' | 'correlationId'>

/**
 * Encodes the changes of some commands as one append.
 *
 * @param causedElsewhere the id of the event of another stream that contradicts entries of this one
 */
export const encodeChanges = (
  changes: readonly DecidedChange[],
  common: Omit<Recording, keyof EntryMetadata | keyof SentMetadata>,
  commands: readonly SentMetadata[],
  reaction: Reaction | undefined,
  codec: Codec,
  amended?: AmendmentReason,
  causedElsewhere = '',
): EncodedChanges => {
  const encoded: NewEvent[] = []
  const origins: EncodedChanges['origins'][number][] = []
  const replacements = new Map<string, string>()
  let becauseOf = causedElsewhere
  let entry = 0
  let proposal = 0
  let { revision, previous } = common
  for (const { change, policyVersion } of causesFirst(changes)) {
    if (change.kind === 'entered') proposal = change.proposal
    const origin = {
      // of several commands, each says which of them it is
      place: change.kind === 'entered' && (reaction !== undefined || commands.length > 1) ? change.place : undefined,
      causedBy: reaction?.causedBy,
    }
    const command = commands[proposal]
    if (command === undefined) throw new Error(`there is no command ${proposal}`)
    for (const { events, isEntered, ...special } of partsOfChange(
      change,
      origin,
      { replacements, becauseOf },
      amended,
    )) {
      const part = codec.encode(events, { ...common, ...command, ...special, policyVersion, entry, revision, previous })
      const first = part[0] === undefined ? '' : eventIdOf(part[0].hash)
      // what contradicts others came from the first change of an annulment, or from what was entered
      if (isEntered || becauseOf === '') becauseOf = first
      if (special.replaces !== undefined) replacements.set(special.replaces, first)
      encoded.push(...part)
      origins.push(...part.map(() => ({ proposal, isEntered: isEntered === true })))
      revision += part.length
      previous = part.at(-1)?.hash ?? previous
      entry += 1
    }
  }
  return { encoded, origins }
}

/** A contradiction names the event because of which it is: one that stands earlier in the history than that is put behind. */
const causesFirst = (changes: readonly DecidedChange[]): readonly DecidedChange[] => {
  const first = changes.findIndex(({ change }) => change.kind !== 'contradicted' && change.kind !== 'resolved')
  const cause = changes[first]
  return cause === undefined ? changes : [cause, ...changes.slice(0, first), ...changes.slice(first + 1)]
}
