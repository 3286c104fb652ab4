import { numberOption } from '../command-line/options.js'
import { playMessages as messages } from '../messages/play.js'

/** `--seed` of the random numbers of a made-up programme. */
export const seedOption = numberOption(0, 4_294_967_295, messages.seed)
