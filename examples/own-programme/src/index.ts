import { composeDomain, domain } from '@skein/core'
import type { CommandAccess } from '@skein/http'
import { awardFund } from './award-fund.js'
import { awardPayment } from './award-payment.js'
import { certificateBoard } from './certificate-board.js'
import { journey } from './certificates.js'
import { awards } from './policy.js'

/** The domain of the programme: that of Skein, extended. */
export const programme = composeDomain(domain, {
  aggregates: [journey, awards.aggregate, awardFund],
  processes: [awardPayment],
  projections: [certificateBoard],
})
export default programme

export type CommandInput = NonNullable<(typeof programme)['input']>

/** The roles that may send the programme's own commands over HTTP. */
export const access: CommandAccess<CommandInput> = { AwardCertificate: ['base'], OpenFund: ['township'] }
