import type { Outcome } from '@skein/engine'
import { decryptFor } from '../access/personal-data.js'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'

/** What a command recorded, as its caller may see it. */
export const outcomeBody = (
  { stream, revision, position, events, consequences }: Outcome,
  principal: Principal,
  { runtime }: Pick<Service, 'runtime'>,
): Promise<unknown> => {
  const body = {
    stream,
    revision,
    ...(position === undefined ? {} : { position }),
    events,
    ...(consequences === undefined ? {} : { consequences }),
  }
  return decryptFor(principal, body, runtime, { stream })
}
