import type { Language } from '@skein/kernel'

/** The language that a request likes best: Chinese where it is asked for before English. */
export const languageOf = (acceptLanguage: string | null | undefined): Language => {
  const wished = (acceptLanguage ?? '')
    .split(',')
    .map((part, at) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = Number(/^\s*q=([\d.]+)\s*$/.exec(parameters.join(';'))?.[1] ?? 1)
      return { language: tag.split('-')[0], quality, at }
    })
    .filter(({ language, quality }) => (language === 'zh' || language === 'en') && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.at - b.at)
  return wished[0]?.language === 'zh' ? 'zh' : 'en'
}
