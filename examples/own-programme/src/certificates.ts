// Certificates: an event, a command and rules that are added to a person's journey.
import { Base, Code, commandsTo, event, extendAggregate, Fen, Journey, readView, ruleFor, TraineeId } from '@skein/core'
import type { z } from 'zod'
import { awards } from './policy.js'

export const CertificateAwarded = event('CertificateAwarded', { title: Code, awardFen: Fen })
export type CertificateAwarded = z.output<typeof CertificateAwarded>

const { command } = commandsTo({ traineeId: TraineeId })
const AwardCertificate = command('AwardCertificate', ['CertificateAwarded'], { title: Code })

/** What is added to the state of a journey. */
const initialState: { readonly certificates: readonly string[] } = { certificates: [] }
type State = Journey.State & typeof initialState

const rule = ruleFor<Journey.Events.Event | CertificateAwarded, State, Journey.Views>()

export const journey = extendAggregate(Journey.aggregate, {
  events: [CertificateAwarded],
  commands: [AwardCertificate],
  initialState,
  evolve: (state, { type, data }) =>
    type === 'CertificateAwarded' ? { ...state, certificates: [...state.certificates, data.title] } : state,
  // the policy of the person's base, on the day of the certificate
  views: ({ data }, { profile }) =>
    profile === undefined ? {} : { policy: readView(Base.stream(profile.baseId), Base.policyOn(data.on)) },
  propose: ({ data: { title, on } }, _state, { policy }) => [
    { type: 'CertificateAwarded', data: { title, awardFen: awards.of(policy).awardFen, on } },
  ],
  rules: [
    rule({
      id: 'Q1',
      title: { en: 'A certificate needs completed training.', zh: '颁发证书须已完成培训。' },
      basis: 'own: a certificate shows what was learned',
      on: ['CertificateAwarded'],
      breach: (_event, { trainedOn }) => (trainedOn === undefined ? { trained: false } : undefined),
    }),
    rule({
      id: 'Q2',
      title: {
        en: 'A person holds each certificate once, and no more than the policy allows.',
        zh: '同一证书每人只颁发一次,且总数不得超过方案规定。',
      },
      basis: 'own: certificates are few, so that they count',
      on: ['CertificateAwarded'],
      breach: ({ data: { title } }, { certificates }, { policy }) => {
        if (certificates.includes(title)) return { title, alreadyHeld: true }
        const { mostCertificates } = awards.of(policy)
        return certificates.length >= mostCertificates ? { held: certificates.length, mostCertificates } : undefined
      },
    }),
    // replaces the rule of the domain: here party members need no review
    rule({
      id: 'S2',
      title: {
        en: 'The latest review of this nomination passed, or the person is a party member.',
        zh: '本次提名最近一次资格审查须为通过;党员无须审查。',
      },
      basis: 'own: the branch already knows its members',
      on: ['TraineeSelected'],
      breach: (_event, { nomination, profile }) =>
        nomination?.review?.passed === true || profile?.partyMember === true
          ? undefined
          : { reviewed: nomination?.review !== undefined, partyMember: false },
    }),
  ],
  inherit: { G3: ['CertificateAwarded'], G6: ['CertificateAwarded'] },
  without: ['S2'],
})

/** The base of a person, for processes. */
export const baseOf = ({ profile }: Journey.State): string | undefined => profile?.baseId
