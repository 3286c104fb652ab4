import { setFlagsFromString } from 'node:v8'

/**
 * The heap may grow by a quarter of what is in use before it is collected. By default V8 lets a rebuild's grow to
 * four times as much: over a long log that is garbage only, and collecting it earlier takes a tenth more time.
 */
export const collectEarly = (): void => setFlagsFromString('--heap-growing-percent=25')
