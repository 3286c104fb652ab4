import { type AnyProjection, Day, type Domain } from '@skein/kernel'
import { type EventFilter, filterOf, formatBounds } from '../projections/bounds.js'
import { checkRebuildOptions, type RebuildOptions } from './options.js'
import { RebuildError } from './rebuild-error.js'

/** What a rebuild will build, derived from its options. */
export interface RebuildPlan {
  readonly projections: readonly AnyProjection[]
  /** The name of the generations; `undefined` if they are to become live. */
  readonly into: string | undefined
  /** As text for display and comparison; '' for none. */
  readonly bounds: string
  readonly filter: EventFilter | undefined
}

/**
 * Throws `RebuildError` on an unknown name or a bound that cannot be parsed, and `Misconfigured` for options that cannot
 * be used.
 */
export const planOf = (domain: Pick<Domain, 'projections' | 'views'>, options: RebuildOptions): RebuildPlan => {
  checkRebuildOptions(options)
  const bounds = boundsOf(options)
  return {
    projections: projectionsNamed(domain, options.projections),
    into: options.into ?? (bounds === '' ? undefined : bounds.replaceAll(', ', '-').replaceAll(' ', '-')),
    bounds,
    filter: filterOf(bounds),
  }
}

const projectionsNamed = (
  { projections, views }: Pick<Domain, 'projections' | 'views'>,
  names: readonly string[] | undefined,
): readonly AnyProjection[] => {
  if (names === undefined) return projections
  return [...new Set(names)].map((name) => {
    const known = projections.find((projection) => projection.name === name)
    if (known !== undefined) return known
    const reason = views.some((view) => view.name === name)
      ? {
          en: `${name} is composed of other read models when it is read; there is nothing to rebuild`,
          zh: `${name} 在读取时由其他读模型组合而成,无需重建`,
        }
      : {
          en: `there is no read model ${JSON.stringify(name)}`,
          zh: `没有名为 ${JSON.stringify(name)} 的读模型`,
        }
    const all = projections.map((projection) => projection.name)
    throw new RebuildError('unknownProjection', {
      en: `${reason.en}. Known are: ${all.join(', ')}.`,
      zh: `${reason.zh}。可重建的有:${all.join('、')}。`,
    })
  })
}

const boundsOf = ({ asOf, knownAt }: RebuildOptions): string =>
  formatBounds({
    ...(asOf === undefined ? {} : { asOf: dayOf(asOf) }),
    ...(knownAt === undefined ? {} : { knownAt: instantOf(knownAt) }),
  })

const dayOf = (text: string): Day => {
  const day = Day.safeParse(text)
  if (day.success) return day.data
  throw new RebuildError('badBound', {
    en: `asOf takes a day such as 2018-06-11, not ${JSON.stringify(text)}.`,
    zh: `asOf 应为日期,如 2018-06-11,而不是 ${JSON.stringify(text)}。`,
  })
}

const instantOf = (text: string): string => {
  const isInstant = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))
  if (isInstant) return text
  throw new RebuildError('badBound', {
    en: `knownAt takes an instant with its offset such as 2018-06-11T18:00:00+08:00, not ${JSON.stringify(text)}.`,
    zh: `knownAt 应为带时差的时刻,如 2018-06-11T18:00:00+08:00,而不是 ${JSON.stringify(text)}。`,
  })
}
