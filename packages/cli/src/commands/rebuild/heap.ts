import { setFlagsFromString } from 'node:v8'

/**
 * Lets the heap grow by a quarter of what is in use before it is collected. By default V8 lets it grow to four times as
 * much, which in a rebuild is garbage only. Collecting it earlier takes a tenth more time.
 */
export const collectEarly = (): void => setFlagsFromString('--heap-growing-percent=25')
