import type { Day } from '@skein/kernel'
import { dayOption, instantOption, type OptionDefinitions, type OptionValues } from '../command-line/options.js'
import { boundsMessages as messages } from '../messages/bounds.js'

/** Up to when facts count: by the day they happened (valid time) and by when they were recorded (transaction time). */
export interface Bounds {
  readonly asOf?: Day
  /** As it was typed. */
  readonly knownAt?: string
}

export const boundsOptions = {
  asOf: dayOption(messages.asOf),
  knownAt: instantOption(messages.knownAt),
} satisfies OptionDefinitions

export const boundsOf = ({ asOf, knownAt }: OptionValues<typeof boundsOptions>): Bounds => ({
  ...(asOf === undefined ? {} : { asOf }),
  ...(knownAt === undefined ? {} : { knownAt }),
})

export const isUnbounded = ({ asOf, knownAt }: Bounds): boolean => asOf === undefined && knownAt === undefined

/** The options that give these bounds, for a command line that is shown. */
export const typedBounds = ({ asOf, knownAt }: { readonly asOf?: string; readonly knownAt?: string }): string[] => [
  ...(asOf === undefined ? [] : [`--as-of ${asOf}`]),
  ...(knownAt === undefined ? [] : [`--known-at ${knownAt}`]),
]
