// Pays the award for a certificate from the fund of the person's base.
import { BaseId, defineProcess, readView, TraineeId, withView } from '@skein/core'
import type { Command } from './award-fund.js'
import { baseOf, type CertificateAwarded } from './certificates.js'

export const awardPayment = defineProcess<CertificateAwarded, Command>('awardPayment', {
  CertificateAwarded: withView(
    ({ stream }) => readView(stream, baseOf),
    ({ id, event }, baseId) => {
      const { title, awardFen: amountFen, on } = event.data
      if (baseId === undefined || amountFen === 0) return []
      const award = { baseId: BaseId.parse(baseId), traineeId: TraineeId.parse(id), title, amountFen, on }
      return [{ type: 'PayAward', data: award }]
    },
  ),
})
