// K1 and K2: reserve cadres and village posts.
import { ruleFor } from '@skein/kernel'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import type { State } from './state.js'

const rule = ruleFor<Event, State, Views>()

export const cadreRules = [
  rule({
    id: 'K1',
    title: {
      en: 'A reserve cadre is a party member who completed training and holds no post, and is not named twice.',
      zh: '后备村干部须为完成培训、未任村职的党员,且不重复确定。',
    },
    basis: 'article: excellent party members are trained as reserve village cadres',
    permission: true,
    on: ['ReserveCadreNamed'],
    breach: (_event, { profile, trainedOn, post, reserve }) => {
      if (profile?.partyMember !== true) return { partyMember: false }
      if (trainedOn === undefined) return { trained: false }
      if (post !== undefined) return { holdsPost: post.post }
      return reserve && { alreadyNamedFor: reserve.divisionCode, on: reserve.on }
    },
  }),
  rule({
    id: 'K2',
    title: {
      en: 'A reserve cadre or lead household takes a first post; a person has one post at a time; committee posts are elected.',
      zh: '首次任职者须为后备村干部或大户;同一时间只任一职;村民委员会职务须经选举。',
    },
    basis:
      'article: lead households and reserve cadres become village cadres; law: Organic Law of Villagers’ Committees, on election',
    permission: true,
    on: ['VillagePostTaken'],
    breach: ({ data: { body, how } }, { reserve, nomination, hasTakenPost, post }) => {
      if (post !== undefined) return { holdsPost: post.post }
      if (body === 'villagersCommittee' && how !== 'elected') return { body, how }
      const isLead = (nomination?.recognised.size ?? 0) > 0
      return hasTakenPost || reserve !== undefined || isLead ? undefined : { reserveCadre: false, leadHousehold: false }
    },
  }),
]
