import type { Outcome } from '@skein/engine'
import { decryptFor } from '../access/personal-data.js'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'
import { planBody } from './plan-body.js'

/** What a command recorded, as its caller may see it. */
export const outcomeBody = async (
  { stream, revision, position, events, consequences, plan }: Outcome,
  principal: Principal,
  service: Pick<Service, 'runtime' | 'divisions'>,
): Promise<unknown> => {
  const body = {
    stream,
    revision,
    ...(position === undefined ? {} : { position }),
    events,
    ...(consequences === undefined ? {} : { consequences }),
  }
  const own = await decryptFor(principal, body, service.runtime, { stream })
  // sound: the same object, its personal values decrypted
  return plan === undefined ? own : { ...(own as object), plan: await planBody(plan, principal, service) }
}
