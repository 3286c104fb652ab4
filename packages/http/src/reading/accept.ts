/** The media type that a request likes best of those there are, the first where it has no wish; `undefined` where it wants none of them. */
export const preferred = <Type extends string>(
  accept: string | undefined,
  types: readonly [Type, ...Type[]],
): Type | undefined => {
  if (accept === undefined || accept.trim() === '') return types[0]
  const ranges = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined)
    return { range: range.trim(), quality: Number(quality ?? 1) }
  })
  let best: { readonly type: Type; readonly quality: number } | undefined
  for (const type of types) {
    // the most exact range that fits counts
    const fits = [type, `${type.split('/')[0]}/*`, '*/*']
    const found = fits.map((fit) => ranges.find(({ range }) => range === fit)).find((one) => one !== undefined)
    if (found !== undefined && found.quality > 0 && found.quality > (best?.quality ?? 0))
      best = { type, quality: found.quality }
  }
  return best?.type
}
