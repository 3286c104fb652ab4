// A domain that extends core's: certificates of trainees, with rules of its own, one of them stricter than core's, one inherited and one replaced.
import {
  Code,
  commandsTo,
  composeDomain,
  domain,
  event,
  extendAggregate,
  Journey,
  ruleFor,
  TraineeId,
} from '@skein/core'
import type { z } from 'zod'

const CertificateAwarded = event('CertificateAwarded', { title: Code })
const { mirror } = commandsTo({ traineeId: TraineeId })

const initialState: { readonly certificates: readonly string[] } = { certificates: [] }
type State = Journey.State & typeof initialState
const rule = ruleFor<Journey.Events.Event | z.output<typeof CertificateAwarded>, State, Journey.Views>()

const journey = extendAggregate(Journey.aggregate, {
  events: [CertificateAwarded],
  commands: [mirror('AwardCertificate', CertificateAwarded)],
  initialState,
  evolve: (state, { type, data }) =>
    type === 'CertificateAwarded' ? { ...state, certificates: [...state.certificates, data.title] } : state,
  rules: [
    rule({
      id: 'Q1',
      title: { en: 'A person holds each certificate once.', zh: '每人同一证书只颁发一次。' },
      basis: 'own: a second copy of a certificate says nothing',
      on: ['CertificateAwarded'],
      breach: ({ data: { title } }, { certificates }) =>
        certificates.includes(title) ? { title, held: true } : undefined,
    }),
    rule({
      id: 'S2',
      title: { en: 'A selected person is willing.', zh: '遴选确定的人员须本人自愿。' },
      basis: 'own: this programme asks for nothing else',
      on: ['TraineeSelected'],
      breach: (_event, { profile }) => (profile?.willing === true ? undefined : { willing: false }),
    }),
    rule({
      id: 'Q2',
      title: { en: 'A selected person has potential.', zh: '遴选确定的人员须有培养潜力。' },
      basis: 'own: stricter than S1',
      on: ['TraineeSelected'],
      breach: (_event, { profile }) => ((profile?.potential.length ?? 0) > 0 ? undefined : { potential: 0 }),
    }),
  ],
  inherit: { G3: ['CertificateAwarded'], G6: ['CertificateAwarded'] },
  without: ['S2'],
})

/** The domain of a programme that awards certificates. */
export const programme = composeDomain(domain, { aggregates: [journey] })
