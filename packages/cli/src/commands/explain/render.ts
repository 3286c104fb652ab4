import type { Issue } from '@skein/engine'
import type { AnyEvent, Language } from '@skein/kernel'
import type { Context } from '../../command.js'
import { visible } from '../../output/table.js'
import { fieldNames } from '../../texts/fields.js'
import { type Judgement, typeOf } from './judge.js'
import { explainTexts as texts } from './texts.js'

export interface Judged {
  /** As it was typed; `-` for standard input. */
  readonly file: string
  /** In the file: `commands[2]`, or '' where it is alone. */
  readonly place: string
  readonly command: unknown
  readonly judgement: Judgement
}

export const asJson = ({ place, command, judgement }: Judged) => {
  const type = typeOf(command)
  const at = { ...(place === '' ? {} : { place }), ...(type === undefined ? {} : { type }), outcome: judgement.outcome }
  switch (judgement.outcome) {
    case 'accepted':
      return { ...at, stream: judgement.stream, events: judgement.events.map((event) => withoutEnvelopes(event, 'en')) }
    case 'refused':
      return { ...at, ...judgement.rejection }
    case 'invalid':
      return { ...at, issues: judgement.issues.map((issue) => ({ ...issue, path: pathOf(place, issue) })) }
  }
}

export const linesOf = (
  { translate, language }: Context,
  { file, place, command, judgement }: Judged,
): readonly string[] => {
  const type = visible(typeOf(command)?.slice(0, 100) ?? translate(texts.unnamed))
  const source = visible(file === '-' ? 'stdin' : file)
  const name = `${source}${place === '' ? '' : ` ${place}`}: ${type}`
  switch (judgement.outcome) {
    case 'accepted': {
      const stream = visible(judgement.stream)
      if (judgement.events.length === 0) return [translate(texts.nothing(name, stream))]
      return [
        translate(texts.wouldRecord(name, stream)),
        ...judgement.events.map(
          ({ type, data }) => `  ${type} ${visible(JSON.stringify(withoutEnvelopes(data, language)))}`,
        ),
      ]
    }
    case 'refused': {
      const { rule, message, evidence, policyVersion } = judgement.rejection
      const pairs = Object.entries(evidence).map(
        ([key, value]) => `${fieldNames[key]?.[language] ?? key} = ${visible(String(value ?? '–'))}`,
      )
      return [
        translate(texts.refused(name, rule, message[language])),
        `  ${translate(texts.evidence(pairs.join(language === 'zh' ? ',' : ', ')))}`,
        `  ${translate(texts.policy(policyVersion))}`,
      ]
    }
    case 'invalid':
      return [
        translate(texts.invalid(name)),
        ...judgement.issues.map((issue) => visible(`  ${pathOf(place, issue)}: ${issue.message} (${issue.code})`)),
      ]
  }
}

const pathOf = (place: string, { path }: Issue): string =>
  path.reduce<string>(
    (before, step) => (typeof step === 'number' ? `${before}[${step}]` : before === '' ? step : `${before}.${step}`),
    place,
  )

/** A dry run seals too; what is sealed is nobody's to read. */
const withoutEnvelopes = (value: AnyEvent | AnyEvent['data'], language: Language): unknown =>
  JSON.parse(JSON.stringify(value), (key, part: unknown) =>
    key === 'personal' || key === 'note' ? texts.sealed[language] : part,
  )
