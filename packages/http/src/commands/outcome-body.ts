import type { Outcome } from '@skein/engine'
import { decryptFor } from '../access/personal-data.js'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'
import { visiblePlan } from './visible-plan.js'

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
  const visible = (await decryptFor(principal, body, service.runtime, { stream })) as object
  // what becomes of the own stream is in `events` and `consequences`
  return plan === undefined || plan.streams.length < 2
    ? visible
    : { ...visible, plan: await visiblePlan(plan, stream, principal, service) }
}
