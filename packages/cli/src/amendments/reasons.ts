import type { OptionValues } from '../command-line/options.js'
import type { Context } from '../context.js'
import { usageError } from '../failures/failure.js'
import { localDay } from '../input/local-day.js'
import { amendmentMessages as messages } from './messages.js'
import type { amendmentOptions } from './options.js'

type Options = OptionValues<typeof amendmentOptions>

/** Why, by whom and on what day something is annulled or corrected, and who enters it. */
export interface Reasons {
  readonly reason: string
  readonly by: { readonly role: string; readonly id: string }
  readonly on: string
  readonly actor: string
}

/** Throws a usage error where one of them is missing, or cannot be read. */
export const reasonsOf = (
  { io, domain }: Pick<Context, 'io' | 'domain'>,
  { reason, by, on, actor }: Options,
): Reasons => {
  if (reason === undefined || reason.trim() === '') throw usageError('noReason', messages.noReason)
  if (reason.length > 200) throw usageError('longReason', messages.longReason)
  if (by === undefined) throw usageError('noDecider', messages.noDecider)
  const [, role, id] = /^([^:]{1,64}):(.{1,200})$/.exec(by) ?? []
  if (role === undefined || id === undefined) throw usageError('badDecider', messages.badDecider(by))
  return { reason, by: { role, id }, on: on ?? localDay(io.now(), domain), actor: actor ?? id }
}
